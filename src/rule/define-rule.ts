import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { fileModel, type FileModel } from '../analysis/file-model.js';
import type { FileRole } from '../analysis/file-role.js';
import { readSettings } from '../settings.js';
import type { Node } from '../syntax/walk.js';
import { mergeOptions, schemaOf, type OptionsDefinition, type OptionsOf } from './options.js';

export const STANDARDS = {
  promises: 'No rejection without a handler',
  waits: 'Every wait is bounded',
  failures: 'Failures are typed, kept and answered',
  lifetimes: 'What is acquired is released on every path',
  observability: 'You can see it in production',
  state: 'Immutable, stateless, free of races',
  boundaries: 'Validated at each boundary',
} as const;
export type Standard = keyof typeof STANDARDS;

/** What a finding does in production. The first five are errors in the presets, unless a rule says otherwise. */
export const HARMS = {
  crash: 'ends the process',
  hang: 'waits for ever',
  leak: 'runs out of something',
  corrupt: 'gives wrong results',
  expose: 'gives away secrets or lets bad data in',
  blind: 'hides what happened',
} as const;
export type Harm = keyof typeof HARMS;

export type Preset = 'recommended' | 'strict' | 'all';

type PlaceholdersOf<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | PlaceholdersOf<Rest> : never;
type DataOf<Text extends string> = [PlaceholdersOf<Text>] extends [never] ? { readonly data?: undefined } : { readonly data: Readonly<Record<PlaceholdersOf<Text>, string>> };

export type Fix = (fixer: TSESLint.RuleFixer) => TSESLint.RuleFix | readonly TSESLint.RuleFix[] | null;

type SuggestionFor<Messages extends Readonly<Record<string, string>>> = {
  readonly [Id in keyof Messages & string]: { readonly messageId: Id; readonly fix: Fix } & DataOf<Messages[Id]>;
}[keyof Messages & string];

type Details<Messages extends Readonly<Record<string, string>>, Id extends keyof Messages> = DataOf<Messages[Id]> & {
  readonly suggest?: readonly (SuggestionFor<Messages> | undefined)[];
  /** Only where behaviour provably stays the same. */
  readonly fix?: Fix | undefined;
};

export type Report<Messages extends Readonly<Record<string, string>>> = <Id extends keyof Messages & string>(
  target: Node | TSESTree.Token | { readonly loc: TSESTree.SourceLocation },
  messageId: Id,
  ...details: [PlaceholdersOf<Messages[Id]>] extends [never] ? [Details<Messages, Id>?] : [Details<Messages, Id>]
) => void;

export interface RuleDefinition<Messages extends Readonly<Record<string, string>>, Options extends OptionsDefinition | undefined> {
  readonly name: string;
  readonly standard: Standard;
  readonly preset: Preset;
  readonly harm: Harm;
  /** Defaults to `error`; `warn` for what is a loss of quality, not of service. */
  readonly severity?: 'error' | 'warn';
  readonly description: string;
  /** Where the standard stands: OWASP ASVS, nodebestpractices, the SRE book, an issue. */
  readonly references?: readonly string[];
  readonly messages: Messages;
  readonly options?: Options;
  /** Options that a preset sets; those of `strict` hold in `all` and in the standard's own preset too, and in `functional` where it has none of its own. */
  readonly presetOptions?: { readonly strict?: Readonly<Record<string, unknown>>; readonly functional?: Readonly<Record<string, unknown>> };
  readonly suggests?: boolean;
  readonly fixes?: boolean;
  /** File roles in which the rule says nothing. Generated files are always among them. */
  readonly quietIn?: readonly FileRole[];
  /** The rule has something to say of constants that are written out. The others are not asked about a file that holds nothing else. */
  readonly judgesConstants?: boolean;
  check(ask: {
    readonly file: FileModel;
    readonly options: OptionsOf<Options>;
    readonly report: Report<Messages>;
    readonly sourceCode: Readonly<TSESLint.SourceCode>;
  }): void;
}

/** What everything else (presets, docs, README, types of options) is computed from. */
export interface DefinedRule {
  readonly definition: Omit<RuleDefinition<Readonly<Record<string, string>>, OptionsDefinition | undefined>, 'check'>;
  readonly meta: TSESLint.RuleMetaData<string, object>;
  create(context: Readonly<TSESLint.RuleContext<string, readonly unknown[]>>): TSESLint.RuleListener;
}

export const DOCS_URL = 'https://github.com/eslint-plugin-bulletproof/eslint-plugin-bulletproof/blob/main/docs-rules';

export function defineRule<const Messages extends Readonly<Record<string, string>>, const Options extends OptionsDefinition | undefined = undefined>(
  definition: RuleDefinition<Messages, Options>,
): DefinedRule {
  const { name, description, messages, options, quietIn = ['test', 'config'], judgesConstants = false, standard, preset, harm, severity = 'error', references = [] } = definition;
  const defaults = options?.defaults ?? {};
  const isQuietInTests = quietIn.includes('test');

  return {
    definition,
    meta: {
      // A finding is a fault in running code; what only costs quality is a suggestion.
      type: severity === 'error' ? 'problem' : 'suggestion',
      docs: { description, url: `${DOCS_URL}/${name}.md`, standard, preset, harm, severity, references, dialects: ['JavaScript', 'TypeScript'] },
      messages,
      schema: schemaOf(options) as TSESLint.RuleMetaData<string>['schema'],
      ...(options && { defaultOptions: [defaults] }),
      ...(definition.suggests && { hasSuggestions: true }),
      ...(definition.fixes && { fixable: 'code' }),
    } as TSESLint.RuleMetaData<string, object>,

    create(context) {
      // ESLint 8.57 has both forms; `getSourceCode` is gone in 10.
      const { sourceCode } = context;
      return {
        // One listener, so that ESLint names the rule if it ever throws.
        Program() {
          const file = fileModel({ sourceCode, filename: context.filename, isPiece: (context.physicalFilename || context.filename) !== context.filename, settings: readSettings(context.settings) });
          // What the place of a file says is known before anybody has looked into it.
          if (file.place.isOfTests ? isQuietInTests : file.index.onlyDeclares && !judgesConstants) return;
          if (file.role === 'generated' || quietIn.includes(file.role)) return;
          const report = (target: Node | { readonly loc: TSESTree.SourceLocation }, messageId: string, details: Partial<Details<Messages, string>> = {}): void => {
            const { data, suggest, fix } = details;
            const place = 'type' in target ? { node: target } : { loc: target.loc };
            context.report({
              ...place,
              messageId,
              ...(data && { data }),
              ...(suggest && { suggest: suggest.filter(each => each !== undefined) }),
              ...(fix && { fix }),
            } as TSESLint.ReportDescriptor<string>);
          };
          definition.check({
            file,
            // Merged from defaults of the same shape; the schema has checked the user's part.
            options: mergeOptions(defaults, context.options[0]) as OptionsOf<Options>,
            report: report as Report<Messages>,
            sourceCode,
          });
        },
      };
    },
  };
}
