import type { ModulesView } from './modules.js';
import type { Argument, ClassShape, Export, InterfaceShape, Members, ModuleShape, Shape, Signature, TypeDeclaration, TypeParameter } from './shapes.js';
import { ofGlobalType } from './type-shapes.js';

/** Where names are looked up. */
export interface Context {
  readonly module: ModuleShape;
  readonly parameters?: ReadonlyMap<string, Value | undefined> | undefined;
  readonly self?: Value | undefined;
}

type Lazy = () => Value | undefined;

/** What an expression gives, as far as the modules of the project tell; undefined: cannot tell. */
export type Value =
  | { readonly kind: 'plain'; readonly literal?: string | number | boolean }
  /** `isQuiet`: of a function that catches all that it waits for. */
  | { readonly kind: 'promise'; readonly of: Lazy; readonly isQuiet?: boolean }
  | { readonly kind: 'function'; readonly signatures: readonly Signature[]; readonly context: Context }
  | { readonly kind: 'object'; readonly members: Members; readonly spread: readonly (Shape | undefined)[]; readonly context: Context }
  | { readonly kind: 'class'; readonly declaration: ClassShape; readonly context: Context }
  | { readonly kind: 'instance'; readonly declaration: ClassShape; readonly context: Context }
  | { readonly kind: 'interface'; readonly declaration: InterfaceShape; readonly context: Context }
  | { readonly kind: 'namespace'; readonly module: ModuleShape }
  | { readonly kind: 'union'; readonly of: readonly (Value | undefined)[] }
  | { readonly kind: 'intersection'; readonly of: readonly (Value | undefined)[] }
  | { readonly kind: 'list'; readonly of: Lazy }
  | { readonly kind: 'tuple'; readonly of: readonly Lazy[] }
  /** A record, or a map. */
  | { readonly kind: 'dictionary'; readonly of: Lazy; readonly isMap: boolean }
  /** A method of the language: `list.map`, `promise.then`. */
  | { readonly kind: 'builtin'; readonly name: string; readonly on: Value }
  /** What the catalog knows; `typed` is what the package's own types say. */
  | { readonly kind: 'library'; readonly library: string; readonly path: string; readonly typed: Lazy };

/** The names of a class, its own first, then those of its ancestors. */
export interface ClassLine {
  readonly names: readonly string[];
  readonly isWhole: boolean;
}

/** What the catalog says about a call of a library. */
export interface LibraryKnowledge {
  knows(library: string): boolean;
  /** The path of the values of an exported type. */
  typeNamed(library: string, name: string): string | undefined;
  /** What a call gives; undefined where the catalog has no entry. */
  call(library: string, path: string, endsInFunction: boolean): { readonly promise: boolean | undefined; readonly gives: { readonly library: string; readonly path: string } | undefined } | undefined;
  construct(library: string, path: string): { readonly library: string; readonly path: string } | undefined;
  /** What reading a member gives, where it is no plain member. */
  read(library: string, path: string): { readonly library: string; readonly path: string } | undefined;
}

const PLAIN: Value = { kind: 'plain' };
const MAX_DEPTH = 60;
/** What one question may cost: types can branch without end. */
const MAX_STEPS = 3_000;
const nothing: Lazy = () => undefined;
const PROMISE: Value = { kind: 'promise', of: nothing };

/** Array methods by what they give: an element, the same list, or what has nothing to do with it. */
const ELEMENT_METHODS = new Set(['find', 'findLast', 'at', 'pop', 'shift', 'get']);
const LIST_METHODS = new Set(['filter', 'slice', 'splice', 'concat', 'reverse', 'sort', 'toSorted', 'toReversed', 'values', 'fill']);
const ELEMENT_CALLBACKS = new Set(['map', 'forEach', 'filter', 'find', 'findLast', 'some', 'every', 'flatMap', 'findIndex']);

/** Follows names through the modules of a project: what exports, members, calls and instances give. Made anew for each linted file. */
export class Project {
  #depth = 0;
  #steps = 0;
  readonly #memo = new Map<Shape, Value | undefined>();

  constructor(
    private readonly modules: ModulesView,
    private readonly libraries: LibraryKnowledge,
  ) {}

