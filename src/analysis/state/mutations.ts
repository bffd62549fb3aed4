import { enclosingFunction, isFunction, isInside, isNothing, leavesFunction, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { CallerData } from '../boundaries/caller-data.js';
import type { FileModel } from '../file-model.js';
import { occasionOf } from '../timers/occasions.js';
import { isBrowserCode } from '../waits/browser-code.js';
import { isOpenToCallers, memberAround, nameOf, OpenFunctions } from './open-functions.js';
import { OuterPlaces, type OuterPlace } from './outer-places.js';
import { placeWrites, type PlaceWrite } from './place-writes.js';
import { remakeOf, type Remake } from './remade-values.js';
import { sharedDefaults } from './shared-defaults.js';
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
   * `overwrites`: the next request replaces what this one kept; `keeps-first`: all later ones get what the first one kept;
   * `grows`: each request adds, nothing takes out; `shared-default`: a local name that may be the shared value itself is changed;
   * `changes`: any other write.
   */
  readonly how: 'overwrites' | 'keeps-first' | 'grows' | 'shared-default' | 'changes';
  /** Whose data it is: proven to be of one request, connection or message, of one call of an exported function, or of nobody. */
  readonly whose: 'request' | 'connection' | 'message' | 'call' | 'nobody';
  /** For `shared-default`: the local name, where it is made, and what is copied there to leave the default alone. */
  readonly alias?: string;
  readonly copy?: { readonly node: Node; readonly as: 'list' | 'object' | 'Map' | 'Set' };
}

interface Placed {
  readonly write: PlaceWrite;
  readonly fn: FunctionNode;
  /** A place of the file's own, or one that it has no declaration of. */
  readonly place: SharedPlace | undefined;
  readonly outer: OuterPlace | undefined;
}

type Judgement = Pick<SharedWrite, 'how' | 'whose'>;

/** What is kept to be found again. Names only silence. */
const MEMOS = /cache|memo/i;
const KEEPING = new Set(['=', '??=', '||=', '&&=', 'add']);

/** Writes to what outlives a request. Local mutation is fine; these are the others. */
export class Mutations {
  readonly #places: SharedPlaces;
  readonly #outer: OuterPlaces;
  readonly #data: CallerData;
  readonly #functions: OpenFunctions;

  constructor(private readonly file: FileModel) {
    this.#places = new SharedPlaces(file);
    this.#outer = new OuterPlaces(file);
    this.#data = new CallerData(file);
    this.#functions = new OpenFunctions(file);
  }

