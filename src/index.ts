import { createRequire } from 'node:module';
import { presetsOf } from './configs.js';
import type { Plugin, PresetName, Config } from './plugin-types.js';
import { rules } from './rules/index.js';

const { name, version } = createRequire(import.meta.url)('../package.json') as { name: string; version: string };

const plugin: Plugin = {
  meta: { name, version, namespace: 'bulletproof' },
  rules: { ...rules },
  // Filled below: the presets hold the plugin itself.
  configs: {} as Record<PresetName, Config>,
};
Object.assign(plugin.configs, presetsOf(rules, plugin));

export type { Config, Plugin, PresetName, Rule, RuleEntry, Severity } from './plugin-types.js';
export default plugin;
/** What `require('eslint-plugin-bulletproof')` gives: the plugin itself, not a namespace. */
export { plugin as 'module.exports' };
