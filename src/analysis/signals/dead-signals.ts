import { enclosingFunction, staticName, unwrap, wrapped, type Node } from '../../syntax/nodes.js';
import type { Variable } from '../values/bindings.js';
import type { FileModel } from '../file-model.js';

/** The text of the controller whose signal an expression is, where nothing can ever abort it. */
export function neverAborted(node: Node, file: FileModel): string | undefined {
  const { bindings, origins, sourceCode } = file;
  const signal = origins.expressionOf(node) ?? unwrap(node);
  if (signal.type === 'MemberExpression') {
    if (staticName(signal) !== 'signal') return undefined;
    const made = unwrap(signal.object);
    if (isController(made)) return sourceCode.getText(made);
    const variable = made.type === 'Identifier' ? bindings.variableOf(made) : undefined;
    const definition = variable && bindings.definitionOf(variable);
    if (!variable || definition?.type !== 'Variable' || definition.node.id.type !== 'Identifier' || !bindings.isConstant(variable) || isExported(definition.node)) return undefined;
    return definition.node.init && isController(unwrap(definition.node.init)) && onlySignalled(variable) ? variable.name : undefined;
  }
  // `const { signal } = new AbortController()` leaves the controller to nobody.
  const variable = signal.type === 'Identifier' ? bindings.variableOf(signal) : undefined;
  const definition = variable && bindings.definitionOf(variable);
  if (!variable || definition?.type !== 'Variable' || definition.node.id.type !== 'ObjectPattern' || !definition.node.init || !bindings.isConstant(variable)) return undefined;
  if (!takesOnlySignal(definition.node.id)) return undefined;
  const made = unwrap(definition.node.init);
  return isController(made) ? sourceCode.getText(made) : undefined;

  function isController(made: Node): boolean {
    return made.type === 'NewExpression' && bindings.isGlobal(made.callee, 'AbortController');
  }

  /** Every use takes its signal, or stands in a function that nobody runs. */
  function onlySignalled({ references }: Variable): boolean {
    return references.every(each => {
      if (!each.isRead()) return true;
      return takesSignal(wrapped(each.identifier)) || isNeverRun(each.identifier);
    });
  }

  function takesSignal(use: Node): boolean {
    const { parent } = use;
    if (parent?.type === 'MemberExpression') return parent.object === use && staticName(parent) === 'signal';
    return parent?.type === 'VariableDeclarator' && parent.init === use && takesOnlySignal(parent.id);
  }

  /** In a function of a name that nothing reads. */
  function isNeverRun(use: Node): boolean {
    const fn = enclosingFunction(use);
    const holder = fn?.type === 'FunctionDeclaration' ? fn : fn?.parent.type === 'VariableDeclarator' && fn.parent.id.type === 'Identifier' ? fn.parent : undefined;
    if (!fn || !holder || isExported(holder)) return false;
    const names = bindings.declaredBy(holder).filter(each => each.identifiers[0]?.parent === holder);
    return names.length === 1 && names[0]!.references.every(each => !each.isRead());
  }
}

/** `{ signal }` */
function takesOnlySignal(pattern: Node): boolean {
  return pattern.type === 'ObjectPattern' && pattern.properties.length === 1 && pattern.properties.every(each => each.type === 'Property' && staticName(each) === 'signal' && each.value.type === 'Identifier');
}

function isExported(node: Node): boolean {
  const statement = node.type === 'VariableDeclarator' ? node.parent : node;
  return statement.parent?.type === 'ExportNamedDeclaration' || statement.parent?.type === 'ExportDefaultDeclaration';
}