  /** Writes to shared places by code that runs after start-up, in source order; what only looks like one is left out. */
  get shared(): readonly SharedWrite[] {
    return (this.#shared ??= [...this.#find(), ...sharedDefaults(this.file, this.#places, fn => this.#writerOf(fn))].sort((a, b) => a.node.range[0] - b.node.range[0]));
  }
  #shared: readonly SharedWrite[] | undefined;

  /** Every write of a function to a place that outlives its call, whoever calls it and whatever for. */
  get inFunctions(): readonly { readonly node: Node; readonly target: Node }[] {
    return this.#placed.flatMap(({ write, place }) => (place ? [write] : []));
  }

  get #placed(): readonly Placed[] {
    if (this.#memo) return this.#memo;
    const placed: Placed[] = [];
    for (const write of placeWrites(this.file)) {
      const fn = enclosingFunction(write.node);
      if (!fn) continue;
      const place = this.#places.of(write.target);
      if (place ? this.#isLocalToConstruction(write, place) : isConstruction(write.node)) continue;
      const outer = place ? undefined : this.#outer.of(write.target);
      if (place ?? outer) placed.push({ write, fn, place, outer });
    }
    return (this.#memo = placed);
  }
  #memo: readonly Placed[] | undefined;

  *#find(): Iterable<SharedWrite> {
    for (const { write, fn, place, outer } of this.#placed) {
      const judged = place ? this.#judge(write, place, fn) : outer && this.#judgeOuter(write, outer, fn);
      const text = place?.text ?? outer?.text;
      if (judged && text !== undefined) yield { node: write.node, place: text, fn, writer: this.#writerOf(fn), ...judged };
    }
  }

  #judge(write: PlaceWrite, place: SharedPlace, fn: FunctionNode): Judgement | undefined {
    const { key, target, operator } = write;
    const unit = this.#unitOf(write);
    const remade = operator === '=' && key === undefined && write.values.length === 1 ? remakeOf(write.values[0]!, target, this.file) : undefined;
    if (remade?.how === 'waits') return undefined;
    const values = remade?.how === 'replaces' ? remade.values : write.values;
    const isAdded = remade?.how === 'adds' || (operator === '+=' && this.#places.isText(place));
    if (unit && (KEEPING.has(operator) || isAdded)) {
      const isData = values.some(each => this.#data.isOfRequest(each));
      const keyIsData = key !== undefined && this.#data.isOfRequest(key);
      if (operator === '+=' && isData && this.#isBegunAnew(write, fn)) return { how: 'overwrites', whose: unit };
      if ((keyIsData && !this.#isCount(values)) || (isAdded && isData)) return this.#places.isBounded(place, write.isInEntry ? 'entries' : 'itself') === false ? { how: 'grows', whose: unit } : undefined;
      if (!keyIsData && isData && !isFlag(values) && (remade === undefined || remade.how === 'replaces')) {
        const memo = this.#memoOf(write);
        if (memo === undefined) return { how: 'overwrites', whose: unit };
        if (memo === 'first' && values.some(each => this.#data.isPartOfRequest(each)) && !this.#isWrittenElsewhere(write, place.text)) return { how: 'keeps-first', whose: unit };
      }
    }
    if (operator === '=' && key === undefined && !remade && isOpenToCallers(fn, place, this.file) && this.#memoOf(write) === undefined) {
      if (values.some(each => this.#data.isLoadedFor(fn, each))) return { how: 'overwrites', whose: 'call' };
    }
    return this.#isAnyRuntimeWrite(write, place, fn, unit !== undefined, remade?.how);
  }

  /** The strict form: state that changes while the service runs, whoever's data it is. */
  #isAnyRuntimeWrite(write: PlaceWrite, place: SharedPlace, fn: FunctionNode, perRequest: boolean, remade: Remake['how'] | undefined): Judgement | undefined {
    if (!this.#changesLater(write, place, fn, perRequest, remade !== undefined)) return undefined;
    if (write.operator === '=' && (isFlag(write.values) || (!perRequest && this.#isRestored(write, fn)))) return undefined;
    if ((!perRequest && this.#isOnlyCounted(write, fn)) || this.#isTakenBack(write, fn)) return undefined;
    if (write.key !== undefined || remade === 'adds' || remade === 'keeps') {
      // What functions that anybody may call put in is told by no-unbounded-cache.
      return perRequest && !write.isInEntry && this.#places.isBounded(place) === false ? { how: 'grows', whose: 'nobody' } : undefined;
    }
    return { how: 'changes', whose: 'nobody' };
  }

  /** Whether a write happens again and again while the service runs: for a request, or in a function that anybody may call, with what it was called for. */
  #changesLater(write: PlaceWrite, place: Pick<SharedPlace, 'field' | 'text'>, fn: FunctionNode, perRequest: boolean, isRemade: boolean): boolean {
    if (this.#memoOf(write) !== undefined || this.#isSequence(write, fn) || MEMOS.test(place.text)) return false;
    // What is put in here and taken out there is a queue.
    if (write.operator === 'change' && this.#isWrittenElsewhere(write, place.text)) return false;
    if (perRequest) return true;
    if (isBrowserCode(this.file) || !this.#functions.runsLater(fn, place)) return false;
    // A plain value may be a part of the program that is being put together: a server, a client, another module's function.
    return write.operator !== '=' || isRemade || write.values.some(each => this.#data.isComputedFor(fn, each) || (place.field !== undefined && this.#data.isParameterOf(fn, each)));
  }

  /** What outer places hold otherwise cannot be seen: neither what bounds it, nor who else takes it out. */
  #judgeOuter(write: PlaceWrite, { kind, text }: OuterPlace, fn: FunctionNode): Judgement | undefined {
    const { key, values, operator } = write;
    const unit = this.#unitOf(write);
    const isEnvironment = kind === 'environment';
    const keyIsData = key !== undefined && this.#data.isOfRequest(key) && !isEnvironment;
    const remade = operator === '=' && values.length === 1 && remakeOf(values[0]!, write.target, this.file);
    if (unit && KEEPING.has(operator) && operator !== 'add' && !keyIsData && !remade && values.some(each => this.#data.isOfRequest(each)) && !isFlag(values)) {
      const memo = this.#memoOf(write);
      if (memo === undefined) return { how: 'overwrites', whose: unit };
    }
    if (kind === 'library' || kind === 'closure' || (key !== undefined && !isEnvironment) || /\bprototype\b/.test(text) || this.#isRestored(write, fn)) return undefined;
    if (!isEnvironment && operator === '=' && isFlag(values)) return undefined;
    const place = { text, field: kind === 'object' ? text : undefined };
    return this.#changesLater(write, place, fn, unit !== undefined, Boolean(remade) || isEnvironment) ? { how: 'changes', whose: 'nobody' } : undefined;
  }

  /** `const before = process.env.TZ; process.env.TZ = 'UTC'; run(); process.env.TZ = before;`, `current = value; run(); current = undefined;` */
  #isRestored({ target }: PlaceWrite, fn: FunctionNode): boolean {
    const { index, bindings, sourceCode } = this.file;
    const text = sourceCode.getText(target);
    return index.inOwn(fn, 'AssignmentExpression').some(each => {
      if (each.range[0] > target.range[1] && isNothing(unwrap(each.right)) && sourceCode.getText(each.left) === text && !fn.async) return true;
      const variable = sourceCode.getText(each.left) === text ? bindings.variableOf(each.right) : undefined;
      const definition = variable && bindings.definitionOf(variable);
      return definition?.type === 'Variable' && definition.node.init !== null && sourceCode.getText(definition.node.init) === text;
    });
  }

  /** `body = ''; req.on('data', chunk => { body += chunk; });`: what is put together is one request's, and others put theirs in between. */
  #isBegunAnew({ target }: PlaceWrite, fn: FunctionNode): boolean {
    const handler = this.file.handlers.around(fn)?.fn;
    const text = this.file.sourceCode.getText(target);
    return handler !== undefined && this.file.index.within(handler, 'AssignmentExpression').some(each => each.operator === '=' && each.range[1] < target.range[0] && isFlag([each.right]) && this.file.sourceCode.getText(each.left) === text);
  }

  /** A function that counts how often something happened, and does nothing with the number. */
  #isOnlyCounted(write: PlaceWrite, fn: FunctionNode): boolean {
    const { index, sourceCode } = this.file;
    if (!isStep(write, this.file)) return false;
    const text = sourceCode.getText(write.target);
    return !index.inOwn(fn, write.target.type === 'Identifier' ? 'Identifier' : 'MemberExpression').some(each => !isInside(each, write.node) && sourceCode.getText(each) === text);
  }

  /** `current = value; make(); current = undefined;` in one turn: nobody else ever meets it. */
  #isTakenBack({ node, target }: PlaceWrite, fn: FunctionNode): boolean {
    const { index, sourceCode } = this.file;
    const text = sourceCode.getText(target);
    const resets = index.inOwn(fn, 'AssignmentExpression').filter(each => each.range[0] >= node.range[1] && isFlag([each.right]) && sourceCode.getText(each.left) === text);
    if (resets.length === 0) return false;
    const flow = this.file.flow(fn);
    return resets.some(each => flow.reaches(node, each) && flow.suspensionsBetween(node, each).length === 0);
  }

  /** What a write runs again and again for. */
  #unitOf({ node }: PlaceWrite): 'request' | 'connection' | 'message' | undefined {
    if (this.file.handlers.runsPerRequest(node) === 'yes') return this.file.handlers.around(node)?.kind === 'consumer' ? 'message' : 'request';
    const unit = occasionOf(node, this.file)?.unit;
    return unit === 'invocation' ? undefined : unit;
  }

  #isWrittenElsewhere(write: PlaceWrite, text: string): boolean {
    return this.#placed.some(each => each.write !== write && (each.place ?? each.outer)?.text === text && KEEPING.has(each.write.operator));
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
  #isLocalToConstruction({ node, target, operator }: PlaceWrite, place: SharedPlace): boolean {
    if ((operator === 'add' || (operator === 'change' && node.type === 'CallExpression')) && !place.isContainer) return true;
    if (target.type !== 'Identifier' && !place.isContainer && place.field === undefined) return true;
    return place.field !== undefined && isConstruction(node);
  }

  /** `x ??= make()`, `if (!x) x = make()`: decided once, by the `first`; `compared`: by some other look at what is there. */
  #memoOf({ node, target, operator, values }: PlaceWrite): 'first' | 'compared' | undefined {
    if (operator === '??=' || operator === '||=') return 'first';
    const text = this.file.sourceCode.getText(target);
    const texts = [text, ...this.#namesOf(target, text)];
    const [value] = values;
    const own = value && unwrap(value);
    if (own?.type === 'LogicalExpression' && own.operator !== '&&' && this.file.sourceCode.getText(own.left) === text) return 'first';
    for (let current: Node = node; current.parent && !isFunction(current); current = current.parent) {
      const { parent }: Node = current;
      if (parent?.type === 'IfStatement' && parent.test !== current && this.#mentions(parent.test, texts)) return texts.some(each => isLackOf(parent.test, each, this.file)) ? 'first' : 'compared';
      // `if (x) return x; x = make();`
      if (parent?.type === 'BlockStatement') {
        for (const statement of parent.body) {
          if (statement.range[0] >= current.range[0]) break;
          if (statement.type === 'IfStatement' && this.#mentions(statement.test, texts) && leavesFunction(statement.consequent)) return texts.includes(this.file.sourceCode.getText(statement.test)) ? 'first' : 'compared';
        }
      }
    }
    return undefined;
  }

  #mentions(test: Node, texts: readonly string[]): boolean {
    const whole = this.file.sourceCode.getText(test);
    return texts.some(each => whole.includes(each));
  }

  /** `let table = Tables.current; if (!table) Tables.current = table = make();` */
  #namesOf(target: Node, text: string): readonly string[] {
    const fn = enclosingFunction(target);
    if (!fn) return [];
    return this.file.index.inOwn(fn, 'VariableDeclarator').flatMap(({ id, init }) => (id.type === 'Identifier' && init && this.file.sourceCode.getText(unwrap(init)) === text ? [id.name] : []));
  }

  /** `id++` where its value is taken, or where it is a part of a text: a number that nobody else has, of this process. */
  #isSequence({ node, target, operator, values }: PlaceWrite, fn: FunctionNode): boolean {
    if (node.type === 'UpdateExpression' && wrapped(node).parent?.type !== 'ExpressionStatement') return true;
    const [step] = values;
    if (node.type !== 'UpdateExpression' && !(operator === '+=' && step?.type === 'Literal')) return false;
    const text = this.file.sourceCode.getText(target);
    return this.file.index.inOwn(fn, target.type === 'Identifier' ? 'Identifier' : 'MemberExpression').some(each => {
      const { parent } = each;
      if (each === target || this.file.sourceCode.getText(each) !== text) return false;
      return parent?.type === 'TemplateLiteral' || (parent?.type === 'BinaryExpression' && parent.operator === '+' && this.#isTextual(parent));
    });
  }

  #isTextual(sum: Node): boolean {
    return this.file.index.within(sum, 'Literal').some(each => isInside(each, sum) && typeof each.value === 'string');
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

/** `!x`, `x === undefined`, `x == null`, `typeof x === 'undefined'` */
function isLackOf(test: Node, text: string, { sourceCode }: FileModel): boolean {
  const node = unwrap(test);
  const isPlace = (each: Node): boolean => sourceCode.getText(unwrap(each)) === text;
  if (node.type === 'UnaryExpression') return node.operator === '!' && isPlace(node.argument);
  if (node.type !== 'BinaryExpression' || !/^===?$/.test(node.operator)) return false;
  const left = unwrap(node.left as Node);
  return left.type === 'UnaryExpression' ? left.operator === 'typeof' && isPlace(left.argument) : isPlace(left) && isNothing(node.right);
}

/** `count++`, `count -= 1`, `count = Math.max(0, count - 1)`, `next = (next + 1) % size` */
function isStep({ target, operator, values }: PlaceWrite, { index, sourceCode }: FileModel): boolean {
  const [value] = values;
  if (value === undefined) return operator === '++' || operator === '--';
  if (operator === '+=' || operator === '-=') return isNumber(unwrap(value));
  if (operator !== '=') return false;
  const text = sourceCode.getText(target);
  return index.within(value, 'BinaryExpression').some(each => isInside(each, value) && sourceCode.getText(each.left) === text && isNumber(unwrap(each.right)));
}

function isNumber(node: Node): boolean {
  return node.type === 'Literal' && typeof node.value === 'number';
}

function isConstruction(node: Node): boolean {
  const member = memberAround(node);
  return member?.type === 'MethodDefinition' && member.kind === 'constructor';
}