  /** The value of an import; `name` is `''` for the namespace and `require` for what CommonJS gives. */
  imported(from: string, source: string, name: string): Value | undefined {
    if (this.libraries.knows(source)) {
      const path = name === 'require' ? 'default' : name;
      return { kind: 'library', library: source, path, typed: () => this.#external(from, source, name) };
    }
    return this.#external(from, source, name);
  }

  /** The values of an imported type. */
  importedType(from: string, source: string, name: string, args: readonly Lazy[]): Value | undefined {
    const typed = (): Value | undefined => {
      const module = this.#module(from, source);
      return module && this.#exportedType(module, name === 'require' ? 'default' : name, args, new Set());
    };
    if (!this.libraries.knows(source)) return typed();
    const path = this.libraries.typeNamed(source, name) ?? name;
    return { kind: 'library', library: source, path: `${path}#`, typed };
  }

  #external(from: string, source: string, name: string): Value | undefined {
    const module = this.#module(from, source);
    return module && this.exported(module, name);
  }

  #module(from: string, source: string): ModuleShape | undefined {
    const path = this.modules.resolve(from, source);
    return path === undefined ? undefined : this.modules.at(path);
  }

  /** What a module exports under a name. */
  exported(module: ModuleShape, name: string, seen = new Set<ModuleShape>()): Value | undefined {
    if (name === '') return { kind: 'namespace', module };
    const context: Context = { module };
    if (name === 'require') return module.whole ? this.#ofExport(module.whole, context) : { kind: 'namespace', module };
    const own = module.exports.get(name);
    if (own) return this.#ofExport(own, context);
    if (module.exportsAll && (module.values.has(name) || module.namespaces.has(name))) return this.#named(name, context);
    if (module.whole) return name === 'default' ? this.#ofExport(module.whole, context) : this.member(this.#ofExport(module.whole, context), name);
    if (seen.has(module)) return undefined;
    seen.add(module);
    for (const source of module.stars) {
      const target = this.#module(module.path, source);
      const value = target && this.exported(target, name, seen);
      if (value) return value;
    }
    // CommonJS: the default export of a module that sets single names is all of them.
    return name === 'default' && module.exports.size > 0 && !module.path.endsWith('ts') ? { kind: 'namespace', module } : undefined;
  }

  #ofExport(found: Export, context: Context): Value | undefined {
    return this.#guarded(() => {
      switch (found.kind) {
        case 'local':
          return this.#named(found.name, context);
        case 'value':
          return this.evaluate(found.of, context);
        case 'import':
          return this.imported(context.module.path, found.source, found.name);
      }
    });
  }

  /** The value of a shape. */
  evaluate(shape: Shape | undefined, context: Context): Value | undefined {
    if (!shape) return undefined;
    const isOwn = !context.parameters && !context.self;
    if (isOwn && this.#memo.has(shape)) return this.#memo.get(shape);
    // A value that depends on itself has none.
    if (isOwn) this.#memo.set(shape, undefined);
    const value = this.#guarded(() => this.#evaluate(shape, context));
    if (isOwn) this.#memo.set(shape, value);
    return value;
  }

  /** Ends questions that go in circles. */
  #guarded<T>(find: () => T | undefined): T | undefined {
    if (this.#depth === 0) this.#steps = 0;
    if (this.#depth > MAX_DEPTH || (this.#steps += 1) > MAX_STEPS) return undefined;
    this.#depth += 1;
    try {
      return find();
    } finally {
      this.#depth -= 1;
    }
  }

  #evaluate(shape: Shape, context: Context): Value | undefined {
    const later = (each: Shape | undefined): Lazy => () => this.evaluate(each, context);
    switch (shape.kind) {
      case 'plain':
        return shape;
      case 'promise':
        return { kind: 'promise', of: later(shape.of) };
      case 'name':
        return this.#named(shape.name, context);
      case 'type':
        return this.ofTypeName(shape.path, shape.args.map(later), context);
      case 'import':
        return this.imported(context.module.path, shape.source, shape.name);
      case 'this':
        return context.self;
      case 'member':
        return this.member(this.evaluate(shape.of, context), shape.name);
      case 'element':
        return this.element(this.evaluate(shape.of, context));
      case 'call':
        return this.call(this.evaluate(shape.of, context), shape.args, later, shape.types.map(later));
      case 'construct':
        return this.construct(this.evaluate(shape.of, context), shape.types.map(later));
      case 'awaited':
        return this.awaited(this.evaluate(shape.of, context));
      case 'mapped': {
        const of = this.evaluate(shape.of, context);
        return of?.kind === 'promise' ? undefined : of;
      }
      case 'function':
        return { kind: 'function', signatures: shape.signatures, context };
      case 'object':
        return { kind: 'object', members: shape.members, spread: shape.spread, context };
      case 'class':
        return { kind: 'class', declaration: shape.declaration, context };
      case 'union': {
        const of = shape.of.map(each => this.evaluate(each, context));
        return of.length === 1 ? of[0] : { kind: 'union', of };
      }
      case 'intersection':
        return { kind: 'intersection', of: shape.of.map(each => this.evaluate(each, context)) };
      case 'list':
        return { kind: 'list', of: later(shape.of) };
      case 'tuple':
        return { kind: 'tuple', of: shape.of.map(later) };
      case 'dictionary':
        return { kind: 'dictionary', of: later(shape.of), isMap: shape.isMap };
    }
  }

  /** A value that the module names, or a global. */
  #named(name: string, context: Context): Value | undefined {
    for (let module: ModuleShape | undefined = context.module; module; module = module.parent) {
      const namespace = module.namespaces.get(name);
      if (!namespace && !module.values.has(name)) continue;
      const value = this.evaluate(module.values.get(name), { module });
      const members: Value | undefined = namespace && { kind: 'namespace', module: namespace };
      // A function or class and a namespace of one name are one.
      return value && members ? { kind: 'intersection', of: [value, members] } : (value ?? members);
    }
    return { kind: 'library', library: 'global', path: name, typed: nothing };
  }

  /** The values of a type that a module names. */
  ofTypeName(path: readonly string[], args: readonly Lazy[], context: Context): Value | undefined {
    const [first = '', ...rest] = path;
    if (first.startsWith('import:')) return this.importedType(context.module.path, first.slice('import:'.length), rest[0] ?? '', args);
    if (rest.length === 0) {
      if (context.parameters?.has(first)) return context.parameters.get(first);
      for (let module: ModuleShape | undefined = context.module; module; module = module.parent) {
        const declared = module.types.get(first);
        if (declared) return this.#ofDeclaration(declared, args, { module });
      }
      const shape = ofGlobalType(first, args.map((_, i) => ({ kind: 'type', path: [`argument:${String(i)}`], args: [] })));
      if (shape) return this.evaluate(shape, { module: context.module, parameters: new Map(args.map((each, i) => [`argument:${String(i)}`, each()])) });
      const known = this.libraries.typeNamed('global', first);
      return known === undefined ? undefined : { kind: 'library', library: 'global', path: `${known}#`, typed: nothing };
    }
    const last = rest.at(-1)!;
    let namespace = this.#namespace(first, context.module);
    for (const each of rest.slice(0, -1)) namespace = namespace?.namespaces.get(each);
    if (namespace) return this.#exportedType(namespace, last, args, new Set());
    const imported = context.module.types.get(first);
    return imported?.kind === 'import' ? this.importedType(context.module.path, imported.source, rest.join('.'), args) : undefined;
  }

  #namespace(name: string, from: ModuleShape): ModuleShape | undefined {
    for (let module: ModuleShape | undefined = from; module; module = module.parent) {
      const own = module.namespaces.get(name);
      if (own) return own;
      const imported = module.types.get(name);
      if (imported?.kind !== 'import' || this.libraries.knows(imported.source)) continue;
      const target = this.#module(module.path, imported.source);
      if (!target) return undefined;
      if (imported.name === '' || imported.name === 'require' || imported.name === 'default') {
        // `export = lib`, where `lib` is a namespace.
        return target.whole?.kind === 'local' ? (target.namespaces.get(target.whole.name) ?? target) : target;
      }
      return target.namespaces.get(imported.name);
    }
    return undefined;
  }

  #exportedType(module: ModuleShape, name: string, args: readonly Lazy[], seen: Set<ModuleShape>): Value | undefined {
    if (seen.has(module)) return undefined;
    seen.add(module);
    const own = module.exports.get(name);
    if (own?.kind === 'import') return this.importedType(module.path, own.source, own.name, args);
    const local = own?.kind === 'local' ? own.name : name;
    const declared = own || module.exportsAll || name === 'default' ? module.types.get(local) : undefined;
    if (declared) return this.#ofDeclaration(declared, args, { module });
    if (own?.kind === 'value' && own.of?.kind === 'class') return this.#instance(own.of.declaration, args, { module });
    if (module.whole) {
      if (name === 'default' && module.whole.kind === 'value' && module.whole.of?.kind === 'class') return this.#instance(module.whole.of.declaration, args, { module });
      if (module.whole.kind === 'local') {
        const target = name === 'default' ? module.types.get(module.whole.name) : undefined;
        if (target) return this.#ofDeclaration(target, args, { module });
        const namespace = module.namespaces.get(module.whole.name);
        if (namespace) return this.#exportedType(namespace, name, args, seen);
      }
    }
    for (const source of module.stars) {
      const target = this.#module(module.path, source);
      const value = target && this.#exportedType(target, name, args, seen);
      if (value) return value;
    }
    return undefined;
  }

  #ofDeclaration(declared: TypeDeclaration, args: readonly Lazy[], context: Context): Value | undefined {
    return this.#guarded(() => {
      switch (declared.kind) {
        case 'class':
          return this.#instance(declared.declaration, args, context);
        case 'interface':
          return { kind: 'interface', declaration: declared.declaration, context: this.#with(declared.declaration.typeParameters, args, context) };
        case 'alias':
          return this.evaluate(declared.of, declared.typeParameters.length > 0 ? this.#with(declared.typeParameters, args, context) : context);
        case 'enum':
          return PLAIN;
        case 'import':
          return this.importedType(context.module.path, declared.source, declared.name, args);
      }
    });
  }

  #with(parameters: readonly TypeParameter[], args: readonly Lazy[], context: Context): Context {
    if (parameters.length === 0) return context.parameters ? { module: context.module } : context;
    const own = new Map<string, Value | undefined>();
    // What is not given may be anything within its bounds.
    for (const [i, { name, constraint }] of parameters.entries()) own.set(name, args[i] ? args[i]() : this.evaluate(constraint, { module: context.module }));
    return { module: context.module, parameters: own };
  }

  #instance(declaration: ClassShape, args: readonly Lazy[], context: Context): Value {
    return { kind: 'instance', declaration, context: this.#with(declaration.typeParameters, args, context) };
  }

  /** A member of a value. */
  member(value: Value | undefined, name: string, self: Value | undefined = value): Value | undefined {
    if (!value) return undefined;
    return this.#guarded(() => this.#member(value, name, self));
  }

  #member(value: Value, name: string, self: Value | undefined): Value | undefined {
    switch (value.kind) {
      case 'plain':
        return undefined;
      case 'list':
        return /^\d+$/.test(name) ? value.of() : { kind: 'builtin', name, on: value };
      case 'promise':
        return { kind: 'builtin', name, on: value };
      case 'dictionary':
        return value.isMap ? { kind: 'builtin', name, on: value } : value.of();
      case 'tuple':
        return /^\d+$/.test(name) ? value.of[Number(name)]?.() : { kind: 'builtin', name, on: { kind: 'list', of: () => unionOf(value.of.map(each => each())) } };
      case 'object': {
        if (value.members.has(name)) return this.evaluate(value.members.get(name), { ...value.context, self });
        for (const spread of value.spread.toReversed()) {
          const found = this.member(this.evaluate(spread, value.context), name);
          if (found) return found;
        }
        return undefined;
      }
      case 'instance': {
        const { declaration, context } = value;
        if (declaration.members.has(name)) return this.evaluate(declaration.members.get(name), { ...context, self });
        return this.member(this.#superOf(value), name, self);
      }
      case 'class': {
        const { declaration, context } = value;
        if (declaration.statics.has(name)) return this.evaluate(declaration.statics.get(name), { ...context, self });
        return this.member(this.evaluate(declaration.superClass, context), name, self);
      }
      case 'interface': {
        const { declaration, context } = value;
        if (declaration.members.has(name)) return this.evaluate(declaration.members.get(name), { ...context, self });
        for (const each of declaration.extends) {
          const found = this.member(this.evaluate(each, context), name, self);
          if (found) return found;
        }
        return undefined;
      }
      case 'namespace':
        return value.module.parent ? this.#named(name, { module: value.module }) : this.exported(value.module, name);
      case 'union': {
        // `undefined` has no members: whoever reads one has checked.
        const parts = value.of.filter(each => each?.kind !== 'plain');
        return unionOf(parts.map(each => this.member(each, name)));
      }
      case 'intersection':
        for (const each of value.of) {
          const found = this.member(each, name, self);
          if (found) return found;
        }
        return undefined;
      case 'library': {
        const path = value.path === '' || value.path.endsWith('#') ? value.path + name : `${value.path}.${name}`;
        const given = this.libraries.read(value.library, path);
        return { kind: 'library', ...(given ?? { library: value.library, path }), typed: () => this.member(value.typed(), name) };
      }
      case 'function':
      case 'builtin':
        return undefined;
    }
  }

  #superOf({ declaration, context }: Extract<Value, { kind: 'instance' }>): Value | undefined {
    const parent = this.evaluate(declaration.superClass, context);
    return this.construct(parent, declaration.superTypes.map(each => () => this.evaluate(each, context)));
  }

  /** What calling a value gives. */
  call(value: Value | undefined, args: readonly Argument[], valueOf: (shape: Shape | undefined) => Lazy = () => nothing, types: readonly Lazy[] = []): Value | undefined {
    if (!value) return undefined;
    return this.#guarded(() => this.#call(value, args, valueOf, types));
  }

  #call(value: Value, args: readonly Argument[], valueOf: (shape: Shape | undefined) => Lazy, types: readonly Lazy[]): Value | undefined {
    switch (value.kind) {
      case 'function':
        return this.#result(value.signatures, args, value.context, types);
      case 'interface':
        return value.declaration.calls.length > 0 ? this.#result(value.declaration.calls, args, value.context, types) : undefined;
      case 'union':
        return unionOf(value.of.filter(each => each?.kind !== 'plain').map(each => this.call(each, args, valueOf, types)));
      case 'intersection': {
        for (const each of value.of) {
          const found = this.call(each, args, valueOf, types);
          if (found) return found;
        }
        return undefined;
      }
      case 'builtin':
        return this.#callBuiltin(value, args, valueOf);
      case 'library': {
        const known = this.libraries.call(value.library, value.path, args.at(-1)?.isFunction === true);
        if (!known) return this.call(value.typed(), args, valueOf, types);
        const typed = (): Value | undefined => {
          const own = this.call(value.typed(), args, valueOf, types);
          return known.promise === true ? this.awaited(own) : own;
        };
        const given = (): Value | undefined => (known.gives ? { kind: 'library', ...known.gives, typed } : typed());
        if (known.promise === true) return { kind: 'promise', of: given };
        if (known.promise === undefined && !known.gives) return undefined;
        return given() ?? PLAIN;
      }
      default:
        return undefined;
    }
  }

  #callBuiltin({ name, on }: Extract<Value, { kind: 'builtin' }>, args: readonly Argument[], valueOf: (shape: Shape | undefined) => Lazy): Value | undefined {
    if (on.kind === 'promise') {
      if (name === 'catch' || name === 'finally') return on;
      return name === 'then' ? PROMISE : undefined;
    }
    // What is looked for may not be there.
    if (on.kind === 'dictionary') return name === 'get' ? { kind: 'union', of: [PLAIN, on.of()] } : name === 'values' ? { kind: 'list', of: on.of } : name === 'set' ? on : PLAIN;
    if (on.kind !== 'list') return undefined;
    if (ELEMENT_METHODS.has(name)) return { kind: 'union', of: [PLAIN, on.of()] };
    if (LIST_METHODS.has(name)) return on;
    if (name !== 'map') return name === 'forEach' ? PLAIN : undefined;
    const callback = args[0]?.shape && valueOf(args[0].shape);
    return { kind: 'list', of: () => callback && this.call(callback(), []) };
  }

  /** The signature that a call with these arguments means. */
  signatureFor(signatures: readonly Signature[], args: readonly Argument[]): Signature | undefined {
    return this.#candidates(signatures, args)[0];
  }

  #candidates(signatures: readonly Signature[], args: readonly Argument[]): readonly Signature[] {
    if (signatures.length < 2) return signatures;
    const fitting = signatures.filter(({ parameters }) => {
      const isOpen = parameters.at(-1)?.isRest === true;
      if (args.length > parameters.length && !isOpen) return false;
      if (args.length < parameters.filter(each => !each.isOptional).length) return false;
      // A function literal goes where a function is taken.
      return args.every((each, i) => !each.isFunction || parameters[i]?.shape?.kind !== 'plain');
    });
    return fitting.length > 0 ? fitting : signatures;
  }

  #result(signatures: readonly Signature[], args: readonly Argument[], context: Context, types: readonly Lazy[]): Value | undefined {
    const results = this.#candidates(signatures, args).map(({ result, typeParameters, neverRejects }) => {
      const own = typeParameters.length > 0 ? new Map(context.parameters) : undefined;
      for (const [i, { name }] of typeParameters.entries()) own?.set(name, types[i]?.());
      const given = this.evaluate(result, own ? { ...context, parameters: own } : context);
      return neverRejects === true && given?.kind === 'promise' ? { ...given, isQuiet: true } : given;
    });
    const [first] = results;
    if (results.length < 2) return first;
    // Overloads that fit alike: only what all of them say.
    const says = this.isPromise(first);
    return results.every(each => this.isPromise(each) === says) ? first : undefined;
  }

  /** What `new` gives. */
  construct(value: Value | undefined, types: readonly Lazy[] = []): Value | undefined {
    switch (value?.kind) {
      case 'class':
        return this.#instance(value.declaration, types, value.context);
      case 'interface': {
        const [first] = value.declaration.constructs;
        return first && this.#result([first], [], value.context, types);
      }
      case 'library': {
        if (value.library === 'global' && value.path === 'Promise') return { kind: 'promise', of: types[0] ?? nothing };
        const known = this.libraries.construct(value.library, value.path);
        const typed = (): Value | undefined => this.construct(value.typed(), types);
        return known ? { kind: 'library', ...known, typed } : typed();
      }
      case 'intersection':
        for (const each of value.of) {
          const found = this.construct(each, types);
          if (found) return found;
        }
        return undefined;
      default:
        return undefined;
    }
  }

  /** What `await` gives. */
  awaited(value: Value | undefined): Value | undefined {
    if (value?.kind === 'promise') return this.#guarded(() => this.awaited(value.of()));
    if (value?.kind === 'union') return unionOf(value.of.map(each => this.awaited(each)));
    return value;
  }

  /** What iteration gives. */
  element(value: Value | undefined): Value | undefined {
    switch (value?.kind) {
      case 'list':
      case 'dictionary':
        return value.of();
      case 'tuple':
        return unionOf(value.of.map(each => each()));
      default:
        return undefined;
    }
  }

  /** What a callee hands to the parameter of a function literal that is its argument. */
  callbackParameter(callee: Value | undefined, args: readonly Argument[], argument: number, parameter: number): Value | undefined {
    switch (callee?.kind) {
      case 'builtin':
        if (callee.on.kind === 'promise') return callee.name === 'then' && argument === 0 && parameter === 0 ? this.awaited(callee.on) : undefined;
        return argument === 0 && parameter === 0 && ELEMENT_CALLBACKS.has(callee.name) ? this.element(callee.on) : undefined;
      case 'function': {
        const signature = this.signatureFor(callee.signatures, args);
        const taken = signature?.parameters[argument] ?? (signature?.parameters.at(-1)?.isRest ? signature.parameters.at(-1) : undefined);
        const context = signature && signature.typeParameters.length > 0 ? this.#with(signature.typeParameters, [], callee.context) : callee.context;
        const fn = this.evaluate(taken?.shape, { ...context, parameters: new Map([...(callee.context.parameters ?? []), ...(context.parameters ?? [])]), self: callee.context.self });
        return this.#parameterOf(fn, parameter);
      }
      case 'library':
        return this.callbackParameter(callee.typed(), args, argument, parameter);
      case 'union':
        return unionOf(callee.of.filter(each => each?.kind !== 'plain').map(each => this.callbackParameter(each, args, argument, parameter)));
      default:
        return undefined;
    }
  }

  #parameterOf(fn: Value | undefined, index: number): Value | undefined {
    if (fn?.kind === 'union') return unionOf(fn.of.filter(each => each?.kind !== 'plain').map(each => this.#parameterOf(each, index)));
    if (fn?.kind === 'interface') return this.evaluate(fn.declaration.calls[0]?.parameters[index]?.shape, fn.context);
    if (fn?.kind !== 'function') return undefined;
    return this.evaluate(fn.signatures[0]?.parameters[index]?.shape, fn.context);
  }

  /** The names of a class and of its ancestors; `isWhole` where none of them is hidden. */
  classLine(value: Value | undefined): ClassLine | undefined {
    switch (value?.kind) {
      case 'class': {
        const { declaration, context } = value;
        const parent = declaration.superClass ? this.#guarded(() => this.classLine(this.evaluate(declaration.superClass, context))) : { names: [], isWhole: true };
        return { names: [...(declaration.name === undefined ? [] : [declaration.name]), ...(parent?.names ?? [])], isWhole: parent?.isWhole === true };
      }
      case 'library': {
        if (value.library === 'global') return { names: value.path === 'Error' ? ['Error'] : [value.path, 'Error'], isWhole: /^[A-Z]\w*(?:Error|Exception)$|^Error$/.test(value.path) };
        return this.#guarded(() => this.classLine(value.typed())) ?? { names: [value.path], isWhole: false };
      }
      default:
        return undefined;
    }
  }

  /** The classes of which a function throws instances; of its promise, where `isPromise`. */
  thrownBy(value: Value | undefined): { readonly lines: readonly ClassLine[]; readonly isPromise: boolean } | undefined {
    const signature = value?.kind === 'function' && value.signatures.length === 1 ? value.signatures[0] : undefined;
    if (value?.kind !== 'function' || !signature?.throws) return undefined;
    const lines = signature.throws.flatMap(each => this.classLine(this.evaluate(each, value.context)) ?? []);
    return { lines, isPromise: this.isPromise(this.evaluate(signature.result, value.context)) === true };
  }

  /** The fields of each branch of a union of objects, with those values that are literals. */
  branchesOf(value: Value | undefined): readonly ReadonlyMap<string, unknown>[] | undefined {
    if (value?.kind !== 'union') return undefined;
    const branches: Map<string, unknown>[] = [];
    for (const each of value.of) {
      const members = each?.kind === 'object' ? each.members : each?.kind === 'interface' ? each.declaration.members : undefined;
      if (!members) return undefined;
      const fields = new Map<string, unknown>();
      for (const name of members.keys()) {
        const field = this.member(each, name);
        fields.set(name, field?.kind === 'plain' ? field.literal : undefined);
      }
      branches.push(fields);
    }
    return branches;
  }

  /** Whether a value is a promise each time: no union with anything else. */
  isAlwaysPromise(value: Value | undefined): boolean | undefined {
    if (value?.kind === 'union') return value.of.every(each => this.isPromise(each) === true);
    return this.isPromise(value);
  }

  /** Whether a value is a promise: true where some part of a union is one, false where surely none is. */
  isPromise(value: Value | undefined): boolean | undefined {
    switch (value?.kind) {
      case undefined:
        return undefined;
      case 'promise':
        return true;
      case 'union': {
        const answers = value.of.map(each => this.isPromise(each));
        return answers.includes(true) ? true : answers.every(each => each === false) ? false : undefined;
      }
      case 'intersection':
        return value.of.some(each => this.isPromise(each) === true) ? true : undefined;
      case 'instance':
        return value.declaration.superClass ? this.#guarded(() => this.isPromise(this.#superOf(value))) : value.declaration.members.has('then') ? undefined : false;
      case 'interface': {
        const { declaration, context } = value;
        const answers = declaration.extends.map(each => this.#guarded(() => this.isPromise(this.evaluate(each, context))));
        if (answers.includes(true)) return true;
        return !declaration.members.has('then') && answers.every(each => each === false) ? false : undefined;
      }
      case 'library':
        return this.#guarded(() => this.isPromise(value.typed()));
      case 'builtin':
        return undefined;
      default:
        return false;
    }
  }
}

/** Whether a value is the language's own promise, with no members but its own, each time; undefined: cannot tell. */
export function isPlainPromise(value: Value | undefined): boolean | undefined {
  if (!value) return undefined;
  return value.kind === 'union' ? value.of.every(each => isPlainPromise(each) === true) : value.kind === 'promise';
}

function unionOf(values: readonly (Value | undefined)[]): Value | undefined {
  if (values.length === 1) return values[0];
  return values.length === 0 || values.every(each => each === undefined) ? undefined : { kind: 'union', of: values };
}
