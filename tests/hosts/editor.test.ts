import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MessageConnection } from 'vscode-jsonrpc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// CommonJS: its named exports are not visible to `import`.
const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = createRequire(import.meta.url)('vscode-jsonrpc/node') as typeof import('vscode-jsonrpc/node');

const ROOT = resolve(import.meta.dirname, '../..');
const SERVER = '@zed-industries/vscode-langservers-extracted@4.10.8';

interface Diagnostic {
  readonly code?: string;
  readonly codeDescription?: { readonly href: string };
  readonly message: string;
  readonly range: object;
  readonly source?: string;
}

/** The ESLint language server of VS Code, over stdio, as an editor would use it. */
describe('the editor', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bulletproof-editor-'));
  const file = join(folder, 'src/load.mjs');
  const uri = pathToFileURL(file).href;
  const code = 'export async function load(url) {\n  const response = await fetch(url);\n  return response.status;\n}\n';
  let server: ChildProcessWithoutNullStreams;
  let connection: MessageConnection;
  let published: (diagnostics: Diagnostic[]) => void = () => undefined;
  const diagnostics = new Promise<Diagnostic[]>(resolve => {
    published = resolve;
  });

  beforeAll(async () => {
    mkdirSync(join(folder, 'src'));
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    const install = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', SERVER, 'eslint@10'], { cwd: folder, encoding: 'utf8' });
    expect(install.status, install.stderr).toBe(0);
    symlinkSync(ROOT, join(folder, 'node_modules/eslint-plugin-bulletproof'), 'dir');
    writeFileSync(join(folder, 'eslint.config.mjs'), "import bulletproof from 'eslint-plugin-bulletproof';\nexport default [bulletproof.configs.recommended];\n");
    writeFileSync(file, code);

    server = spawn(process.execPath, [join(folder, 'node_modules/.bin/vscode-eslint-language-server'), '--stdio'], { cwd: folder });
    connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
    const settings = {
      validate: 'on',
      useFlatConfig: true,
      experimental: { useFlatConfig: false },
      packageManager: 'npm',
      run: 'onType',
      nodePath: null,
      rulesCustomizations: [],
      problems: { shortenToSingleLine: false },
      codeAction: { disableRuleComment: { enable: true, location: 'separateLine' }, showDocumentation: { enable: true } },
      codeActionOnSave: { mode: 'all' },
      format: false,
      quiet: false,
      onIgnoredFiles: 'off',
      options: {},
      workingDirectory: { directory: folder },
      workspaceFolder: { uri: pathToFileURL(folder).href, name: 'project' },
    };
    connection.onRequest('workspace/configuration', ({ items }: { items: readonly unknown[] }) => items.map(() => settings));
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest('workspace/diagnostic/refresh', () => null);
    connection.onRequest('eslint/confirmESLintExecution', () => 4);
    connection.onNotification('textDocument/publishDiagnostics', (each: { uri: string; diagnostics: Diagnostic[] }) => {
      if (each.uri === uri && each.diagnostics.length > 0) published(each.diagnostics);
    });
    connection.listen();
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'project' }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        textDocument: { publishDiagnostics: { codeDescriptionSupport: true }, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } } },
      },
    });
    await connection.sendNotification('initialized', {});
    await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'javascript', version: 1, text: code } });
  });

  afterAll(() => {
    connection.dispose();
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows the finding with a link to its page, and the suggestion as a code action', { timeout: 30_000 }, async () => {
    const pulled = connection
      .sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri } })
      .then(({ items }) => items)
      // A server that pushes knows no pull.
      .catch(() => diagnostics);
    const [finding] = await Promise.race([diagnostics, pulled]);
    expect(finding?.code).toBe('bulletproof/require-request-timeout');
    expect(finding?.source).toBe('eslint');
    expect(finding?.codeDescription?.href).toMatch(/docs-rules\/require-request-timeout\.md$/);

    const actions = await connection.sendRequest<{ title: string; kind?: string }[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: finding!.range,
      context: { diagnostics: [finding], only: ['quickfix'] },
    });
    expect(actions.map(each => each.title).join('\n')).toMatch(/AbortSignal\.timeout/);
  });
});
