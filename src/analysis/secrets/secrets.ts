import type { TSESTree } from '@typescript-eslint/utils';
import type { SecretFacts } from '../../catalog/schema.js';
import { isClass, isFunction, isInside, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { requestDataOf } from '../requests/request-shapes.js';
import type { Declared } from '../values/declared-types.js';
import { announcesCredential, holdsPassword, isCredentialCookie, isCredentialHeader, isCredentialKey, isCredentialName, isRequestCredential, isSecretName, isSecretVariable } from './secret-names.js';
import { placeOf, type Place } from './places.js';

/** A value that opens something to whoever reads it, or holds such values. */
export interface Secret {
  /** How we know. */
  readonly by: 'request' | 'environment' | 'property' | 'library' | 'use' | 'type';
  /** What it is, with its article: `a password of the request`. */
  readonly what: string;
  /** It holds one among other things: the whole of `req.headers`. */
  readonly holds: boolean;
  /** The name of the property, header or variable that is one. */
  readonly name?: string;
  /** What to write instead, without a full stop, where that is not plain. */
  readonly instead?: string;
}

/** What a request brings. */
const BODIES = new Set(['body', 'query', 'params', 'payload']);
/** Silence only: objects with an entry for each field that is about the field, and no value of it. */
const ABOUT = /(?:errors?|messages?|labels?|valid\w*|schemas?|translations?|i18n|locales?|rules?|touched|dirty|required|features?|permissions?|scopes?|columns?|attributes?|placeholders?|enums?|constants?|types?|hints?|help|descriptions?|select|prompts?|questions?|flags?|fields?|texts?|strings)$|^t$/i;
const PLAIN_TYPES = new Set(['TSBooleanKeyword', 'TSNumberKeyword', 'TSUndefinedKeyword', 'TSNullKeyword', 'TSLiteralType', 'TSFunctionType']);

/** Which values are credentials, by where they come from, how they are declared and what the file does with them. */
export class Secrets {
  constructor(
    private readonly file: FileModel,
    /** More names of properties, as they are compared. */
    private readonly names: ReadonlySet<string> = new Set(),
  ) {}

  /** What a value opens; undefined where nothing shows that it does. */
  of(node: Node, depth = 0): Secret | undefined {
    const value = unwrap(node);
    if (depth > 5 || value.type === 'Literal') return undefined;
    const text = value.type === 'Identifier' || value.type === 'MemberExpression' ? this.file.options.valueOf(value)?.value : undefined;
    if (typeof text === 'string') return holdsPassword(text) ? { by: 'use', what: 'an address with a password in it', holds: false } : undefined;
    const known = this.#ofEnvironment(value) ?? this.#ofLibrary(value, depth) ?? this.#ofAccessor(value);
    if (known) return known;
    const whole = wholeOf(value);
    if (whole) return this.of(whole, depth + 1);
    const written = value.type === 'Identifier' ? this.file.origins.expressionOf(value) : undefined;
    if (written && written !== value && (written.type === 'CallExpression' || wholeOf(written))) {
      const found = this.of(written, depth + 1);
      if (found) return found;
    }
    if (value.type !== 'Identifier' && value.type !== 'MemberExpression') return undefined;
    const place = placeOf(value, this.file);
    if (!place) return undefined;
    return this.#ofRequest(place) ?? this.#ofGiven(place) ?? this.#ofUse(place) ?? this.#ofPath(place, value) ?? this.#ofType(place, value) ?? this.#ofReads(place) ?? this.#ofValues(value, depth);
  }

  /** The whole environment, and variables of it by their known names. */
  #ofEnvironment(value: Node): Secret | undefined {
    if (value.type !== 'Identifier' && value.type !== 'MemberExpression') return undefined;
    if (!this.#mentionsEnvironment) return undefined;
    if (this.file.environment.isWhole(value)) return { by: 'environment', what: 'every credential of the process', holds: true, instead: 'Log the variables that you need, one by one' };
    const name = this.file.environment.variableAt(value)?.name;
    return name !== undefined && isSecretVariable(name) ? { by: 'environment', what: `a secret of the environment`, holds: false, name } : undefined;
  }

  /** Cheap to refuse, once a file. */
  get #mentionsEnvironment(): boolean {
    return (this.#mentions ??= this.file.sourceCode.text.includes('env'));
  }
  #mentions: boolean | undefined;

  #ofLibrary(value: Node, depth: number): Secret | undefined {
    const made = this.#madeBy(value);
    if (made) return made;
    if (value.type !== 'CallExpression' || depth > 3) return undefined;
    // An accessor that is given the name of a variable, and a generated secret for where it is not set.
    const [name, fallback] = value.arguments;
    const given = name && this.file.options.valueOf(name)?.value;
    if (!fallback || typeof given !== 'string' || !isSecretVariable(given)) return undefined;
    return this.#generated(fallback) ? { by: 'library', what: `the generated \`${given}\``, holds: false, name: given, instead: 'Say that one was generated, and write it where only its owner reads' } : undefined;
  }

  /** `req.get('authorization')`, `headers.get('cookie')`, `config.get('JWT_SECRET')` */
  #ofAccessor(value: Node): Secret | undefined {
    const callee = value.type === 'CallExpression' ? unwrap(value.callee) : undefined;
    if (value.type !== 'CallExpression' || callee?.type !== 'MemberExpression') return undefined;
    const method = staticName(callee);
    const [argument] = value.arguments;
    const name = argument && this.file.options.valueOf(argument)?.value;
    if (typeof name !== 'string' || (method !== 'get' && method !== 'header' && method !== 'getOrThrow')) return undefined;
    if (method !== 'header' && isSecretVariable(name)) return { by: 'environment', what: `the secret \`${name}\``, holds: false, name };
    if (!isCredentialHeader(name)) return undefined;
    const owner = placeOf(callee.object, this.file);
    const isOfRequest = owner && (/headers?$/i.test(owner.path.at(-1) ?? '') || this.#isRequest(owner));
    return isOfRequest ? { by: 'request', what: `the header \`${name}\` of a request`, holds: false, name } : undefined;
  }

  /** What a call of a library gives, whatever form it is brought into: `randomBytes(32).toString('hex')`. */
  #madeBy(value: Node): Secret | undefined {
    const place = value.type === 'CallExpression' ? undefined : placeOf(value, this.file);
    const root = place ? place.root : value;
    const call = root.type === 'CallExpression' ? sourceOf(root) : this.#handedBy(root);
    const facts = call && this.#factsOf(call);
    if (!facts?.gives) return undefined;
    const path = place?.path ?? [];
    if (facts.named) return undefined;
    if (facts.members) {
      if (path.length === 0) return { by: 'library', what: facts.gives, holds: true };
      return facts.members.includes(path[0]!) ? { by: 'library', what: facts.gives, holds: false } : undefined;
    }
    return path.length === 0 ? { by: 'library', what: facts.gives, holds: false } : undefined;
  }

  /** The call that hands a value to its callback: `bcrypt.hash(text, 10, (error, hash) => …)`, `hash(text).then(hash => …)`. */
  #handedBy(name: Node): TSESTree.CallExpression | undefined {
    const variable = name.type === 'Identifier' ? this.file.bindings.variableOf(name) : undefined;
    const definition = variable && this.file.bindings.definitionOf(variable);
    const fn = definition?.type === 'Parameter' ? definition.node : undefined;
    if (!definition || !isFunction(fn) || fn.parent.type !== 'CallExpression') return undefined;
    const call = fn.parent;
    const callee = unwrap(call.callee);
    if (callee.type === 'MemberExpression' && staticName(callee) === 'then') {
      const before = unwrap(callee.object);
      return call.arguments[0] === fn && fn.params[0] === definition.name && before.type === 'CallExpression' ? before : undefined;
    }
    return call.arguments.at(-1) === fn && fn.params[1] === definition.name ? call : undefined;
  }

  /** Whether a value is made of random bytes or numbers. */
  #generated(node: Node): boolean {
    const value = this.file.origins.expressionOf(node) ?? unwrap(node);
    return this.file.index.within(value, 'CallExpression').some(each => isInside(each, value) && this.#factsOf(each)?.gives !== undefined);
  }

  #factsOf(call: TSESTree.CallExpression): SecretFacts | undefined {
    const origin = this.file.origins.calleeOf(call);
    return origin?.kind === 'library' && !origin.promised ? this.file.catalog.secret(origin.library, origin.path) : undefined;
  }

  /** What a variable, which is assigned to, is given somewhere. */
  #ofValues(value: Node, depth: number): Secret | undefined {
    if (value.type !== 'Identifier') return undefined;
    const values = this.file.origins.valuesOf(value);
    for (const each of values ?? []) {
      const found = unwrap(each) === value ? undefined : this.of(each, depth + 1);
      if (found && !found.holds) return found;
    }
    const variable = this.file.bindings.variableOf(value);
    // Random bytes that the file itself calls a key or a token of the environment.
    if (variable && isSecretName(variable.name) && values?.some(each => this.#generated(each))) return { by: 'library', what: 'a secret that is generated here', holds: false, name: variable.name };
    return undefined;
  }

  #ofRequest(place: Place): Secret | undefined {
    if (!this.#isRequest(place)) return undefined;
    const path = place.path[0] === 'req' || place.path[0] === 'request' || place.path[0] === 'raw' ? place.path.slice(1) : place.path;
    const [part, name, ...rest] = path;
    if (part === undefined) return { by: 'request', what: 'the credentials in its headers', holds: true };
    if (name === undefined) {
      if (part === 'headers' || part === 'rawHeaders') return { by: 'request', what: 'the token or the cookies of the client', holds: true, instead: "Log the headers that you need, such as `user-agent`" };
      if (part === 'cookies' || part === 'signedCookies') return { by: 'request', what: 'the session of the client', holds: true };
      if (part === 'session') return { by: 'request', what: 'the session of the client', holds: true };
      if (part === 'sessionID') return { by: 'request', what: 'the id of the session', holds: false };
      if (BODIES.has(part)) {
        const field = this.#credentialOf(place);
        return field === undefined ? undefined : { by: 'request', what: `the \`${field}\` of the client`, holds: true, name: field };
      }
      return undefined;
    }
    if (rest.length > 0) return undefined;
    if (part === 'headers') return isCredentialHeader(name) ? { by: 'request', what: `the header \`${name}\` of a request`, holds: false, name } : undefined;
    if (part === 'cookies' || part === 'signedCookies') return isCredentialCookie(name) ? { by: 'request', what: `the cookie \`${name}\` of the client`, holds: false, name } : undefined;
    return BODIES.has(part) && isRequestCredential(name, this.names) ? { by: 'request', what: `the \`${name}\` that a client has sent`, holds: false, name } : undefined;
  }

  #isRequest({ root }: Place): boolean {
    if (root.type !== 'Identifier') return false;
    const part = this.file.handlers.partOf(root);
    if (part === 'request' || part === 'context') return true;
    const variable = this.file.bindings.variableOf(root);
    return variable?.references.some(({ identifier: { parent } }) => parent?.type === 'MemberExpression' && requestDataOf(parent, this.file) !== undefined) === true;
  }

  /** The credential that the file reads from the same body. */
  #credentialOf(place: Place): string | undefined {
    return this.#readFrom.get(place.owner)?.get(place.path.join('.'));
  }

  /** Credentials that are read from bodies: by owner, and by the path of the body. */
  get #readFrom(): ReadonlyMap<unknown, ReadonlyMap<string, string>> {
    if (this.#bodies) return this.#bodies;
    const bodies = new Map<unknown, Map<string, string>>();
    const add = (node: Node): void => {
      const place = placeOf(node, this.file);
      const name = place?.path.at(-1);
      const part = place?.path.at(-2);
      if (!place || name === undefined || part === undefined || !BODIES.has(part) || !isRequestCredential(name, this.names)) return;
      const paths = bodies.get(place.owner) ?? new Map<string, string>();
      bodies.set(place.owner, paths.set(place.path.slice(0, -1).join('.'), name));
    };
    for (const node of this.file.index.all('MemberExpression')) {
      const name = staticName(node);
      if (name !== undefined && isRequestCredential(name, this.names)) add(node);
    }
    for (const pattern of this.file.index.all('ObjectPattern')) {
      for (const each of pattern.properties) {
        if (each.type !== 'Property') continue;
        const name = staticName(each);
        const bound = each.value.type === 'AssignmentPattern' ? each.value.left : each.value;
        if (name !== undefined && bound.type === 'Identifier' && isRequestCredential(name, this.names)) add(bound);
      }
    }
    return (this.#bodies = bodies);
  }
  #bodies: ReadonlyMap<unknown, ReadonlyMap<string, string>> | undefined;

  /** What a library hands to a function among the properties of an object of its type: `callbacks.session` of next-auth. */
  #ofGiven({ root, path }: Place): Secret | undefined {
    const fn = root.parent;
    const [name] = path;
    if (!isFunction(fn) || fn.params[0] !== root || name === undefined || path.length > 1) return undefined;
    const type = this.#givenType(fn);
    const what = type?.holds?.[name];
    return what === undefined ? undefined : { by: 'library', what, holds: true };
  }

  #givenType(fn: Node): { readonly holds?: Readonly<Record<string, string>> } | undefined {
    const keys: string[] = [];
    let value = fn;
    while (value.parent?.type === 'Property' && value.parent.value === value && value.parent.parent.type === 'ObjectExpression') {
      const key = staticName(value.parent);
      if (key === undefined) return undefined;
      keys.unshift(key);
      value = value.parent.parent;
    }
    if (keys.length === 0) return undefined;
    const origin = this.#typeOfObject(value);
    if (origin?.kind !== 'library') return undefined;
    const type = this.file.catalog.type(origin.library, origin.path.replace(/#$/, ''))?.given?.[keys.join('.')];
    return type === undefined ? undefined : this.file.catalog.type(origin.library, type);
  }

  /** The type that an object literal is written for: an annotation, an assertion, or the parameter of a call. */
  #typeOfObject(object: Node): { readonly kind: string; readonly library: string; readonly path: string } | undefined {
    const { parent } = object;
    const annotation =
      parent?.type === 'TSAsExpression' || parent?.type === 'TSSatisfiesExpression' ? parent.typeAnnotation : parent?.type === 'VariableDeclarator' ? parent.id.typeAnnotation?.typeAnnotation : undefined;
    if (annotation) {
      const origin = this.file.origins.ofType(annotation);
      return origin?.kind === 'library' ? origin : undefined;
    }
    const call = parent?.type === 'CallExpression' && parent.callee !== object ? parent : undefined;
    const callee = call && this.file.origins.calleeOf(call);
    if (!call || callee?.kind !== 'library') return undefined;
    const type = this.file.catalog.secret(callee.library, callee.path)?.options?.[call.arguments.indexOf(object as TSESTree.CallExpressionArgument)];
    return type === undefined ? undefined : { kind: 'library', library: callee.library, path: type };
  }

  /** An object of which the file itself reads a credential: a row whose `password` is compared. */
  #ofReads({ owner, path, root }: Place): Secret | undefined {
    if (root.type === 'ThisExpression' && path.length === 0) return undefined;
    const name = this.#read.get(owner)?.get(path.join('.'));
    return name === undefined ? undefined : { by: 'property', what: `its \`${name}\``, holds: true, name };
  }

  get #read(): ReadonlyMap<unknown, ReadonlyMap<string, string>> {
    if (this.#reads) return this.#reads;
    const reads = new Map<unknown, Map<string, string>>();
    const removed = new Map<unknown, Set<string>>();
    const credentials = [...this.file.index.membersByName.keys()].filter(each => isCredentialName(each, this.names));
    for (const node of this.file.index.membersNamed(...credentials)) {
      const name = staticName(node);
      const object = unwrap(node.object);
      if (name === undefined || (object.type !== 'Identifier' && object.type !== 'MemberExpression')) continue;
      const place = placeOf(object, this.file);
      if (!place || place.path.some(each => ABOUT.test(each)) || (place.root.type === 'Identifier' && ABOUT.test(place.root.name)) || this.#isPlain(node)) continue;
      const { parent } = node;
      const written = (parent.type === 'AssignmentExpression' && parent.left === node) || (parent.type === 'UnaryExpression' && parent.operator === 'delete');
      const key = place.path.join('.');
      if (written) removed.set(place.owner, (removed.get(place.owner) ?? new Set()).add(key));
      else reads.set(place.owner, (reads.get(place.owner) ?? new Map<string, string>()).set(key, name));
    }
    for (const pattern of this.file.index.all('ObjectPattern')) {
      const init = pattern.parent.type === 'VariableDeclarator' && pattern.parent.id === pattern ? pattern.parent.init : null;
      // Who takes the rest by its name may leave the credential behind.
      if (!init || pattern.properties.some(each => each.type === 'RestElement')) continue;
      const name = pattern.properties.map(each => (each.type === 'Property' ? staticName(each) : undefined)).find(each => each !== undefined && isCredentialName(each, this.names));
      const place = name === undefined ? undefined : placeOf(init, this.file);
      if (!place || name === undefined || place.path.some(each => ABOUT.test(each))) continue;
      reads.set(place.owner, (reads.get(place.owner) ?? new Map<string, string>()).set(place.path.join('.'), name));
    }
    for (const [owner, keys] of removed) for (const key of keys) reads.get(owner)?.delete(key);
    return (this.#reads = reads);
  }
  #reads: ReadonlyMap<unknown, ReadonlyMap<string, string>> | undefined;

  /** What the file itself uses as a credential: in the header `Authorization`, or as a key or password of a library. */
  #ofUse({ owner, path }: Place): Secret | undefined {
    const what = this.#used.get(owner)?.get(path.join('.'));
    return what === undefined ? undefined : { by: 'use', what, holds: false };
  }

  get #used(): ReadonlyMap<unknown, ReadonlyMap<string, string>> {
    if (this.#uses) return this.#uses;
    const uses = new Map<unknown, Map<string, string>>();
    const { index } = this.file;
    for (const each of index.all('Property')) {
      const name = staticName(each);
      if (name === undefined || each.parent.type !== 'ObjectExpression') continue;
      if (isCredentialHeader(name) && each.computed === false && /^authorization$|-|^cookie$/i.test(name)) {
        if (isHeaders(each.parent) && !this.file.logs.has(each.parent.parent)) this.#addUse(each.value, 'what requests are authorised with', uses);
      } else if (isCredentialKey(name, this.names) && !this.file.logs.has(each.parent.parent)) {
        this.#addUse(each.value, `what the file hands over as \`${name}\``, uses, false);
      }
    }
    for (const call of index.all('CallExpression')) {
      const callee = unwrap(call.callee);
      const [first, second] = call.arguments;
      // `request.set('Cookie', cookie)`
      if (callee.type === 'MemberExpression' && first?.type === 'Literal' && second && SETS_HEADER.has(staticName(callee) ?? '') && isCredentialHeader(String(first.value))) this.#addUse(second, `the header \`${String(first.value)}\` of a request`, uses);
      for (const [argument, what] of Object.entries(this.#factsOf(call)?.takes ?? {})) {
        const value = call.arguments[Number(argument)];
        if (value) this.#addUse(value, what, uses);
      }
    }
    for (const text of index.all('TemplateLiteral')) {
      text.expressions.forEach((each, i) => {
        if (announcesCredential(text.quasis.slice(0, i + 1).map(part => part.value.cooked).join('x'), text.quasis[i + 1]?.value.cooked ?? '')) this.#addUse(each, 'what the file uses as a credential', uses, false);
      });
    }
    return (this.#uses = uses);
  }

  #addUse(node: Node, what: string, uses: Map<unknown, Map<string, string>>, inText = true): void {
    const value = unwrap(node);
    if (inText && value.type === 'TemplateLiteral') for (const each of value.expressions) this.#addUse(each, what, uses);
    if (inText && value.type === 'BinaryExpression') for (const each of [value.left, value.right]) this.#addUse(each, what, uses);
    if (value.type !== 'Identifier' && value.type !== 'MemberExpression') return;
    const place = placeOf(value, this.file);
    if (!place || place.root.type === 'Literal' || place.root.type === 'TemplateLiteral' || (value.type === 'Identifier' && !this.file.bindings.variableOf(value))) return;
    const paths = uses.get(place.owner) ?? new Map<string, string>();
    uses.set(place.owner, paths.set(place.path.join('.'), what));
  }
  #uses: ReadonlyMap<unknown, ReadonlyMap<string, string>> | undefined;

  /** A property that is a credential by its path: `user.password`, `headers.authorization`. */
  #ofPath(place: Place, value: Node): Secret | undefined {
    const name = place.path.at(-1);
    const owner = place.path.at(-2) ?? (place.root.type === 'Identifier' ? place.root.name : '');
    if (name === undefined || /^[A-Z0-9_]+$/.test(name) || place.path.some(each => ABOUT.test(each)) || (place.root.type === 'Identifier' && ABOUT.test(place.root.name))) return undefined;
    const credential = isCredentialName(name, this.names) || (/headers?$/i.test(owner) && isCredentialHeader(name));
    if (!credential && isRequestCredential(name, this.names) && value.type === 'MemberExpression' && this.file.externalData.trace(value.object)?.from === 'outside') {
      return { by: 'request', what: 'a credential that comes from outside', holds: false, name };
    }
    if (!credential || this.#isPlain(value)) return undefined;
    return { by: 'property', what: 'a credential', holds: false, name };
  }

  /** Declared as something that tells nothing: a boolean, a number, a function. */
  #isPlain(value: Node): boolean {
    const declared = this.file.origins.declared.of(value);
    return declared !== undefined && (PLAIN_TYPES.has(declared.type) || isFunction(declared) || isClass(declared));
  }

  /** An object whose type in view has a credential. */
  #ofType(place: Place, value: Node): Secret | undefined {
    const declared = this.file.origins.declared;
    const members = membersOf(declared.resolve(declared.of(value)));
    const name = members.find(({ name: each, type }) => isCredentialName(each, this.names) && type?.type === 'TSStringKeyword')?.name;
    return name === undefined || (place.root.type === 'ThisExpression' && place.path.length === 0) ? undefined : { by: 'type', what: `its \`${name}\``, holds: true, name };
  }
}

