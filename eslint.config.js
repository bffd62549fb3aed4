import { defineConfig } from 'eslint/config';
import eslintPlugin from 'eslint-plugin-eslint-plugin';
import tseslint from 'typescript-eslint';
// The last build: the project lints itself with its own strictest preset.
import bulletproof from './dist/index.js';

export default defineConfig(
  { ignores: ['build/', 'dist/', '.tmp/', 'coverage/', 'examples/', 'bench/node_modules/', 'tests/fixtures/'] },
  tseslint.configs.strict,
  { extends: ['bulletproof/all'], plugins: { bulletproof }, settings: { bulletproof: { project: true } } },
  { files: ['src/rules/*/*.ts', 'src/rule/*.ts'], extends: [eslintPlugin.configs.recommended] },
  {
    rules: {
      // The tree's own types guarantee what stands there; a check that cannot fail would be noise.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // `undefined` as an answer ("cannot tell") is said in the type.
      '@typescript-eslint/no-invalid-void-type': 'off',
    },
  },
  // Programs for people at a terminal.
  { files: ['tools/**', 'bench/**', 'tests/**'], rules: { 'bulletproof/no-console-in-service': 'off' } },
);
