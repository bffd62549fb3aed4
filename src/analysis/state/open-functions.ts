import { basename } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import { packageRootOf } from '../../project/package-root.js';
import { enclosingFunction, isCalledInPlace, isClass, isFunction, staticName, unwrap, wrapped, type ClassNode, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { Callers } from '../waits/callers.js';
import { isOpen } from './entries.js';
import { isExported, isExportsValue, type SharedPlace } from './shared-places.js';

/** Written by who sets a service up or takes it down, by the contract of its framework or its name: silence only. */
export const ONCE = /(options|config|settings|logger)$|^_|^(constructor|on(Module|Application)|before|after|init|set|config|regist|connect|disconnect|start|stop|boot|load|create|install|use|add|remove|open|close|shut|dispose|destroy|reset|clear|enable|disable|invalidate|refresh|mock|define|bind|attach|build|make|ensure|merge|adopt|override|toggle|show|hide|reregist|restart|reload|reconnect|reopen|restore|apply|preload|bootstrap|mount|wire|provide|inject|listen|main|launch|warm|seed|extend|plugin|with[A-Z]|test|mock|stub|get(Instance|Client|Connection|Pool|Db))|[sS]etup|SetUp/i;
/** Numbers that nobody else has, of this process. */
const SEQUENCES = /^[_#]*(?:get|gen\w*?)?(?:next|unique|temp|uid|uuid|nonce|random|seq)|^gen\w*(?:Id|Uid|Name|Number|Nonce|Key)$/i;
/** What such files hold runs while a service comes up, for a command, in tests, or for what is observed of the process. */
const OTHER_FILES = /(?:^|[/\\.-])(?:start-?up|bootstrap|boot|set-?up|init|migrat\w*|commands?|cli|tests?|testing|mocks?|dev-env|metrics?|telemetry|instrumentation|monitoring|observability|health|stats)(?:[/\\.-]|$)|(?:telemetry|metrics?)\w*\.[\w.]+$/i;
/** Their callback has run when they return, or when the promise that they give is kept. */
const RUN_NOW = new Set(['forEach', 'map', 'flatMap', 'filter', 'some', 'every', 'find', 'findIndex', 'reduce', 'then', 'catch', 'finally']);
const MAX_DEPTH = 3;

/** Who calls a function that changes what the module keeps. */
export class OpenFunctions {
  readonly #callers: Callers;

  constructor(private readonly file: FileModel) {
    this.#callers = new Callers(file);
  }

  get #isForOthers(): boolean {
    const root = packageRootOf(this.file.filename) ?? '';
    return OTHER_FILES.test(this.file.filename.slice(root.length)) || OTHER_FILES.test(basename(root));
  }

  /** Whether code that cannot be seen calls a function while the service runs: itself, or through what calls it here. */
  runsLater(fn: FunctionNode, place: Pick<SharedPlace, 'field'>, depth = 0): boolean {
    if (depth > MAX_DEPTH || ONCE.test(nameOf(fn)) || SEQUENCES.test(nameOf(fn)) || this.#isForOthers) return false;
    if (isOpenToCallers(fn, place, this.file)) return true;
    const outer = runsInPlace(fn) ? enclosingFunction(fn) : undefined;
    if (outer) return this.runsLater(outer, place, depth + 1);
    return this.#callers.of(fn, () => true).some(({ node }) => {
      const caller = enclosingFunction(node);
      return caller !== undefined && caller !== fn && this.runsLater(caller, place, depth + 1);
    });
  }
}

/** A callback that its caller does not keep: of `forEach`, of `then`, of `new Promise`. */
function runsInPlace(fn: FunctionNode): boolean {
  if (isCalledInPlace(fn)) return true;
  const call = wrapped(fn).parent;
  if (call?.type === 'NewExpression') return call.callee.type === 'Identifier' && call.callee.name === 'Promise';
  const callee = call?.type === 'CallExpression' ? unwrap(call.callee) : undefined;
  return callee?.type === 'MemberExpression' && RUN_NOW.has(staticName(callee) ?? '');
}

/** Whether others can call a function: it is exported, or a method of a class whose one instance others hold. */
export function isOpenToCallers(fn: FunctionNode, place: Pick<SharedPlace, 'field'>, file: FileModel): boolean {
  const member = memberAround(fn);
  if (member) {
    if (member.value !== fn || member.accessibility === 'private' || member.key.type === 'PrivateIdentifier') return false;
    if (member.type === 'MethodDefinition' && member.kind !== 'method') return false;
    return place.field !== undefined || isExportedClass(member.parent.parent, file);
  }
  return isOpen(fn, file);
}

function isExportedClass(node: ClassNode, { bindings }: FileModel): boolean {
  const { parent } = node;
  if (parent.type === 'ExportNamedDeclaration' || parent.type === 'ExportDefaultDeclaration' || isExportsValue(node)) return true;
  const [variable] = node.type === 'ClassDeclaration' ? bindings.declaredBy(node) : [];
  return variable !== undefined && isExported(variable);
}

/** The method, or the field with a function, whose code a node stands in. */
export function memberAround(node: Node): TSESTree.MethodDefinition | TSESTree.PropertyDefinition | undefined {
  for (let current: Node | undefined = node; current; current = current.parent) {
    if (current.type === 'MethodDefinition') return current;
    if (current.type === 'PropertyDefinition') return isFunction(current.value) ? current : undefined;
    if (current.type === 'FunctionDeclaration' || isClass(current)) return undefined;
  }
  return undefined;
}

/** What a function is called where it stands, for messages. */
export function nameOf(fn: FunctionNode): string {
  if (fn.id) return fn.id.name;
  const { parent } = fn;
  if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name;
  if (parent.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression') return staticName(parent.left) ?? 'this function';
  if (parent.type === 'MethodDefinition' || parent.type === 'Property' || parent.type === 'PropertyDefinition') return staticName(parent) ?? 'this function';
  return 'this function';
}