/** The call at the start of a chain that only changes the form: `randomBytes(32).toString('hex')`. */
function sourceOf(call: TSESTree.CallExpression): TSESTree.CallExpression {
  let current = call;
  for (;;) {
    const callee = unwrap(current.callee);
    const object = callee.type === 'MemberExpression' && SAME.has(staticName(callee) ?? '') ? unwrap(callee.object) : undefined;
    if (object?.type !== 'CallExpression') return current;
    current = object;
  }
}
const SETS_HEADER = new Set(['set', 'setHeader', 'append', 'header', 'setRequestHeader', 'addHeader']);
const SAME = new Set(['toString', 'trim']);

/** The text of which an expression is the essential part: `value.split(' ')[1]`, `value.slice(7)`, `value.replace('Bearer ', '')`; none of one that only shows its end. */
function wholeOf(value: Node): Node | undefined {
  const call = value.type === 'MemberExpression' && value.computed && value.property.type === 'Literal' && typeof value.property.value === 'number' ? unwrap(value.object) : value;
  const callee = call.type === 'CallExpression' ? unwrap(call.callee) : undefined;
  if (call.type !== 'CallExpression' || callee?.type !== 'MemberExpression') return undefined;
  const name = staticName(callee);
  const [from] = call.arguments;
  if (name === 'split') return call === value ? undefined : callee.object;
  if (name === 'replace' || name === 'trim' || name === 'toString') return name === 'replace' && !isPrefix(from) ? undefined : callee.object;
  if (name !== 'slice' && name !== 'substring') return undefined;
  return call.arguments.length === 1 && from && (from.type !== 'Literal' ? from.type === 'MemberExpression' : Number(from.value) < 16) ? callee.object : undefined;
}

