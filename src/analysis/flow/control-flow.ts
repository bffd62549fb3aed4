import type { TSESTree } from '@typescript-eslint/utils';
import { decoratorsOf, isFunction, isLoop, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import { isNode, type Node, type VisitorKeys } from '../../syntax/walk.js';

/** What a graph can be built for. A field stands for its initialiser, which runs once per instance. */
export type FlowRoot = FunctionNode | TSESTree.Program | TSESTree.PropertyDefinition | TSESTree.StaticBlock;

/**
 * - `true` / `false`: the condition before the edge held or not. For `?.`, `??`, `??=` and defaults, `true` means that
 *   the value was present; for `for-in` and `for-of`, that there was another one; for `case`, that it matched.
 * - `throw`: the last step of the block threw instead of completing.
 * - `return`: the consumer of a generator ended it at this `yield`, which therefore did not complete.
 * - `back`: from the end of an iteration to the loop's next one; exactly one edge per loop.
 */
export type EdgeKind = 'back' | 'false' | 'normal' | 'return' | 'throw' | 'true';

/**
 * Why a step may throw: `throw` is the only explicit one. `access` is a property read (or destructuring) of a value
 * that may be null, `reference` the guess that keeps a `catch` reachable whose block can hardly throw; it leaves from
 * before the block.
 */
export type ThrowCause =
  | 'access'
  | 'await'
  | 'call'
  | 'import'
  | 'iteration'
  | 'new'
  | 'reference'
  | 'tag'
  | 'throw'
  | 'yield';

/** A place between two steps: before `block.steps[index]`. */
export interface Mark {
  readonly block: Block;
  readonly index: number;
  /** The same place in another copy of a `finally` block. */
  twin: Mark | undefined;
}

/** The evaluation of one node: its own operation, after its operands. */
export interface Step extends Mark {
  readonly node: Node;
  readonly suspends: boolean;
  readonly throws: ThrowCause | undefined;
  twin: Step | undefined;
}

export interface Edge {
  readonly kind: EdgeKind;
  readonly from: Block;
  readonly to: Block;
  /** What left the block: the step that threw, or the `return`, `break`, `continue`, `yield` or exiting call. */
  readonly node: Node | undefined;
  readonly cause: ThrowCause | undefined;
  /** Set where a `finally` block has run and what was pending goes on; then `node` is unset. */
  readonly resumes: Pending | undefined;
}

/** What a copy of a `finally` block was entered with, and by which edges. */
export interface Pending {
  readonly completion: Completion;
  readonly entry: Block;
  readonly entries: Edge[];
}

type Completion = { readonly kind: 'return' | 'throw' } | { readonly kind: 'jump'; readonly to: Block; readonly owner: Frame };

/** A basic block. A step that may throw is the last of its block. */
export interface Block {
  readonly id: number;
  readonly steps: Step[];
  readonly successors: Edge[];
  reachable: boolean;
}

export interface FlowGraph {
  readonly root: FlowRoot;
  readonly entry: Block;
  readonly blocks: readonly Block[];
  /** `return` holds the falling off the end too: its edges have neither `node` nor `resumes`. */
  readonly exits: { readonly return: Block; readonly terminate: Block; readonly throw: Block };
  /** Steps by node; several, linked by `twin`, in a duplicated `finally` block. */
  readonly steps: ReadonlyMap<Node, Step>;
  /** Where statements begin and where compound statements have completed. */
  readonly begins: ReadonlyMap<Node, Mark>;
  readonly ends: ReadonlyMap<Node, Mark>;
  readonly suspensions: readonly Step[];
}

/**
 * The graph of `root`, without the functions inside it.
 * `neverReturns` says which calls end the process; give one that knows about shadowing where scopes are at hand.
 */
export function buildFlow(
  root: FlowRoot,
  visitorKeys: VisitorKeys,
  neverReturns: (call: TSESTree.CallExpression) => boolean = endsProcess,
): FlowGraph {
  return new Builder(root, visitorKeys, neverReturns).build();
}

/** `process.exit()`, `process.abort()`, `process.reallyExit()`, judged by the names alone. */
export function endsProcess(call: TSESTree.CallExpression): boolean {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression') return false;
  const object = unwrap(callee.object);
  if (object.type !== 'Identifier' || object.name !== 'process') return false;
  const name = staticName(callee);
  return name === 'exit' || name === 'abort' || name === 'reallyExit';
}

/**
 * A `finally` block inside a `finally` block is copied once per copy of the outer one.
 * Beyond this many copies of one piece of source, its entries share a copy: some impossible paths, but linear size.
 */
const MAX_COPIES = 32;

interface BaseFrame {
  readonly parent: Frame | undefined;
  /** The nearest frames, this one included, that see a throw or a return pass. */
  readonly catcher: CatchFrame | FinallyFrame | undefined;
  readonly finalizer: FinallyFrame | undefined;
}

interface JumpFrame extends BaseFrame {
  readonly kind: 'jump';
  readonly labels: readonly string[];
  /** False for a labelled statement that is neither loop nor switch: a plain `break` passes it. */
  readonly plain: boolean;
  readonly breakTo: Block;
  readonly continueTo: Block | undefined;
}

interface CatchFrame extends BaseFrame {
  readonly kind: 'catch';
  readonly handler: Block;
  reference: Node | undefined;
}

interface FinallyFrame extends BaseFrame {
  readonly kind: 'finally';
  readonly pending: Map<Block | string, Pending>;
  reference: Node | undefined;
}

type Frame = CatchFrame | FinallyFrame | JumpFrame;

type Task = Node | (() => void);

const TYPE_KEYS = new Set([
  'implements',
  'predicate',
  'returnType',
  'superTypeArguments',
  'superTypeParameters',
  'typeAnnotation',
  'typeArguments',
  'typeParameters',
]);

/** What stands in statement position without being called a statement. */
const STATEMENT_LIKE = new Set([
  'CatchClause',
  'ClassDeclaration',
  'ExportAllDeclaration',
  'ExportDefaultDeclaration',
  'ExportNamedDeclaration',
  'FunctionDeclaration',
  'ImportDeclaration',
  'StaticBlock',
  'TSDeclareFunction',
  'TSEnumDeclaration',
  'TSExportAssignment',
  'TSImportEqualsDeclaration',
  'TSInterfaceDeclaration',
  'TSModuleBlock',
  'TSModuleDeclaration',
  'TSNamespaceExportDeclaration',
  'TSTypeAliasDeclaration',
  'VariableDeclaration',
]);

/** Objects that no member access can fail on. */
const NEVER_NULL = new Set([
  'ArrayExpression',
  'ArrowFunctionExpression',
  'ClassExpression',
  'FunctionExpression',
  'MetaProperty',
  'NewExpression',
  'ObjectExpression',
  'Super',
  'TemplateLiteral',
  'ThisExpression',
]);

class Builder {
  private readonly blocks: Block[] = [];
  private readonly steps = new Map<Node, Step>();
  private readonly begins = new Map<Node, Mark>();
  private readonly ends = new Map<Node, Mark>();
  private readonly suspensions: Step[] = [];
  private readonly entry = this.block();
  private readonly exits = { return: this.block(), terminate: this.block(), throw: this.block() };
  /** Work still to be done, next on top: any depth of nesting must fit, so nothing here recurses. */
  private readonly tasks: Task[] = [];
  private current = this.entry;
  private frame: Frame | undefined;
  private labels: readonly string[] = [];
  private chainEnd: Block | undefined;
  private copies = 1;
  /** Member accesses that are about to be called: the throw edge of the call speaks for both. */
  private readonly callees = new Set<Node>();

  constructor(
    private readonly root: FlowRoot,
    private readonly visitorKeys: VisitorKeys,
    private readonly neverReturns: (call: TSESTree.CallExpression) => boolean,
  ) {
    this.entry.reachable = true;
  }

  build(): FlowGraph {
    this.scheduleRoot();
    for (let task = this.tasks.pop(); task; task = this.tasks.pop()) {
      if (typeof task === 'function') task();
      else this.visit(task);
    }
    this.edge(this.current, this.exits.return, 'normal');
    return {
      root: this.root,
      entry: this.entry,
      blocks: this.blocks,
      exits: this.exits,
      steps: this.steps,
      begins: this.begins,
      ends: this.ends,
      suspensions: this.suspensions,
    };
  }

  private scheduleRoot(): void {
    const { root } = this;
    if (!isFunction(root)) {
      if (root.type === 'PropertyDefinition') this.run(root.value ? [root.value] : []);
      else this.run(root.body);
      return;
    }
    const body: Node | null | undefined = root.body;
    this.run([...root.params, ...(body ? [body] : [])]);
    if (!body || body.type === 'BlockStatement') return;
    this.tasks.unshift(() => {
      this.edge(this.current, this.exits.return, 'normal', body);
      this.current = this.block();
    });
  }

  // ---- blocks, edges, steps

  private block(): Block {
    const block: Block = { id: this.blocks.length, steps: [], successors: [], reachable: false };
    this.blocks.push(block);
    return block;
  }

  private edge(from: Block, to: Block, kind: EdgeKind, node?: Node, cause?: ThrowCause, resumes?: Pending): Edge {
    const edge: Edge = { kind, from, to, node, cause, resumes };
    from.successors.push(edge);
    // Every block is filled after all but its back edges are known: reachability is decided on the way.
    if (from.reachable) to.reachable = true;
    return edge;
  }

  /** Goes on in `block`, which the current block leads to. */
  private flowInto(block: Block, kind: EdgeKind = 'normal'): void {
    this.edge(this.current, block, kind);
    this.current = block;
  }

  private fork(present: Block, absent: Block): void {
    this.edge(this.current, present, 'true');
    this.edge(this.current, absent, 'false');
  }

  private step(node: Node, throws?: ThrowCause, suspends = false): void {
    const block = this.current;
    const step: Step = { node, block, index: block.steps.length, suspends, throws, twin: this.steps.get(node) };
    block.steps.push(step);
    this.steps.set(node, step);
    if (suspends) this.suspensions.push(step);
    if (!throws) return;
    this.leave({ kind: 'throw' }, 'throw', node, throws);
    if (throws === 'yield') this.leave({ kind: 'return' }, 'return', node);
    if (throws === 'throw') this.current = this.block();
    else this.flowInto(this.block());
  }

  private markIn(marks: Map<Node, Mark>, node: Node): void {
    marks.set(node, { block: this.current, index: this.current.steps.length, twin: marks.get(node) });
  }

  private end(node: Node): void {
    this.markIn(this.ends, node);
  }

  // ---- leaving a block other than to the next

  /** Draws the edge by which `completion` leaves the current block: to its target, or to a `finally` on the way. */
  private leave(completion: Completion, kind: EdgeKind, node?: Node, cause?: ThrowCause, resumes?: Pending): void {
    const to = this.destination(completion);
    if ('steps' in to) this.edge(this.current, to, kind, node, cause, resumes);
    else to.entries.push(this.edge(this.current, to.entry, kind, node, cause, resumes));
  }

  private destination(completion: Completion): Block | Pending {
    switch (completion.kind) {
      case 'throw': {
        const catcher = this.frame?.catcher;
        if (!catcher) return this.exits.throw;
        return catcher.kind === 'catch' ? catcher.handler : this.pendingIn(catcher, 'throw', completion);
      }
      case 'return': {
        const finalizer = this.frame?.finalizer;
        return finalizer ? this.pendingIn(finalizer, 'return', completion) : this.exits.return;
      }
      case 'jump':
        for (let frame = this.frame; frame && frame !== completion.owner; frame = frame.parent) {
          if (frame.kind === 'finally') return this.pendingIn(frame, completion.to, completion);
        }
        return completion.to;
    }
  }

  private pendingIn(frame: FinallyFrame, key: Block | string, completion: Completion): Pending {
    let pending = frame.pending.get(key);
    if (!pending) frame.pending.set(key, (pending = { completion, entry: this.block(), entries: [] }));
    return pending;
  }

  private jump(node: TSESTree.BreakStatement | TSESTree.ContinueStatement): void {
    this.step(node);
    const label = node.label?.name;
    for (let frame = this.frame; frame; frame = frame.parent) {
      if (frame.kind !== 'jump') continue;
      const to = node.type === 'BreakStatement' ? frame.breakTo : frame.continueTo;
      if (!to || !(label === undefined ? frame.plain : frame.labels.includes(label))) continue;
      this.leave({ kind: 'jump', to, owner: frame }, 'normal', node);
      break;
    }
    this.current = this.block();
  }

  private pushJumpFrame(plain: boolean, breakTo: Block, continueTo?: Block): void {
    const { labels, frame: parent } = this;
    this.labels = [];
    this.frame = {
      kind: 'jump',
      labels,
      plain,
      breakTo,
      continueTo,
      parent,
      catcher: parent?.catcher,
      finalizer: parent?.finalizer,
    };
  }

  // ---- scheduling

  private run(tasks: readonly (Task | null | undefined)[]): void {
    for (let i = tasks.length - 1; i >= 0; i -= 1) {
      const task = tasks[i];
      if (task) this.tasks.push(task);
    }
  }

  /** `tasks`, then `node` itself. */
  private operate(node: Node, tasks: readonly (Task | null | undefined)[], throws?: ThrowCause, suspends?: boolean): void {
    this.tasks.push(() => this.step(node, throws, suspends));
    this.run(tasks);
  }

  /** The children of `node` that run: not its types, and not its decorators, which run with the class. */
  private operands(node: Node): Node[] {
    const operands: Node[] = [];
    for (const key of this.visitorKeys[node.type] ?? []) {
      if (TYPE_KEYS.has(key) || key === 'decorators') continue;
      const value = (node as unknown as Record<string, unknown>)[key];
      if (Array.isArray(value)) {
        for (const each of value) if (isNode(each)) operands.push(each);
      } else if (isNode(value)) {
        operands.push(value);
      }
    }
    return operands;
  }

  private get inTry(): boolean {
    return this.frame?.catcher !== undefined;
  }

  // ---- nodes

  private visit(node: Node): void {
    if (node.type.endsWith('Statement') || STATEMENT_LIKE.has(node.type)) this.markIn(this.begins, node);
    switch (node.type) {
      case 'Identifier':
        return this.reference(node);
      case 'Literal':
      case 'ThisExpression':
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'TSDeclareFunction':
      case 'TSEmptyBodyFunctionExpression':
      case 'TSInterfaceDeclaration':
      case 'TSTypeAliasDeclaration':
      case 'TSNamespaceExportDeclaration':
        return this.step(node);

      case 'MemberExpression':
        return this.member(node);
      case 'ChainExpression':
        return this.chain(node);
      case 'CallExpression':
        return this.call(node);
      case 'NewExpression':
        return this.operate(node, [this.callee(node.callee), ...node.arguments], 'new');
      case 'TaggedTemplateExpression':
        return this.operate(node, [this.callee(node.tag), node.quasi], 'tag');
      case 'ImportExpression':
        return this.operate(node, this.operands(node), 'import');
      case 'AwaitExpression':
        return this.operate(node, [node.argument], 'await', true);
      case 'YieldExpression':
        return this.operate(node, [node.argument], 'yield', true);
      case 'LogicalExpression':
        return this.logical(node);
      case 'ConditionalExpression':
        return this.conditional(node);
      case 'AssignmentExpression':
        return this.assignment(node);
      case 'AssignmentPattern':
        return this.withDefault(node);
      case 'ObjectPattern':
        return this.pattern(node, node.properties);
      case 'ArrayPattern':
        return this.pattern(node, node.elements);
      case 'Property':
        return this.operate(node, [node.computed ? node.key : undefined, node.value]);
      case 'ClassDeclaration':
      case 'ClassExpression':
        return this.classLike(node);

      case 'BlockStatement':
      case 'StaticBlock':
      case 'TSModuleBlock':
        this.tasks.push(() => this.end(node));
        return this.run(node.body);
      case 'VariableDeclaration':
        return this.operate(node, node.declarations, undefined, node.kind === 'await using');
      case 'VariableDeclarator':
        return this.declarator(node);
      case 'ReturnStatement':
        return this.run([node.argument, () => this.returns(node)]);
      case 'ThrowStatement':
        return this.operate(node, [node.argument], 'throw');
      case 'BreakStatement':
      case 'ContinueStatement':
        return this.jump(node);
      case 'IfStatement':
        return this.ifStatement(node);
      case 'SwitchStatement':
        return this.switchStatement(node);
      case 'TryStatement':
        return this.tryStatement(node);
      case 'CatchClause':
        this.tasks.push(() => this.end(node));
        return this.run([node.param, node.body]);
      case 'LabeledStatement':
        return this.labeled(node);
      case 'WhileStatement':
      case 'DoWhileStatement':
      case 'ForStatement':
        return this.loop(node);
      case 'ForInStatement':
      case 'ForOfStatement':
        return this.iteration(node);
      case 'WithStatement':
        this.tasks.push(() => this.end(node));
        return this.run([node.object, node.body]);
      case 'ExportNamedDeclaration':
        return this.operate(node, [node.declaration]);
      case 'TSEnumDeclaration':
      case 'TSModuleDeclaration':
        return this.operate(node, node.declare ? [] : [node.body ?? (node as { members?: Node[] }).members].flat());
      case 'TSEnumMember':
        return this.operate(node, [node.initializer]);
      default:
        return this.operate(node, this.operands(node));
    }
  }

  private reference(node: Node): void {
    const catcher = this.frame?.catcher;
    if (catcher && !catcher.reference && this.current.reachable) catcher.reference = node;
    this.step(node);
  }

  private member(node: TSESTree.MemberExpression): void {
    this.run([
      node.object,
      node.optional ? () => this.skipIfNullish() : undefined,
      node.computed ? node.property : undefined,
      () => this.access(node),
    ]);
  }

  private access(node: TSESTree.MemberExpression): void {
    const safe = !this.inTry || node.optional || NEVER_NULL.has(node.object.type) || this.callees.has(node);
    this.step(node, safe || isPrimitive(node.object) ? undefined : 'access');
  }

  private callee(callee: Node): Node {
    if (this.inTry) this.callees.add(unwrap(callee));
    return callee;
  }

  private call(node: TSESTree.CallExpression): void {
    const ends = this.neverReturns(node);
    this.run([
      this.callee(node.callee),
      node.optional ? () => this.skipIfNullish() : undefined,
      ...node.arguments,
      ends ? () => this.terminate(node) : () => this.step(node, 'call'),
    ]);
  }

  private terminate(node: Node): void {
    this.step(node);
    this.edge(this.current, this.exits.terminate, 'normal', node);
    this.current = this.block();
  }

  private chain(node: TSESTree.ChainExpression): void {
    const outer = this.chainEnd;
    const end = this.block();
    this.chainEnd = end;
    this.run([
      node.expression,
      () => {
        this.chainEnd = outer;
        this.flowInto(end);
        this.step(node);
      },
    ]);
  }

  private skipIfNullish(): void {
    const rest = this.block();
    // Without a ChainExpression around it there is nothing known to skip to: both ways go on here.
    this.fork(rest, this.chainEnd ?? rest);
    this.current = rest;
  }

  private logical(node: TSESTree.LogicalExpression): void {
    this.shortCircuit(node, node.operator, node.left, [node.right]);
  }

  /** `left`, then `rest` unless `left` already decides; then `node`. */
  private shortCircuit(node: Node, operator: string, left: Node, rest: readonly Node[]): void {
    const right = this.block();
    const join = this.block();
    if (operator === '&&') this.tasks.push(...this.thenJoin(node, right, rest, join), () => this.condition(left, right, join));
    else if (operator === '||') this.tasks.push(...this.thenJoin(node, right, rest, join), () => this.condition(left, join, right));
    else this.tasks.push(...this.thenJoin(node, right, rest, join), () => this.fork(join, right), left);
  }

  /** In stack order: `rest` in its own block, both ways joined, and `node` done. */
  private thenJoin(node: Node, right: Block, rest: readonly Node[], join: Block): Task[] {
    return [
      () => {
        this.flowInto(join);
        this.step(node);
      },
      ...[...rest].reverse(),
      () => {
        this.current = right;
      },
    ];
  }

  private conditional(node: TSESTree.ConditionalExpression): void {
    this.branches(node, () => {
      this.step(node);
    });
  }

  /** One of two ways after a test, and `finish` where they meet again. */
  private branches(node: TSESTree.ConditionalExpression | TSESTree.IfStatement, finish: () => void): void {
    const consequent = this.block();
    const alternate = this.block();
    const join = this.block();
    this.run([
      () => this.condition(node.test, consequent, alternate),
      () => {
        this.current = consequent;
      },
      node.consequent,
      () => {
        this.edge(this.current, join, 'normal');
        this.current = alternate;
      },
      node.alternate,
      () => {
        this.flowInto(join);
        finish();
      },
    ]);
  }

  /**
   * Evaluates `node` as a condition. Both ways out are kept apart through `&&`, `||`, `!`, `?:` and optional chains,
   * so that `a && b` being true proves that `b` was evaluated.
   */
  private condition(node: Node, onTrue: Block, onFalse: Block): void {
    const test = node;
    if (test.type === 'LogicalExpression' && test.operator !== '??') {
      const [yes, no, right] = [this.block(), this.block(), this.block()];
      this.run([
        () => (test.operator === '&&' ? this.condition(test.left, right, no) : this.condition(test.left, yes, right)),
        () => {
          this.current = right;
          this.condition(test.right, yes, no);
        },
        () => this.decided(test, yes, no, onTrue, onFalse),
      ]);
    } else if (test.type === 'UnaryExpression' && test.operator === '!') {
      const [yes, no] = [this.block(), this.block()];
      this.run([() => this.condition(test.argument, no, yes), () => this.decided(test, yes, no, onTrue, onFalse)]);
    } else if (test.type === 'ConditionalExpression') {
      const [yes, no, consequent, alternate] = [this.block(), this.block(), this.block(), this.block()];
      this.run([
        () => this.condition(test.test, consequent, alternate),
        () => {
          this.current = consequent;
          this.condition(test.consequent, yes, no);
        },
        () => {
          this.current = alternate;
          this.condition(test.alternate, yes, no);
        },
        () => this.decided(test, yes, no, onTrue, onFalse),
      ]);
    } else if (test.type === 'ChainExpression') {
      const outer = this.chainEnd;
      const cut = this.block();
      this.chainEnd = cut;
      this.run([
        test.expression,
        () => {
          this.chainEnd = outer;
          this.step(test);
          this.fork(onTrue, onFalse);
          this.current = cut;
          this.step(test);
          this.edge(cut, onFalse, 'false');
        },
      ]);
    } else {
      this.run([test, () => this.fork(onTrue, onFalse)]);
    }
  }

  private decided(node: Node, yes: Block, no: Block, onTrue: Block, onFalse: Block): void {
    this.current = yes;
    this.step(node);
    this.edge(yes, onTrue, 'true');
    this.current = no;
    this.step(node);
    this.edge(no, onFalse, 'false');
  }

  private assignment(node: TSESTree.AssignmentExpression): void {
    const { left, operator, right } = node;
    if (operator === '&&=' || operator === '||=' || operator === '??=') {
      this.shortCircuit(node, operator.slice(0, -1), left, [right]);
    } else if (operator !== '=') {
      // The old value is read before the right side runs; the step of the assignment is the write.
      this.operate(node, [left, right]);
    } else if (left.type === 'MemberExpression') {
      this.operate(node, [left.object, left.computed ? left.property : undefined, right, () => this.access(left)]);
    } else {
      this.operate(node, [right, left]);
    }
  }

  private withDefault(node: TSESTree.AssignmentPattern): void {
    const absent = this.block();
    const join = this.block();
    this.fork(join, absent);
    this.current = absent;
    this.operate(node, [node.right, () => this.flowInto(join), node.left]);
  }

  private pattern(node: Node, parts: readonly (Node | null)[]): void {
    // Destructuring null fails before any part is bound.
    this.step(node, this.inTry ? 'access' : undefined);
    this.run(parts);
  }

  private declarator(node: TSESTree.VariableDeclarator): void {
    const { id } = node;
    this.operate(node, [node.init, id.type === 'Identifier' ? () => this.step(id) : id]);
  }

  private classLike(node: TSESTree.ClassDeclaration | TSESTree.ClassExpression): void {
    const tasks: (Task | null | undefined)[] = [...decoratorsOf(node), node.superClass];
    const members: readonly Node[] = node.body?.body ?? [];
    for (const member of members) {
      tasks.push(...decoratorsOf(member));
      if ('key' in member && 'computed' in member && member.computed) tasks.push(member.key as Node);
    }
    for (const member of members) {
      if (member.type === 'StaticBlock') tasks.push(member);
      else if ((member.type === 'PropertyDefinition' || member.type === 'AccessorProperty') && member.static) {
        tasks.push(member.value, () => this.step(member));
      }
    }
    // Labels, loops and switches around a class are out of reach for its static blocks; only throws get out.
    this.operate(node, tasks);
  }

  private returns(node: TSESTree.ReturnStatement): void {
    this.step(node);
    this.leave({ kind: 'return' }, 'normal', node);
    this.current = this.block();
  }

  private ifStatement(node: TSESTree.IfStatement): void {
    this.branches(node, () => {
      this.end(node);
    });
  }

  private switchStatement(node: TSESTree.SwitchStatement): void {
    const after = this.block();
    const bodies = node.cases.map(() => this.block());
    const defaultBody = bodies[node.cases.findIndex((each) => !each.test)];
    const { labels } = this;
    this.labels = [];
    const enter = (): void => {
      this.labels = labels;
      this.pushJumpFrame(true, after);
    };
    const tasks: Task[] = [node.discriminant, enter];
    node.cases.forEach(({ test }, i) => {
      if (!test) return;
      tasks.push(test, () => {
        const next = this.block();
        this.fork(bodies[i]!, next);
        this.current = next;
      });
    });
    tasks.push(() => {
      this.edge(this.current, defaultBody ?? after, 'normal');
      this.current = this.block();
    });
    node.cases.forEach((each, i) => {
      tasks.push(
        () => {
          this.flowInto(bodies[i]!);
          this.markIn(this.begins, each);
        },
        ...each.consequent,
        () => this.end(each),
      );
    });
    tasks.push(() => {
      this.frame = this.frame?.parent;
      this.flowInto(after);
      this.end(node);
    });
    this.run(tasks);
  }

  private labeled(node: TSESTree.LabeledStatement): void {
    const labels = [...this.labels, node.label.name];
    this.labels = labels;
    const { body } = node;
    if (isLoop(body) || body.type === 'SwitchStatement' || body.type === 'LabeledStatement') {
      return this.run([body, () => this.end(node)]);
    }
    const after = this.block();
    this.pushJumpFrame(false, after);
    this.run([
      body,
      () => {
        this.frame = this.frame?.parent;
        this.flowInto(after);
        this.end(node);
      },
    ]);
  }

  private loop(node: TSESTree.DoWhileStatement | TSESTree.ForStatement | TSESTree.WhileStatement): void {
    const [head, body, latch, after] = [this.block(), this.block(), this.block(), this.block()];
    const test = (): void => this.loopTest(node.test, node.type === 'DoWhileStatement' ? latch : body, after);
    const again = (): void => {
      this.edge(this.current, head, 'back');
      this.frame = this.frame?.parent;
      this.current = after;
      this.end(node);
    };
    if (node.type === 'DoWhileStatement') {
      const testing = this.block();
      this.pushJumpFrame(true, after, testing);
      this.flowInto(head);
      this.run([node.body, () => this.flowInto(testing), test, () => (this.current = latch), again]);
      return;
    }
    const { labels } = this;
    this.labels = [];
    this.run([
      node.type === 'ForStatement' ? node.init : undefined,
      () => {
        this.labels = labels;
        this.pushJumpFrame(true, after, latch);
        this.flowInto(head);
      },
      test,
      () => (this.current = body),
      node.body,
      () => this.flowInto(latch),
      node.type === 'ForStatement' ? node.update : undefined,
      again,
    ]);
  }

  private loopTest(test: Node | null, onTrue: Block, onFalse: Block): void {
    if (!test) this.edge(this.current, onTrue, 'normal');
    else if (test.type === 'Literal' && test.value) this.run([test, () => this.edge(this.current, onTrue, 'true')]);
    else this.condition(test, onTrue, onFalse);
  }

  private iteration(node: TSESTree.ForInStatement | TSESTree.ForOfStatement): void {
    const [head, body, latch, after] = [this.block(), this.block(), this.block(), this.block()];
    const { labels } = this;
    this.labels = [];
    this.run([
      node.right,
      () => {
        this.labels = labels;
        this.pushJumpFrame(true, after, latch);
        this.flowInto(head);
        if (node.type === 'ForOfStatement') this.step(node, 'iteration', node.await);
        else this.step(node);
        this.fork(body, after);
        this.current = body;
      },
      node.left,
      node.body,
      () => {
        this.flowInto(latch);
        this.edge(latch, head, 'back');
        this.frame = this.frame?.parent;
        this.current = after;
        this.end(node);
      },
    ]);
  }

  private tryStatement(node: TSESTree.TryStatement): void {
    const outer = this.frame;
    const finalizer: FinallyFrame | undefined = node.finalizer ? finallyFrame(outer) : undefined;
    const catcher: CatchFrame | undefined = node.handler ? catchFrame(finalizer ?? outer, this.block()) : undefined;
    const entry = this.block();
    const joined = this.block();
    this.flowInto(entry);
    this.flowInto(this.block());
    this.frame = catcher ?? finalizer ?? outer;
    this.run([
      node.block,
      () => {
        this.edge(this.current, joined, 'normal');
        this.frame = finalizer ?? outer;
        if (!catcher) return;
        const { handler } = catcher;
        const reference = catcher.reference ?? (joined.reachable ? node.block : undefined);
        if (!handler.reachable && reference) this.edge(entry, handler, 'throw', reference, 'reference');
        this.current = handler;
      },
      node.handler,
      () => {
        if (catcher) this.edge(this.current, joined, 'normal');
        this.frame = outer;
        if (node.finalizer && finalizer) return this.finallyBlock(node, node.finalizer, finalizer, entry, joined);
        this.current = joined;
        this.end(node);
      },
    ]);
  }

  private finallyBlock(node: Node, body: Node, frame: FinallyFrame, entry: Block, joined: Block): void {
    const { reference } = frame;
    if (reference) {
      const isEntered = joined.reachable || [...frame.pending.values()].some((each) => each.entry.reachable);
      if (!isEntered) {
        const pending = this.pendingIn(frame, 'throw', { kind: 'throw' });
        pending.entries.push(this.edge(entry, pending.entry, 'throw', reference, 'reference'));
      }
      const catcher = this.frame?.catcher;
      if (catcher) catcher.reference ??= reference;
    }

    const pending = [...frame.pending.values()].filter((each) => each.entry.reachable);
    const after = this.block();
    const outerCopies = this.copies;
    const isNormal = joined.reachable || pending.length === 0;
    const count = pending.length + (isNormal ? 1 : 0);
    const tasks: Task[] = [];
    if (outerCopies * count > MAX_COPIES) {
      const shared = this.block();
      if (isNormal) this.edge(joined, shared, 'normal');
      for (const each of pending) this.edge(each.entry, shared, 'normal');
      tasks.push(() => (this.current = shared), body, () => {
        if (isNormal) this.edge(this.current, after, 'normal');
        for (const each of pending) this.resume(each);
      });
    } else {
      this.copies *= count;
      if (isNormal) tasks.push(() => (this.current = joined), body, () => this.edge(this.current, after, 'normal'));
      for (const each of pending) tasks.push(() => (this.current = each.entry), body, () => this.resume(each));
    }
    tasks.push(() => {
      this.copies = outerCopies;
      this.current = after;
      this.end(node);
    });
    this.run(tasks);
  }

  private resume(pending: Pending): void {
    const { completion } = pending;
    this.leave(completion, completion.kind === 'throw' ? 'throw' : 'normal', undefined, undefined, pending);
  }
}

function catchFrame(parent: Frame | undefined, handler: Block): CatchFrame {
  const frame: { -readonly [K in keyof CatchFrame]: CatchFrame[K] } = {
    kind: 'catch',
    parent,
    handler,
    reference: undefined,
    catcher: undefined,
    finalizer: parent?.finalizer,
  };
  frame.catcher = frame;
  return frame;
}

function finallyFrame(parent: Frame | undefined): FinallyFrame {
  const frame: { -readonly [K in keyof FinallyFrame]: FinallyFrame[K] } = {
    kind: 'finally',
    parent,
    pending: new Map(),
    reference: undefined,
    catcher: undefined,
    finalizer: undefined,
  };
  frame.catcher = frame;
  frame.finalizer = frame;
  return frame;
}

function isPrimitive(node: Node): boolean {
  return node.type === 'Literal' && node.value !== null;
}
