import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, isInside, lastName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { HandWrittenRetry } from './retries.js';
import type { RetryWaits } from './retry-waits.js';

/** Names of what may end a retry from outside. Silence needs no proof. */
const STOPS = /signal|abort|shut|stop|clos(?:e|ed|ing)$|deadline|elapsed|expire|destroy|running|cancel|exit|quit|alive|active|enabled|dispos|teardown|drain|budget|remaining|hrtime|^now$|performance|max|limit/i;
/** Names of work that a process has to do, however long it takes: connections, starts, loops of workers. */
const LASTING = /connect|listen|bind|start|init|boot|subscri|provision|register|login|auth|join|consum|^run|runLoop|watch|poll|serve|receiv|^next|^read|sync|ready|health|ping|^open|setup|migrat|worker|loop|daemon|schedul|heartbeat|keep|main|wait|until|process|leader|elect|lock|drain|flush|prompt|ask|question/i;
/** Names of calls that record and go on. */
const RECORDS = /^(?:log|warn|error|debug|info|verbose|trace|notice|fatal|capture\w*|report\w*|emit|inc|increment|observe|record\w*|track\w*|push|add|addEvent|set\w*|sleep|delay|wait)$/i;
const BUILT_IN = /^(?:globalThis\.)?(?:Math|JSON|String|Number|Boolean|Date|Object|Array|console|parseInt|parseFloat|structuredClone)(?:\.|$)/;

/** Whether a retry ends when its work goes on failing. */
export class RetryBounds {
  constructor(
    private readonly file: FileModel,
    private readonly waits: RetryWaits,
  ) {}

  /** By proof: nothing but success, or the kind of the error, ends it. */
  neverGivesUp(retry: HandWrittenRetry): boolean {
    const place = retry.kind === 'loop' ? retry.loop : retry.fn;
    if (this.#mayBeLasting(retry)) return false;
    if (this.file.index.within(place, 'Identifier').some(each => STOPS.test(each.name))) return false;
    if (!this.#exitsOf(retry).every(exit => this.#dependsOnError(exit, retry))) return false;
    if (!this.#callsOf(retry).every(call => this.#goesOn(call, retry))) return false;
    return retry.kind === 'loop' || (this.#dependsOnError(retry.call, retry) && !this.#counts(place));
  }

  #mayBeLasting(retry: HandWrittenRetry): boolean {
    const names = retry.work.map(each => (each.type === 'CallExpression' ? lastName(each.callee) : undefined));
    const fn = retry.kind === 'call' ? retry.fn : enclosingFunction(retry.loop);
    if (!fn) return true;
    return [...names, nameOfFunction(fn)].some(each => each !== undefined && LASTING.test(each));
  }

  /** Ways out that are not those of a success. */
  #exitsOf(retry: HandWrittenRetry): Node[] {
    const { index } = this.file;
    const place = retry.kind === 'loop' ? retry.loop : retry.clause;
    const own = enclosingFunction(retry.work[0]!);
    const exits: Node[] = [...index.within(place, 'ThrowStatement'), ...index.within(place, 'ReturnStatement'), ...index.within(place, 'BreakStatement')];
    const first = retry.work[0]!;
    return exits.filter(each => {
      if (enclosingFunction(each) !== own) return false;
      if (retry.kind === 'call') return !isInside(retry.call, each);
      return !isInside(each, retry.statement.block) || each.range[1] <= first.range[0];
    }).filter(each => retry.kind === 'call' || !this.#isBehindSuccess(each, retry.clause));
  }

  /** A way out behind the `try`, which only a success gets to, since the catch clause begins the next iteration. */
  #isBehindSuccess(exit: Node, clause: Node): boolean {
    return exit.range[0] > clause.range[1] && !this.#guardsOf(exit, clause).length;
  }

  #guardsOf(node: Node, clause: Node): Node[] {
    const guards: Node[] = [];
    for (let current = node; current.parent && !isFunction(current.parent) && current !== clause; current = current.parent) {
      const { parent } = current;
      if (parent.type === 'IfStatement' && parent.test !== current) guards.push(parent.test);
      if (parent.type === 'ConditionalExpression' && parent.test !== current) guards.push(parent.test);
      if (parent.type === 'LogicalExpression' && parent.left !== current) guards.push(parent.left);
      if (parent.type === 'SwitchCase') guards.push((parent.parent as TSESTree.SwitchStatement).discriminant);
    }
    return guards;
  }

  /** Whether all that decides about `node` is the caught error and what never changes. */
  #dependsOnError(node: Node, { clause, kind }: HandWrittenRetry): boolean {
    if (kind === 'loop' && !isInside(node, clause)) return false;
    return this.#guardsOf(node, clause).every(guard => this.#isOfError(guard, clause));
  }

