import type { TSESTree } from '@typescript-eslint/utils';
import type { FileModel } from '../analysis/file-model.js';
import type { ExportedMutable } from '../analysis/state/exported-mutables.js';
import { wrapped, type Node } from '../syntax/nodes.js';
import type { Fix } from './define-rule.js';

interface ReadonlyType {
  /** What is to be written, for the message. */
  readonly write: string;
  readonly fix?: Fix;
  /** It changes what happens at run time, not only what compiles. */
  readonly freezes?: boolean;
}

const READONLY = { list: 'readonly …[]', map: 'ReadonlyMap<…>', set: 'ReadonlySet<…>', object: 'Readonly<…>' } as const;

/** How an exported container is made read-only, and the edit where the file surely still compiles. */
export function readonlyType({ name, container = 'object', declarator, isFilled }: ExportedMutable, file: FileModel): ReadonlyType {
  const isTyped = /\.[cm]?tsx?$/.test(file.filename);
  const { sourceCode } = file;
  const init = declarator?.init;
  if (!declarator || !init) return { write: '' };
  if (isFilled) return { write: isTyped ? `Fill one that is private, and export that with a read-only type: \`export const ${name}: ${READONLY[container]} = own\`` : 'Fill one that is private, and export a frozen copy of it, or functions that read it' };
  const isLiteral = init.type === 'ArrayExpression' || init.type === 'ObjectExpression';
  if (!isTyped) {
    if (container === 'map' || container === 'set') return { write: `Do not export it; export functions that read it, such as \`${name}.has(…)\`` };
    return { write: `Freeze it: \`Object.freeze(${container === 'list' ? '[…]' : '{ … }'})\``, freezes: true, ...(isLiteral && { fix: fixer => [fixer.insertTextBefore(init, 'Object.freeze('), fixer.insertTextAfter(init, ')')] }) };
  }
  const uses = usesOf(declarator, file);
  const type = declarator.id.typeAnnotation?.typeAnnotation;
  if (type) {
    const text = sourceCode.getText(type);
    const { written, fix } = ofAnnotation(type, text);
    return { write: `Give it a read-only type: \`${name}: ${written}\``, ...(uses !== 'unclear' && { fix }) };
  }
  if (container === 'map' || container === 'set') {
    const parameters = init.type === 'NewExpression' ? init.typeArguments : undefined;
    const readonly = container === 'map' ? 'ReadonlyMap' : 'ReadonlySet';
    const written = parameters ? `${readonly}${sourceCode.getText(parameters)}` : `${readonly}<…>`;
    return { write: `Give it a read-only type: \`${name}: ${written}\``, ...(parameters && uses !== 'unclear' && { fix: fixer => fixer.insertTextAfter(declarator.id, `: ${written}`) }) };
  }
  const isEmpty = (init.type === 'ArrayExpression' && init.elements.length === 0) || (init.type === 'ObjectExpression' && init.properties.length === 0);
  // The literal types of `as const` are narrower: only where nothing of the file asks for wider ones.
  return { write: 'Give it a read-only type: `as const`, or `readonly` in its annotation', ...(isLiteral && !isEmpty && uses === 'none' && { fix: fixer => fixer.insertTextAfter(init, ' as const') }) };
}

function ofAnnotation(type: TSESTree.TypeNode, text: string): { readonly written: string; readonly fix: Fix } {
  if (type.type === 'TSArrayType') return { written: `readonly ${text}`, fix: fixer => fixer.insertTextBefore(type, 'readonly ') };
  if (/^(?:Array|Map|Set)\b/.test(text)) return { written: `Readonly${text}`, fix: fixer => fixer.insertTextBefore(type, 'Readonly') };
  return { written: `Readonly<${text}>`, fix: fixer => [fixer.insertTextBefore(type, 'Readonly<'), fixer.insertTextAfter(type, '>')] };
}

/** What the file itself does with it besides exporting it: nothing, only reads of members, or more than can be seen. */
function usesOf(declarator: TSESTree.VariableDeclarator, { bindings }: FileModel): 'none' | 'reads' | 'unclear' {
  const uses = bindings.declaredBy(declarator).flatMap(each => each.references.filter(({ init }) => init !== true).map(({ identifier }): Node => identifier));
  const others = uses.filter(({ parent }) => parent?.type !== 'ExportSpecifier');
  if (others.length === 0) return 'none';
  return others.every(each => {
    const place = wrapped(each);
    const { parent } = place;
    return (parent?.type === 'MemberExpression' && parent.object === place) || parent?.type === 'SpreadElement' || (parent?.type === 'ForOfStatement' && parent.right === place);
  })
    ? 'reads'
    : 'unclear';
}
