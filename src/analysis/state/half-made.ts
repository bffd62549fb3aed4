import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isInside, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { isBrowserCode } from '../waits/browser-code.js';
import { Entries } from './entries.js';
import { StaleLooks } from './stale-looks.js';
import { StatePlaces, type StatePlace } from './state-places.js';

/** An object that others find in a shared place before it is ready: `if (!store) { store = new Store(); await store.init(); }`. */
export interface HalfMade {
  readonly write: TSESTree.AssignmentExpression;
  /** The place as it stands in the source. */
  readonly place: string;
  /** What makes it ready, as it is called: `store.init()`. */
  readonly step: TSESTree.CallExpression;
}

export class HalfMadeObjects {
  readonly #places: StatePlaces;
  readonly #entries: Entries;
  readonly #looks: StaleLooks;

  constructor(private readonly file: FileModel) {
    this.#places = new StatePlaces(file);
    this.#entries = new Entries(file);
    this.#looks = new StaleLooks(file);
  }

  /** In source order. */
  get all(): readonly HalfMade[] {
    return (this.#all ??= this.file.index.all('AwaitExpression').length === 0 || isBrowserCode(this.file) ? [] : [...this.#find()]);
  }
  #all: readonly HalfMade[] | undefined;

  *#find(): Iterable<HalfMade> {
    for (const write of this.file.index.all('AssignmentExpression')) {
      const made = write.operator === '=' ? unwrap(write.right) : undefined;
      const fn = made?.type === 'NewExpression' ? enclosingFunction(write) : undefined;
      if (!fn?.async || made?.type !== 'NewExpression') continue;
      const place = this.#places.of(write.left);
      if (!place || place.isEntry || place.path === 'this' || !this.#places.sharingOf(place, fn)) continue;
      const guard = this.#places.mentionsOf(place, fn).find(each => each.range[0] < write.range[0] && this.#looks.isGuard(each, write, fn));
      if (!guard || this.file.flow(fn).suspensionsBetween(guard, write).length > 0) continue;
      const step = this.#stepOf(place, write, fn, this.#classOf(made));
      if (!step || !this.#entries.of(fn) || this.#entries.waitsForTurn(fn, write) || this.#isAwaitedByAll(place, step, guard, fn)) continue;
      yield { write, place: this.file.sourceCode.getText(write.left), step };
    }
  }

  /** A class in view. What a library needs before it can be used, and what it does until then, its own entries would have to tell. */
  #classOf(made: TSESTree.NewExpression): TSESTree.ClassDeclaration | TSESTree.ClassExpression | undefined {
    const origin = this.file.origins.of(made.callee);
    return origin?.kind === 'class' ? origin.node : undefined;
  }

  /** A method of the object's class that waits, and only then sets what the object is used with. */
  #stepOf(place: StatePlace, write: Node, fn: FunctionNode, made: TSESTree.ClassDeclaration | TSESTree.ClassExpression | undefined): TSESTree.CallExpression | undefined {
    if (!made) return undefined;
    for (const wait of this.file.index.inOwn(fn, 'AwaitExpression')) {
      const call = unwrap(wait.argument);
      const callee = call.type === 'CallExpression' ? unwrap(call.callee) : undefined;
      if (call.type !== 'CallExpression' || callee?.type !== 'MemberExpression' || call.range[0] < write.range[1]) continue;
      const receiver = this.#places.of(callee.object);
      if (receiver?.root !== place.root || receiver.path !== place.path) continue;
      const method = made.body.body.find(each => each.type === 'MethodDefinition' && staticName(each) === staticName(callee));
      if (method?.type === 'MethodDefinition' && method.value.type === 'FunctionExpression' && this.#setsLater(method.value)) return call;
    }
    return undefined;
  }

  #setsLater(method: FunctionNode): boolean {
    const [wait] = this.file.index.inOwn(method, 'AwaitExpression');
    return wait !== undefined && this.file.index.inOwn(method, 'AssignmentExpression').some(({ left, range }) => range[1] > wait.range[0] && left.type === 'MemberExpression' && left.object.type === 'ThisExpression');
  }

  /** Those who find the object wait for it as well: the step stands behind the condition, not in it. */
  #isAwaitedByAll(place: StatePlace, step: Node, guard: Node, fn: FunctionNode): boolean {
    if (!this.#looks.isGuard(guard, step, fn)) return true;
    return this.file.index.inOwn(fn, 'AwaitExpression').some(each => each.argument !== step && !this.#looks.isGuard(guard, each, fn) && this.file.index.within(each.argument, 'MemberExpression').some(member => {
      const held = isInside(member, each.argument) ? this.#places.of(member.object) : undefined;
      return held?.root === place.root && held.path === place.path;
    }));
  }
}
