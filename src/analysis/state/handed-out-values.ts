import { enclosingFunction, functionName, isInside, lastName, rootOf, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import type { Answers } from './answers.js';
import { inputFault, type MutatedInput } from './input-faults.js';
import { COMMANDS, GETTING, QUERIES, TAKING, TO_BE_CHANGED } from './input-names.js';
import type { InputWrite } from './input-writes.js';
import { isField } from './others-values.js';
import { isOpenedByCast } from './readonly-casts.js';
import { isOrEmptyList } from './reordered-lists.js';
import type { Owner } from './value-owners.js';

/** What the module, an object or a cache keeps for everybody. */
export class HandedOutValues {
  constructor(
    private readonly file: FileModel,
    private readonly answers: Answers,
  ) {}

  /** What the whole module or a cache gives to everybody, where a function changes it and hands it out. */
  of(write: InputWrite, owner: Owner): MutatedInput | undefined {
    const { node, target, how, method } = write;
    const fn = enclosingFunction(node);
    if (!fn) return undefined;
    if (isField(owner) && !owner.cache) {
      const isTaken = method !== undefined && TAKING.test(method) && unwrap(target).type === 'MemberExpression' && this.answers.isAsked(node) && (isGetter(fn) || GETTING.test(functionName(fn) ?? ''));
      return isTaken ? { ...inputFault(node, 'taken', target, owner, this.file), writer: functionName(fn), call: method } : undefined;
    }
    if (isOpenedByCast(target, this.file)) return inputFault(node, 'readonly', target, owner, this.file);
    // Names of caches and files of JSON say nothing of what they hold.
    if (COMMANDS.test(functionName(fn) ?? '') || (!owner.cache && !owner.isJson && TO_BE_CHANGED.test(owner.name))) return undefined;
    const isGivenBack = this.answers.isGivenBack(target, node, owner);
    if (owner.cache) {
      // An entry may be there to count; what takes a field out of it before it is handed out makes a view.
      const isView = isGivenBack && (how === 'delete' || (how === 'list' && this.#isNotKept(target, owner, fn)) || (owner.cache === 'library' && QUERIES.test(functionName(fn) ?? '')));
      return isView ? { ...inputFault(node, 'shared', target, owner, this.file), source: `what \`${owner.name}\` gives the next caller too` } : undefined;
    }
    if (owner.isJson) return this.#isSaved(owner) || !(isGivenBack || ('references' in owner.root && this.#isHandedOn(owner.root, write, fn))) ? undefined : { ...inputFault(node, 'shared', target, owner, this.file), source: `\`${owner.name}\`, which is read once for the whole process` };
    // By its own name it is state of the module, which other rules judge; under another one it was taken for a new object.
    const root = this.file.bindings.variableOf(rootOf(target));
    const isTaken = root !== undefined && root !== owner.root && (isGivenBack || (isAliasOfAll(root) && this.#isHandedOn(root, write, fn)));
    return isTaken && !this.#isFilled(owner) ? { ...inputFault(node, 'shared', target, owner, this.file), source: `\`${owner.name}\` of the module` } : undefined;
  }

  /** `const list = cache.get(key) ?? []; list.push(…); return list;`, where nothing puts it back: it is no way to keep something. */
  #isNotKept(target: Node, owner: Owner, fn: FunctionNode): boolean {
    const variable = this.file.bindings.variableOf(unwrap(target));
    if (!variable || !(owner.cache === 'library' || isOrEmptyList(target, this.file))) return false;
    return !variable.references.some(({ identifier }) => identifier.parent?.type === 'CallExpression' && /^(set|put)$/.test(lastName(identifier.parent.callee) ?? '') && isInside(identifier, fn));
  }

  /** An empty object or list of the module is there to be filled. */
  #isFilled({ root }: Owner): boolean {
    const definition = 'references' in root ? this.file.bindings.definitionOf(root) : undefined;
    const init = definition?.type === 'Variable' && definition.node.init ? unwrap(definition.node.init) : undefined;
    return init?.type === 'NewExpression' || (init?.type === 'ObjectExpression' && init.properties.length === 0) || (init?.type === 'ArrayExpression' && init.elements.length === 0);
  }

  /** The file writes it down again: it is the process that it changes. */
  #isSaved({ root }: Owner): boolean {
    const isText = 'references' in root && root.references.some(({ identifier: { parent } }) => parent?.type === 'CallExpression' && lastName(parent.callee) === 'stringify');
    return isText && this.file.index.all('CallExpression').some(each => /^(writeFile|writeFileSync|outputFile)$|^save/i.test(lastName(each.callee) ?? ''));
  }

  /** The function goes on with it, as if it were its own: `config.tenant = tenant; return render(config);` */
  #isHandedOn({ references }: Variable, { node }: InputWrite, fn: FunctionNode): boolean {
    return references.some(({ identifier }) => identifier.parent?.type === 'CallExpression' && identifier.parent.callee !== identifier && identifier.range[0] > node.range[1] && enclosingFunction(identifier) === fn);
  }
}

function isGetter({ parent }: FunctionNode): boolean {
  return parent.type === 'MethodDefinition' && parent.kind === 'get';
}

/** `const made = BASE`: the whole of it under another name. */
function isAliasOfAll({ defs }: Variable): boolean {
  const [definition] = defs;
  return definition?.type === 'Variable' && definition.node.id.type === 'Identifier' && definition.node.init !== null && unwrap(definition.node.init).type === 'Identifier';
}
