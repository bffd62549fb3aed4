import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, lastName, loopAround, rootOf, staticName, unwrap, type Node } from '../../syntax/nodes.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';

/**
 * How many elements a list may have. `small`: as many as somebody wrote down, or cut off. `given`: a parameter decides.
 * `data`: rows, a request or a response decide. `fetched`: whatever a call gave that was waited for.
 */
export type ListSize = 'small' | 'given' | 'data' | 'fetched' | undefined;

/** Methods that keep a list as long as it is, or make it shorter. */
const KEEPING = new Set(['filter', 'map', 'flatMap', 'flat', 'concat', 'sort', 'toSorted', 'reverse', 'toReversed', 'slice', 'splice', 'values', 'keys', 'entries', 'split', 'with', 'toArray']);
/** Functions that give back the elements of their first argument. */
const KEEPING_FUNCTIONS = /^(?:uniq\w*|unique\w*|dedupe\w*|compact|without|difference\w*|intersection\w*|filter|reject|sortBy|orderBy|shuffle|flatten\w*|map|flatMap|values|keys|entries|toPairs|from|of|freeze|clone\w*|structuredClone)$/;
const CUTTING = /chunk|batch|split(?!$)|partition|paginat|group|bucket|window|take(?!n)|head|sample|limit|^first/i;
const LIMITS = /limit|^take$|^first$|^top$|page|batchSize|^max|^count$|cursor|paginat/i;
/** Lists of what a program consists of, or is deployed with: a few. Silence needs no proof. */
const FEW =
  /batch|chunk|(?:^|[a-z])pages?$|slice|group|bucket|window|shard|partition|replica|nodes?$|worker|plugin|provider|adapter|handler|listener|hook|middleware|subscriber|transport|strateg|driver|connector|environment|locale|language|region|column|fields?$|tables?$|entit(?:y|ies)$|models?$|modules?$|migrations?$|queues?$|servers?$|services?$|hosts?$|types?$|kinds?$|schemas?$|indexes|indices|platform|role|permission|scope|source|backend|client|config|option|setting|step|stage|check|probe|relay|peers?$|disposable|cleanup|teardown|initiali[sz]er|variant|loader|parser|format|metric|interval|dependenc|argument|args$|params$/i;

/** How long lists can get, as far as it can be seen. */
export class ListSizes {
  readonly #memo = new Map<Node, ListSize>();

  constructor(private readonly file: FileModel) {}

  /** `undefined` for "cannot tell". */
  of(node: Node): ListSize {
    const list = unwrap(node);
    if (this.#memo.has(list)) return this.#memo.get(list);
    // A list that depends on itself: cannot tell.
    this.#memo.set(list, undefined);
    const size = FEW.test(lastName(list) ?? '') ? 'small' : this.#find(list);
    this.#memo.set(list, size);
    return size;
  }

  #find(node: Node): ListSize {
    switch (node.type) {
      case 'ArrayExpression':
        return largest(node.elements.map(each => (each?.type === 'SpreadElement' ? this.of(each.argument) : 'small')));
      case 'ObjectExpression':
        return largest(node.properties.map(each => (each.type === 'SpreadElement' ? this.of(each.argument) : 'small')));
      case 'Literal':
      case 'TemplateLiteral':
        return 'small';
      case 'ConditionalExpression':
        return largest([this.of(node.consequent), this.of(node.alternate)]);
      case 'LogicalExpression':
        return node.operator === '&&' ? this.of(node.right) : largest([this.of(node.left), this.of(node.right)]);
      case 'AwaitExpression':
        return this.#awaited(unwrap(node.argument));
      case 'NewExpression':
        return node.arguments[0] && this.file.bindings.isGlobal(node.callee, 'Set', 'Map') ? this.of(node.arguments[0]) : undefined;
      case 'CallExpression':
        return this.#ofCall(node);
      case 'MemberExpression':
        return this.#ofMember(node);
      case 'Identifier':
        return this.#ofName(node);
      default:
        return undefined;
    }
  }

  #awaited(node: Node): ListSize {
    if (node.type !== 'CallExpression' || this.#isLimited(node)) return undefined;
    const call = this.file.calls.at(node);
    if (call?.entry.role === 'database-query' || call?.entry.role === 'http-request' || call?.entry.role === 'cache-command') return 'data';
    if (call?.entry.role === 'promise-combine') return node.arguments[0] && this.of(node.arguments[0]);
    const given = this.of(node);
    if (given !== undefined) return given;
    return this.file.promises.functionsCalledBy(node).length === 0 && !CUTTING.test(lastName(node.callee) ?? '') ? 'fetched' : undefined;
  }