/** What is taken from the start of a header: `Bearer `. */
function isPrefix(node: Node | undefined): boolean {
  return node?.type === 'Literal' && /bearer|basic|token/i.test(String(node.value));
}

/** Headers of a request, and no list of what is expected or allowed. */
function isHeaders({ parent }: TSESTree.ObjectExpression): boolean {
  if (parent.type === 'Property') return /headers?$/i.test(staticName(parent) ?? '');
  if (parent.type === 'VariableDeclarator') return parent.id.type === 'Identifier' && /headers?$/i.test(parent.id.name);
  return parent.type === 'ReturnStatement' || parent.type === 'NewExpression' || (parent.type === 'CallExpression' && parent.callee !== (parent as Node));
}

function membersOf(type: Declared | undefined): readonly { readonly name: string; readonly type: TSESTree.TypeNode | undefined }[] {
  const members: readonly Node[] = type?.type === 'TSTypeLiteral' ? type.members : type?.type === 'TSInterfaceDeclaration' ? type.body.body : isClass(type) ? type.body.body : [];
  return members.flatMap(each => {
    if ((each.type !== 'TSPropertySignature' && each.type !== 'PropertyDefinition') || each.computed) return [];
    const name = each.key.type === 'Identifier' ? each.key.name : each.key.type === 'Literal' ? String(each.key.value) : undefined;
    return name === undefined ? [] : [{ name, type: each.typeAnnotation?.typeAnnotation }];
  });
}
