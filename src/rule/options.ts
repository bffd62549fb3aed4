/** JSON schema of one option. Every option says what it is for. */
export type OptionSchema = { readonly description: string } & (
  | { readonly type: 'boolean' }
  | { readonly type: 'integer'; readonly minimum?: number; readonly maximum?: number }
  | { readonly type: 'string'; readonly enum?: readonly string[] }
  | {
      readonly type: 'array';
      readonly items: { readonly type: 'string'; readonly enum?: readonly string[] } | ObjectOrStringSchema;
      readonly uniqueItems?: boolean;
    }
);

/** A string, or an object with these properties: what a schema says of properties holds for objects only. */
interface ObjectOrStringSchema {
  readonly type: readonly ['string', 'object'];
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, object>>;
  readonly additionalProperties: false;
  readonly anyOf?: readonly object[];
}

export interface OptionsDefinition {
  readonly schema: Readonly<Record<string, OptionSchema>>;
  readonly defaults: Readonly<Record<string, unknown>>;
}

/** The values of a definition's options, by the types of its defaults. */
export type OptionsOf<Definition extends OptionsDefinition | undefined> = Definition extends OptionsDefinition
  ? { readonly [Name in keyof Definition['defaults']]: Widened<Definition['defaults'][Name]> }
  : Readonly<Record<never, never>>;

type Widened<Value> = Value extends boolean ? boolean : Value extends number ? number : Value extends readonly (infer Item)[] ? readonly ([Item] extends [never] ? string : Item extends string ? string : Item)[] : Value extends string ? string : Value;

/** The rule's JSON schema: one object, nothing that is not declared. */
export function schemaOf(definition: OptionsDefinition | undefined): readonly object[] {
  if (!definition) return [];
  return [{ type: 'object', properties: definition.schema, additionalProperties: false }];
}

/** The user's options over the defaults. Lists extend the defaults; ESLint 8 does not merge at all, so we do it on every host. */
export function mergeOptions(defaults: Readonly<Record<string, unknown>>, given: unknown): Readonly<Record<string, unknown>> {
  // ESLint 9 and later hand in the rule's own defaults where the user has set nothing.
  if (typeof given !== 'object' || given === null || given === defaults) return defaults;
  const merged: Record<string, unknown> = { ...defaults };
  for (const [name, value] of Object.entries(given)) {
    const base = defaults[name];
    merged[name] = Array.isArray(base) && Array.isArray(value) ? [...new Set([...base, ...value])] : value;
  }
  return merged;
}
