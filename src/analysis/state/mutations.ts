import type { TSESTree } from '@typescript-eslint/utils';
import { classOfThis, enclosingFunction, isFunction, leavesFunction, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { CallerData } from '../boundaries/caller-data.js';
import type { FileModel } from '../file-model.js';
import { SharedPlaces, type SharedPlace } from './shared-places.js';

/** A write to a place that all requests share, while the service runs. */
export interface SharedWrite {
  readonly node: Node;
  /** The place as it stands in the source: `current`, `this.user`, `state.users`. */
  readonly place: string;
  /** The function that writes. */
  readonly fn: FunctionNode;
  readonly writer: string;
  /**
   * `overwrites`: the next request replaces what this one kept; `grows`: each request adds, nothing takes out;
   * `shared-default`: a local name that may be the shared value itself is changed; `changes`: any other write.
   */
  readonly how: 'overwrites' | 'grows' | 'shared-default' | 'changes';
  /** Whose data it is: proven to be of one request, of one call of an exported function, or of nobody. */
  readonly whose: 'request' | 'call' | 'nobody';
  /** For `shared-default`: the local name. */
  readonly alias?: string;
}

interface Write {
  readonly node: Node;
  /** What is changed: the variable, the member, or the container. */
  readonly target: Node;
  /** The key under which something is put into a container; undefined for an assignment to the place itself. */
  readonly key?: Node;
  readonly values: readonly Node[];
  readonly operator: string;
}

const ADDING = new Set(['push', 'unshift', 'add']);
const CHANGING = new Set(['push', 'unshift', 'splice', 'sort', 'reverse', 'pop', 'shift', 'fill']);
/** Written by who sets a service up or takes it down, by the contract of its framework or its name: silence only. */
export const ONCE = /(options|config|settings|logger)$|^_|^(constructor|on(Module|Application)|before|after|init|set|config|regist|connect|disconnect|start|stop|boot|load|create|install|use|add|remove|open|close|shut|dispose|destroy|reset|clear|enable|disable|invalidate|refresh|mock|define|bind|attach|build|make|ensure|merge|adopt|override|toggle|show|hide|reregist|get(Instance|Client|Connection|Pool|Db))/i;

/** Writes to what outlives a request. Local mutation is fine; these are the others. */
export class Mutations {
  readonly #places: SharedPlaces;
  readonly #data: CallerData;

  constructor(private readonly file: FileModel) {
    this.#places = new SharedPlaces(file);
    this.#data = new CallerData(file);
  }

  /** Writes to shared places by code that runs after start-up, in source order; what only looks like one is left out. */
  get shared(): readonly SharedWrite[] {
    return (this.#shared ??= [...this.#find(), ...this.#sharedDefaults()].sort((a, b) => a.node.range[0] - b.node.range[0]));
  }
  #shared: readonly SharedWrite[] | undefined;

  /** Every write of a function to a place that outlives its call, whoever calls it and whatever for. */
  get inFunctions(): readonly { readonly node: Node; readonly target: Node }[] {
    return [...this.#writes()].filter(write => {
      const place = enclosingFunction(write.node) && this.#places.of(write.target);
      return place !== undefined && !this.#isLocalToConstruction(write, place);
    });
  }

  *#find(): Iterable<SharedWrite> {
    for (const write of this.#writes()) {
      const fn = enclosingFunction(write.node);
      const place = fn && this.#places.of(write.target);
      if (!place || this.#isLocalToConstruction(write, place)) continue;
      const judged = this.#judge(write, place, fn);
      if (judged) yield { node: write.node, place: place.text, fn, writer: this.#writerOf(fn), ...judged };
    }
  }

  #judge(write: Write, place: SharedPlace, fn: FunctionNode): Pick<SharedWrite, 'how' | 'whose'> | undefined {
    const { key, values, operator } = write;
    const perRequest = this.file.handlers.runsPerRequest(write.node) === 'yes';
    const isKept = operator === '=' || operator === '??=' || operator === '||=' || operator === 'add';
    if (perRequest && isKept) {
      const keyIsData = key !== undefined && this.#data.isOfRequest(key);
      if (keyIsData && !this.#isCount(values)) return this.#places.isBounded(place) === false ? { how: 'grows', whose: 'request' } : undefined;
      if (!keyIsData && values.some(each => this.#data.isOfRequest(each)) && !this.#isMemo(write) && !isFlag(values)) return { how: 'overwrites', whose: 'request' };
    }
    if (operator === '=' && key === undefined && isOpenToCallers(fn, place) && !this.#isMemo(write)) {
      if (values.some(each => this.#data.isLoadedFor(fn, each))) return { how: 'overwrites', whose: 'call' };
    }
    return this.#isAnyRuntimeWrite(write, place, fn, perRequest);
  }

  /** The strict form: state that changes while the service runs, whoever's data it is. */
  #isAnyRuntimeWrite(write: Write, place: SharedPlace, fn: FunctionNode, perRequest: boolean): Pick<SharedWrite, 'how' | 'whose'> | undefined {
    if (!perRequest && (!isOpenToCallers(fn, place) || ONCE.test(nameOf(fn)))) return undefined;
    if ((write.operator === '=' && isFlag(write.values)) || this.#isMemo(write)) return undefined;
    if (write.key !== undefined) return this.#places.isBounded(place) === false ? { how: 'grows', whose: 'nobody' } : undefined;
    return { how: 'changes', whose: 'nobody' };
  }

  /** `const list = relations ?? this.relations; list.push(…)`: the default is changed for everybody. */
  *#sharedDefaults(): Iterable<SharedWrite> {
    const { index, bindings } = this.file;
    for (const node of index.all('VariableDeclarator')) {
      const init = node.init && unwrap(node.init);
      const fn = enclosingFunction(node);
      if (!fn || node.id.type !== 'Identifier' || init?.type !== 'LogicalExpression' || init.operator === '&&') continue;
      const place = this.#places.of(init.right);
      if (!place || !this.#isSharedContainer(place, init.right) || !enclosingParameter(init.left, fn)) continue;
      const [variable] = bindings.declaredBy(node);
      if (!variable || !bindings.isConstant(variable)) continue;
      for (const { identifier } of variable.references) {
        if (!changeOf(identifier)) continue;
        // Told where the name is made: there the copy is missing.
        yield { node, place: place.text, fn, writer: this.#writerOf(fn), how: 'shared-default', whose: 'call', alias: node.id.name };
        break;
      }
    }
  }

  /** A field without a visible value counts too where its declared type is a list. */
  #isSharedContainer(place: SharedPlace, node: Node): boolean {
    if (place.isContainer) return true;
    if ('references' in place.owner) return false;
    const member = place.owner.body.body.find(each => each.type === 'PropertyDefinition' && staticName(each) === place.field);
    return node.type === 'MemberExpression' && member?.type === 'PropertyDefinition' && member.typeAnnotation?.typeAnnotation.type === 'TSArrayType';
  }

  *#writes(): Iterable<Write> {
    const { index } = this.file;
    for (const node of index.all('AssignmentExpression')) {
      const left = unwrap(node.left);
      const { operator } = node;
      if (left.type === 'Identifier') yield { node, target: left, values: [node.right], operator };
      else if (left.type === 'MemberExpression') {
        // `users[id] = …` puts into a container; `state.user = …` and `this.user = …` replace.
        if (staticName(left) === undefined) yield { node, target: left.object, key: left.property, values: [node.right], operator };
        else yield { node, target: left, values: [node.right], operator };
      }
    }
    for (const node of index.all('UpdateExpression')) {
      const argument = unwrap(node.argument);
      if (argument.type === 'MemberExpression' && staticName(argument) === undefined) yield { node, target: argument.object, key: argument.property, values: [], operator: node.operator };
      else yield { node, target: argument, values: [], operator: node.operator };
    }
    for (const node of index.all('CallExpression')) {
      const callee = unwrap(node.callee);
      if (callee.type !== 'MemberExpression') continue;
      const name = staticName(callee);
      const [first, second] = node.arguments;
      if (name === 'set' && first && second) yield { node, target: callee.object, key: first, values: [second], operator: 'add' };
      else if (name !== undefined && ADDING.has(name) && first) yield { node, target: callee.object, key: first, values: [...node.arguments], operator: 'add' };
    }
  }

  /** The name of the function, or of the nearest one around it; a handler without a name is `this handler`. */
  #writerOf(fn: FunctionNode): string {
    for (let current: FunctionNode | undefined = fn; current; current = enclosingFunction(current)) {
      const name = nameOf(current);
      if (name !== 'this function') return name;
      if (this.file.handlers.around(current)?.fn === current) return 'this handler';
    }
    return 'this function';
  }

  /** In a constructor, a field's own class is being made; a Map's or array's methods exist only on containers. */
  #isLocalToConstruction({ node, target, operator }: Write, place: SharedPlace): boolean {
    if (operator === 'add' && !place.isContainer) return true;
    if (target.type !== 'Identifier' && !place.isContainer && place.field === undefined) return true;
    const method = classOfThis(node) && methodAround(node);
    return method?.kind === 'constructor' && place.field !== undefined;
  }

  /** `x ??= make()`, `if (!x) x = make()`: decided once, unless it is decided by somebody's data. */
  #isMemo({ node, target, operator, values }: Write): boolean {
    if (operator === '??=' || operator === '||=') return !values.some(each => this.#data.isOfRequest(each));
    const text = this.file.sourceCode.getText(target);
    for (let current: Node = node; current.parent && !isFunction(current); current = current.parent) {
      const { parent }: Node = current;
      if (parent?.type === 'IfStatement' && parent.test !== current && this.file.sourceCode.getText(parent.test).includes(text)) return true;
      // `if (x) return x; x = make();`
      if (parent?.type === 'BlockStatement') {
        for (const statement of parent.body) {
          if (statement.range[0] >= current.range[0]) break;
          if (statement.type === 'IfStatement' && this.file.sourceCode.getText(statement.test).includes(text) && leavesFunction(statement.consequent)) return true;
        }
      }
    }
    return false;
  }

  #isCount(values: readonly Node[]): boolean {
    return values.length > 0 && values.every(each => {
      const value = unwrap(each);
      return value.type === 'BinaryExpression' && (value.operator === '+' || value.operator === '-') && unwrap(value.right).type === 'Literal';
    });
  }
}

/** Constants decide nothing about whose data it is: `ready = true`, `last = null`. */
function isFlag(values: readonly Node[]): boolean {
  return values.length > 0 && values.every(each => {
    const value = unwrap(each);
    return value.type === 'Literal' || (value.type === 'Identifier' && value.name === 'undefined') || (value.type === 'UnaryExpression' && unwrap(value.argument).type === 'Literal');
  });
}

/** The change that an occurrence of a name makes to what it holds: `list.push(…)`, `list[0] = …`, `options.a = …`. */
function changeOf(identifier: Node): Node | undefined {
  const member = wrapped(identifier).parent;
  if (member?.type !== 'MemberExpression' || unwrap(member.object) !== identifier) return undefined;
  const parent = wrapped(member).parent;
  if (parent?.type === 'AssignmentExpression' && parent.left === member) return parent;
  const name = staticName(member);
  return parent?.type === 'CallExpression' && name !== undefined && CHANGING.has(name) && unwrap(parent.callee) === member ? parent : undefined;
}

function enclosingParameter(node: Node, fn: FunctionNode): boolean {
  const name = unwrap(node);
  const root = name.type === 'MemberExpression' ? unwrap(name.object) : name;
  return root.type === 'Identifier' && fn.params.some(each => (each.type === 'Identifier' ? each.name === root.name : each.type === 'ObjectPattern' && each.properties.some(property => property.type === 'Property' && property.value.type === 'Identifier' && property.value.name === root.name)));
}

/** Whether others can call a function: it is exported, or a method of a class whose one instance others hold. */
export function isOpenToCallers(fn: FunctionNode, place: SharedPlace): boolean {
  const method = methodAround(fn);
  if (method) return method.value === fn && method.kind === 'method' && method.accessibility !== 'private' && (place.field !== undefined || isExportedDeclaration(method.parent.parent));
  return isExportedDeclaration(fn.type === 'FunctionDeclaration' ? fn : fn.parent);
}

function methodAround(node: Node): TSESTree.MethodDefinition | undefined {
  for (let current: Node | undefined = node; current; current = current.parent) {
    if (current.type === 'MethodDefinition') return current;
    if (current.type === 'FunctionDeclaration' || current.type === 'PropertyDefinition') return undefined;
  }
  return undefined;
}

function isExportedDeclaration(node: Node): boolean {
  const declaration = node.type === 'VariableDeclarator' ? node.parent : node;
  const parent = declaration.parent;
  if (parent?.type === 'ExportNamedDeclaration' || parent?.type === 'ExportDefaultDeclaration') return true;
  return parent?.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression' && /^(module\.)?exports\b/.test(rootText(parent.left));
}

function rootText(node: TSESTree.MemberExpression): string {
  const object = unwrap(node.object);
  const left = object.type === 'Identifier' ? object.name : object.type === 'MemberExpression' ? rootText(object) : '';
  return `${left}.${staticName(node) ?? ''}`;
}

/** What a function is called where it stands, for messages. */
export function nameOf(fn: FunctionNode): string {
  if (fn.id) return fn.id.name;
  const { parent } = fn;
  if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name;
  if (parent.type === 'MethodDefinition' || parent.type === 'Property' || parent.type === 'PropertyDefinition') return staticName(parent) ?? 'this function';
  return 'this function';
}