  #isOfError(test: Node, clause: Node): boolean {
    const { index, bindings } = this.file;
    if (index.within(test, 'ThisExpression').length > 0) return false;
    return index.within(test, 'Identifier').every(each => {
      const variable = bindings.variableOf(each);
      if (!variable) return true;
      const declared = variable.identifiers[0];
      const definition = bindings.definitionOf(variable);
      if (!definition || !bindings.isConstant(variable)) return false;
      if (definition.type === 'ImportBinding' || definition.type === 'ClassName' || definition.type === 'FunctionName') return true;
      if (definition.type === 'CatchClause' || (definition.type === 'Parameter' && definition.node === clause)) return true;
      if (definition.type !== 'Variable' || !definition.node.init) return false;
      return declared && isInside(declared, clause) ? this.#isOfError(definition.node.init, clause) : this.file.options.valueOf(each) !== undefined;
    });
  }

  #callsOf(retry: HandWrittenRetry): TSESTree.CallExpression[] {
    const place = retry.kind === 'loop' ? retry.loop : retry.clause;
    const skipped: readonly Node[] = retry.kind === 'loop' ? [retry.statement.block] : [retry.call];
    return this.file.index.within(place, 'CallExpression').filter(each => !skipped.some(one => isInside(each, one)));
  }

  /** Whether a call on the way to the next attempt is known to come back: it records, waits, or cannot throw for reasons of its own. */
  #goesOn(call: TSESTree.CallExpression, { clause }: HandWrittenRetry): boolean {
    const known = this.file.calls.at(call);
    if (known) return known.entry.role !== 'exit';
    if (call.parent.type === 'IfStatement' || (call.parent.type === 'UnaryExpression' && call.parent.parent.type === 'IfStatement')) return true;
    if (this.waits.isSleep(call) || RECORDS.test(lastName(call.callee) ?? '')) return true;
    const origin = this.file.origins.of(call.callee);
    if (origin?.kind === 'library' && origin.library === 'global' && BUILT_IN.test(origin.path)) return true;
    const fn = this.file.promises.calledBy(call);
    if (fn) return this.file.index.within(fn, 'ThrowStatement').length === 0;
    const callee = unwrap(call.callee);
    if (callee.type !== 'Identifier' && origin?.kind !== 'library') return false;
    // A plain function that is told nothing new each time: it waits.
    return call.arguments.every(each => this.file.index.within(each, 'Identifier').every(name => this.file.bindings.variableOf(name)?.identifiers.some(one => isInside(one, clause)) !== true));
  }

  /** Whether a function counts something that outlives its call. */
  #counts(fn: Node): boolean {
    const { index } = this.file;
    return index.within(fn, 'UpdateExpression').length > 0 || index.within(fn, 'AssignmentExpression').some(each => each.operator !== '=' || each.left.type === 'MemberExpression');
  }
}

function nameOfFunction(fn: NonNullable<ReturnType<typeof enclosingFunction>>): string | undefined {
  if (fn.type !== 'ArrowFunctionExpression' && fn.id) return fn.id.name;
  const { parent } = fn;
  if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name;
  if ((parent.type === 'MethodDefinition' || parent.type === 'Property' || parent.type === 'PropertyDefinition') && parent.key.type === 'Identifier') return parent.key.name;
  return undefined;
}
