// The package's public types stand alone: they import nothing, so that they compile beside every ESLint and TypeScript.

/** `error` and `warn` of the presets. */
export type Severity = 'error' | 'warn';

/** A severity, with options where the preset sets some. */
export type RuleEntry = Severity | [Severity, Record<string, unknown>];

/** A rule as ESLint 8.57, 9, 10 and oxlint take it. */
export interface Rule {
  // Method syntax with loose parameters: the types of a rule's context differ between ESLint's majors.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  create(context: any): any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  meta: any;
}

/** A flat config, as `defineConfig` and arrays of configs take it. */
export interface Config {
  name: string;
  files: string[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  plugins: Record<string, any>;
  rules: Record<string, RuleEntry>;
}

export type PresetName = 'recommended' | 'strict' | 'all' | 'promises' | 'waits' | 'failures' | 'lifetimes' | 'observability' | 'state' | 'boundaries' | 'functional';

export interface Plugin {
  meta: { name: string; version: string; namespace: string };
  rules: Record<string, Rule>;
  configs: Record<PresetName, Config>;
}