  /** `find({ take: 100 })`, `select().limit(100)`, `list({ pageSize })`: somebody thought of it. */
  #isLimited(call: TSESTree.CallExpression): boolean {
    const { index } = this.file;
    return (
      index.within(call, 'Property').some(each => LIMITS.test(staticName(each) ?? '')) ||
      index.within(call, 'Identifier').some(each => LIMITS.test(each.name)) ||
      index.within(call, 'TemplateLiteral').some(each => each.quasis.some(({ value }) => /\blimit\b/i.test(value.raw))) ||
      index.within(call, 'Literal').some(each => typeof each.value === 'string' && /\blimit\b/i.test(each.value))
    );
  }

  #ofCall(node: TSESTree.CallExpression): ListSize {
    const callee = unwrap(node.callee);
    const name = lastName(callee) ?? '';
    const [first, second] = node.arguments;
    if (callee.type === 'MemberExpression') {
      // `slice(i, i + 100)` is a window; `slice(1)` leaves the rest.
      if ((name === 'slice' || name === 'splice') && second) return 'small';
      const owner = unwrap(callee.object);
      if (owner.type === 'Identifier' && first && (this.file.bindings.isGlobal(owner, 'Object', 'Array') || KEEPING_FUNCTIONS.test(name)) && this.file.bindings.variableOf(owner)?.defs[0]?.type !== 'Parameter') {
        if (this.file.bindings.isGlobal(owner, 'Object', 'Array')) return first.type === 'ObjectExpression' && name === 'from' ? this.#ofLength(first) : this.of(first);
        if (this.file.origins.of(owner)?.kind === 'library' && this.file.bindings.variableOf(owner)?.defs[0]?.type === 'ImportBinding') return this.of(first);
      }
      if (KEEPING.has(name)) return this.of(owner);
    } else if (KEEPING_FUNCTIONS.test(name) && first) {
      return this.of(first);
    }
    if (CUTTING.test(name)) return 'small';
    const fn = this.file.promises.calledBy(node);
    return fn && !fn.generator ? largest(this.file.promises.returnsOf(fn).map(each => this.of(each))) : undefined;
  }

  /** `Array.from({ length: 3 }, …)` */
  #ofLength(options: TSESTree.ObjectExpression): ListSize {
    const length = this.file.options.at(options, 'length');
    const value = length.state === 'present' ? this.file.options.valueOf(length.value)?.value : undefined;
    return typeof value === 'number' ? 'small' : undefined;
  }

  #ofMember(node: TSESTree.MemberExpression): ListSize {
    const written = this.file.origins.expressionOf(node);
    if (written && written !== node) return this.of(written);
    const root = rootOf(node);
    if (root?.type === 'AwaitExpression') return this.#awaited(unwrap(root.argument));
    if (root?.type !== 'Identifier') return undefined;
    const size = this.#ofName(root);
    // Parts of what a call has given may be of any size; so may those of an object that somebody wrote down.
    return size === 'small' ? undefined : size;
  }

  #ofName(node: TSESTree.Identifier): ListSize {
    const { bindings } = this.file;
    const variable = bindings.variableOf(node);
    const definition = variable && bindings.definitionOf(variable);
    switch (definition?.type) {
      case 'Parameter':
        return this.#ofParameter(node, definition.node);
      case 'TSEnumName':
        return 'small';
      case 'ImportBinding':
        return /^[A-Z][A-Z\d_]*$/.test(node.name) ? 'small' : undefined;
      case 'Variable': {
        if (/^[A-Z][A-Z\d_]*$/.test(node.name)) return 'small';
        const { id, init } = definition.node;
        if (!init) return this.#ofElement(definition.node) ?? this.#assigned(variable!);
        if (id.type !== 'Identifier') return this.#ofPart(unwrap(init));
        return largest([this.of(init), ...this.#added(variable!), ...bindings.assignmentsTo(variable!).map(each => this.#set(each.identifier))]);
      }
      default:
        return undefined;
    }
  }

  #ofParameter(node: TSESTree.Identifier, fn: Node): ListSize {
    const annotation = isFunction(fn) ? fn.params.find(each => each.type === 'Identifier' && each.name === node.name) : undefined;
    const type = annotation?.type === 'Identifier' ? annotation.typeAnnotation?.typeAnnotation : undefined;
    if (type?.type === 'TSTupleType') return 'small';
    if (this.file.handlers.partOf(node) !== undefined) return 'data';
    return 'given';
  }

  /** The variable of a loop over lists: its elements are of any size that the list's maker chose. */
  #ofElement(declarator: Node): ListSize {
    const loop = declarator.parent?.parent;
    if (loop?.type !== 'ForOfStatement' || loop.left !== declarator.parent) return undefined;
    const list = unwrap(loop.right);
    if (list.type === 'CallExpression' && CUTTING.test(lastName(list.callee) ?? '')) return 'small';
    const size = this.of(list);
    return size === 'small' ? undefined : size;
  }

  /** `const { rows } = await …`, `const { ids } = request.body` */
  #ofPart(init: Node): ListSize {
    const size = init.type === 'AwaitExpression' ? this.#awaited(unwrap(init.argument)) : this.of(init);
    return size === 'small' ? undefined : size;
  }

  #assigned(variable: Variable): ListSize {
    return largest(this.file.bindings.assignmentsTo(variable).map(each => this.#set(each.identifier)));
  }

  #set(identifier: Node): ListSize {
    const { parent } = identifier;
    return parent?.type === 'AssignmentExpression' && parent.left === identifier ? this.of(parent.right) : undefined;
  }

  /** What a list that began with a literal gets pushed: as much as the loops around it give. */
  #added(variable: Variable): readonly ListSize[] {
    return variable.references.flatMap(({ identifier }) => {
      const call = pushOn(identifier);
      if (!call) return [];
      const loop = loopAround(call);
      if (loop) return [loop.type === 'ForOfStatement' ? this.of(loop.right) : undefined];
      return call.arguments.map(each => (each.type === 'SpreadElement' ? this.of(each.argument) : 'small'));
    });
  }
}

/** `list.push(…)` where `identifier` is `list`. */
export function pushOn(identifier: Node): TSESTree.CallExpression | undefined {
  const member = identifier.parent;
  if (member?.type !== 'MemberExpression' || member.object !== identifier) return undefined;
  const name = staticName(member);
  const call = member.parent;
  return (name === 'push' || name === 'unshift') && call.type === 'CallExpression' && call.callee === member ? call : undefined;
}

const ORDER: readonly ListSize[] = ['data', 'given', 'fetched', undefined, 'small'];

function largest(sizes: readonly ListSize[]): ListSize {
  return ORDER.find(each => sizes.includes(each)) ?? (sizes.length === 0 ? 'small' : undefined);
}
