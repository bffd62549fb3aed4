import type { TSESTree } from '@typescript-eslint/utils';
import { classOfThis, isNothing, lastName, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import type { LibraryCall } from '../values/library-calls.js';

/** Where the handle of a timer is kept, and what the file does with that place. */
export interface HandlePlace {
  /** As it stands in the source: `timer`, `this.timer`. */
  readonly text: string;
  readonly variable: Variable | undefined;
  /** The name of the member, for one that is kept in an object. */
  readonly field: string | undefined;
  /** The calls that clear it. */
  readonly clears: readonly Node[];
  /** Assignments that put a timer into it. */
  readonly arms: readonly Node[];
  /** Assignments of `null` and `undefined`. */
  readonly forgets: readonly TSESTree.AssignmentExpression[];
  /** Reads that only look whether there is one. */
  readonly looks: readonly Node[];
  /** It is handed to somebody who may clear it. */
  readonly escapes: boolean;
  /** It keeps nothing alive: `unref()`. */
  readonly isUnref: boolean;
}

/** A timer, and what becomes of its handle. `elsewhere`: returned, passed on, put into a container. */
export interface Timer {
  readonly call: LibraryCall;
  readonly node: TSESTree.CallExpression;
  readonly repeats: boolean;
  readonly handle: 'dropped' | 'elsewhere' | HandlePlace;
  readonly isUnref: boolean;
}

const CLEARS = /^clear(?:Interval|Timeout|Immediate)$/;

/** Where the handles of timers go. Members of one name are taken for one place: that can only silence. */
export class TimerHandles {
  readonly #variables = new Map<Variable, HandlePlace>();
  readonly #fields = new Map<string, HandlePlace>();

  constructor(private readonly file: FileModel) {}

  /** `setTimeout` and `setInterval`, in source order. */
  get all(): readonly Timer[] {
    return (this.#all ??= this.file.calls.of('timer').flatMap(call => {
      const { node, path } = call;
      return node.type === 'CallExpression' && (path === 'setInterval' || path === 'setTimeout') ? this.#timerOf(call, node, path === 'setInterval') : [];
    }));
  }
  #all: readonly Timer[] | undefined;

  #timerOf(call: LibraryCall, node: TSESTree.CallExpression, repeats: boolean): Timer {
    let isUnref = false;
    let place = wrapped(node);
    for (;;) {
      const { parent } = place;
      if (parent?.type === 'MemberExpression' && parent.object === place && ['unref', 'ref', 'refresh'].includes(staticName(parent) ?? '')) {
        const member = wrapped(parent);
        if (member.parent?.type !== 'CallExpression' || member.parent.callee !== member) break;
        if (staticName(parent) === 'unref') isUnref = true;
        place = wrapped(member.parent);
      } else if (parent?.type === 'LogicalExpression' && parent.right === place) {
        place = wrapped(parent);
      } else if (parent?.type === 'UnaryExpression' && parent.operator === 'void') {
        place = wrapped(parent);
      } else {
        break;
      }
    }
    const handle = this.#handleOf(place);
    return { call, node, repeats, handle, isUnref: isUnref || (typeof handle === 'object' && handle.isUnref) };
  }

  #handleOf(place: Node): Timer['handle'] {
    const { parent } = place;
    if (parent?.type === 'ExpressionStatement') return 'dropped';
    if (parent?.type === 'VariableDeclarator' && parent.init === place) {
      if (parent.id.type !== 'Identifier' || parent.parent.kind.includes('using')) return 'elsewhere';
      return this.#ofVariable(this.file.bindings.variableOf(parent.id));
    }
    if (parent?.type === 'PropertyDefinition' && parent.value === place) return this.#ofField(staticName(parent), parent.static ? '' : 'this.');
    if (parent?.type !== 'AssignmentExpression' || parent.right !== place || parent.parent.type !== 'ExpressionStatement') return 'elsewhere';
    const target = unwrap(parent.left);
    if (target.type === 'Identifier') return this.#ofVariable(this.file.bindings.variableOf(target));
    if (target.type !== 'MemberExpression') return 'elsewhere';
    return this.#isOwnObject(target.object) ? this.#ofField(staticName(target), '', this.file.sourceCode.getText(target)) : 'elsewhere';
  }

  /** `this`, a class's own name, or a constant that stands for `this`. */
  #isOwnObject(object: Node): boolean {
    const value = this.file.origins.expressionOf(object) ?? unwrap(object);
    if (value.type === 'ThisExpression') return true;
    const origin = this.file.origins.of(object);
    return origin?.kind === 'class' || (origin?.kind === 'instance' && classOfThis(object)?.node === origin.node);
  }

  #ofVariable(variable: Variable | undefined): Timer['handle'] {
    if (!variable || variable.defs[0]?.type !== 'Variable') return 'elsewhere';
    let place = this.#variables.get(variable);
    if (!place) {
      const definition = variable.defs[0].node;
      const isExported = definition.type === 'VariableDeclarator' && definition.parent.parent.type === 'ExportNamedDeclaration';
      const occurrences = variable.references.filter(each => each.isRead() || each.init !== true).map(each => each.identifier);
      const first = definition.type === 'VariableDeclarator' && definition.init && !isNothing(definition.init) ? [definition] : [];
      place = this.#judge({ text: variable.name, variable, field: undefined }, occurrences, first, isExported);
      this.#variables.set(variable, place);
    }
    return place;
  }

  #ofField(name: string | undefined, prefix: string, text = `${prefix}${name ?? ''}`): Timer['handle'] {
    if (name === undefined) return 'elsewhere';
    let place = this.#fields.get(name);
    if (!place) {
      const { index } = this.file;
      const occurrences: Node[] = index.all('MemberExpression').filter(each => staticName(each) === name);
      const first = index.all('PropertyDefinition').filter(each => staticName(each) === name && each.value && !isNothing(each.value));
      // `const { timer } = this`, `{ timer: this.timer }`: somebody else may hold it.
      const isSpread = index.all('ObjectPattern').some(each => each.properties.some(property => property.type === 'Property' && staticName(property) === name));
      const isInherited = index.all('PropertyDefinition').some(each => staticName(each) === name && each.accessibility === 'protected');
      place = this.#judge({ text, variable: undefined, field: name }, occurrences, first, isSpread || isInherited);
      this.#fields.set(name, place);
    }
    return place;
  }

  #judge(what: Pick<HandlePlace, 'text' | 'variable' | 'field'>, occurrences: readonly Node[], first: readonly Node[], isShared: boolean): HandlePlace {
    const clears: Node[] = [];
    const arms: Node[] = [...first];
    const forgets: TSESTree.AssignmentExpression[] = [];
    const looks: Node[] = [];
    let escapes = isShared;
    let isUnref = false;
    for (const occurrence of occurrences) {
      const place = wrapped(occurrence);
      const { parent } = place;
      if (parent?.type === 'AssignmentExpression' && parent.left === place) {
        if (isNothing(unwrap(parent.right))) forgets.push(parent);
        else arms.push(parent);
        continue;
      }
      const use = useOf(place);
      if (use === 'look') looks.push(occurrence);
      else if (use === 'unref') isUnref = true;
      else if (use === 'escapes') escapes = true;
      else clears.push(use);
    }
    return { ...what, clears, arms, forgets, looks, escapes, isUnref };
  }
}

