import type { Config, PresetName, Rule, RuleEntry } from './plugin-types.js';
import { STANDARDS, type DefinedRule, type Preset } from './rule/define-rule.js';

const FILES = ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'];
const INCLUDES: Readonly<Record<Preset, readonly Preset[]>> = {
  recommended: ['recommended'],
  strict: ['recommended', 'strict'],
  all: ['recommended', 'strict', 'all'],
};

/**
 * Every preset, computed from the rules' own definitions. A preset of a standard holds that standard's rules of `strict`;
 * `functional` holds every rule about state, the optional ones too, at their widest.
 */
export function presetsOf(rules: Readonly<Record<string, DefinedRule>>, plugin: { rules: Record<string, Rule> }): Record<PresetName, Config> {
  const chosen = (name: string, keep: (rule: DefinedRule) => boolean): Config => ({
    name: `bulletproof/${name}`,
    files: FILES,
    plugins: { bulletproof: plugin },
    rules: Object.fromEntries(
      Object.entries(rules)
        .filter(([, rule]) => keep(rule))
        .map(([id, rule]): [string, RuleEntry] => [`bulletproof/${id}`, entryOf(rule, name)]),
    ),
  });
  const byPreset = Object.keys(INCLUDES).map(name => [name, chosen(name, each => INCLUDES[name as Preset].includes(each.definition.preset))]);
  const byStandard = Object.keys(STANDARDS).map(name => [
    name,
    chosen(name, each => each.definition.standard === name && each.definition.preset !== 'all'),
  ]);
  const functional = ['functional', chosen('functional', each => each.definition.standard === 'state')];
  // The keys are exactly those of the two tables above, and this one.
  return Object.fromEntries([...byPreset, ...byStandard, functional]) as Record<PresetName, Config>;
}

function entryOf({ definition }: DefinedRule, preset: string): RuleEntry {
  const severity = definition.severity ?? 'error';
  const { strict, functional = strict } = definition.presetOptions ?? {};
  const options = preset === 'recommended' ? undefined : preset === 'functional' ? functional : strict;
  return options ? [severity, { ...options }] : severity;
}