/** What a read of a handle does: clears it (the call), looks at it, or hands it to somebody. */
function useOf(place: Node): Node | 'look' | 'unref' | 'escapes' {
  const { parent } = place;
  switch (parent?.type) {
    case 'CallExpression':
      if (parent.arguments[0] !== place) return 'escapes';
      return CLEARS.test(lastName(parent.callee) ?? '') ? parent : 'escapes';
    case 'MemberExpression': {
      if (parent.object !== place) return 'escapes';
      const name = parent.computed && parent.property.type === 'MemberExpression' ? staticName(parent.property) : staticName(parent);
      const member = wrapped(parent);
      const call = member.parent?.type === 'CallExpression' && member.parent.callee === member ? member.parent : undefined;
      if (call && (name === 'close' || name === 'dispose' || name === 'asyncDispose')) return call;
      if (name === 'unref') return 'unref';
      return name === 'ref' || name === 'refresh' || name === 'hasRef' ? 'look' : 'escapes';
    }
    case 'IfStatement':
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'ExpressionStatement':
    case 'WhileStatement':
      return parent.type === 'UnaryExpression' && parent.operator === 'delete' ? 'escapes' : 'look';
    case 'ConditionalExpression':
      return parent.test === place ? 'look' : 'escapes';
    case 'LogicalExpression':
      // `this.timer = this.timer || setInterval(…)`.
      return parent.left === place ? 'look' : 'escapes';
    default:
      return 'escapes';
  }
}
