import type { TSESTree } from '@typescript-eslint/utils';
import { isClass, staticName, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** One `@throws` (or `@exception`) of a documentation comment. */
export interface ThrowsTag {
  /** The classes that it names; none for prose: `@throws if the file is missing`. */
  readonly names: readonly string[];
  /** They stand in braces: `@throws {X}`. */
  readonly isBraced: boolean;
  /** Where the tag stands in the file. */
  readonly range: readonly [number, number];
}

/** A documentation comment. */
export interface DocComment {
  readonly comment: TSESTree.Comment;
  readonly tags: readonly ThrowsTag[];
  /** It hands the question on: `{@inheritDoc}`. */
  readonly isInherited: boolean;
}

const TAG = /@(?:throws|exception)\b/g;
const CLASS_NAME = /(?:Error|Exception|Failure|Fault)$/;

/** The documentation of a file's functions. */
export class DocComments {
  readonly #comments: readonly TSESTree.Comment[];
  readonly #parsed = new Map<TSESTree.Comment, DocComment>();
  /** Classes of the file that extend another: a tag without braces may mean one of them, as against a word of prose. */
  readonly #subclasses: ReadonlySet<string>;

  constructor(private readonly file: FileModel) {
    this.#comments = file.sourceCode.getAllComments().filter(each => each.type === 'Block' && each.value.startsWith('*'));
    this.#subclasses = new Set(file.index.all('ClassDeclaration').flatMap(each => (each.superClass && each.id ? [each.id.name] : [])));
  }

  /** Whether any comment of the file has such a tag: cheap to ask. */
  static has(text: string): boolean {
    return text.includes('@throws') || text.includes('@exception');
  }

  /** The comments that document a function: its own, and those of its overloads. */
  of(fn: FunctionNode): readonly DocComment[] {
    return this.#placesOf(fn).flatMap(each => this.#before(each) ?? []);
  }

  /** What the interfaces and classes in view that a method comes from say of it. */
  inherited(fn: FunctionNode): readonly DocComment[] {
    const { parent } = fn;
    const owner = parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition' ? parent.parent.parent : undefined;
    const name = owner ? staticName(parent as TSESTree.MethodDefinition) : undefined;
    if (!owner || name === undefined || !isClass(owner)) return [];
    return this.#membersAbove(owner, name, 0).flatMap(each => this.#before(each) ?? []);
  }

  /** The place before which the documentation of a function stands, or would stand. */
  placeOf(fn: FunctionNode): Node | undefined {
    return this.#placesOf(fn).at(-1);
  }

  #membersAbove(owner: Node, name: string, depth: number): readonly Node[] {
    if (!isClass(owner) || depth > 5) return [];
    const found: Node[] = [];
    for (const { expression } of owner.implements ?? []) {
      const variable = expression.type === 'Identifier' ? this.file.bindings.variableOf(expression) : undefined;
      const declared = variable && this.file.bindings.definitionOf(variable)?.node;
      if (declared?.type !== 'TSInterfaceDeclaration') continue;
      found.push(...declared.body.body.filter(each => (each.type === 'TSMethodSignature' || each.type === 'TSPropertySignature') && each.key.type === 'Identifier' && each.key.name === name));
    }
    const parent = owner.superClass ? this.file.origins.of(owner.superClass) : undefined;
    if (parent?.kind !== 'class') return found;
    found.push(...parent.node.body.body.filter(each => each.type !== 'StaticBlock' && each.type !== 'TSIndexSignature' && staticName(each) === name));
    return [...found, ...this.#membersAbove(parent.node, name, depth + 1)];
  }

  #placesOf(fn: FunctionNode): readonly Node[] {
    const place = ownPlaceOf(fn);
    if (!place) return [];
    const name = fn.type === 'FunctionDeclaration' ? fn.id?.name : undefined;
    const { parent } = place;
    if (place.type === 'MethodDefinition' && parent?.type === 'ClassBody') {
      const key = staticName(place);
      const overloads = parent.body.filter(each => each.type === 'MethodDefinition' && each.value.type === 'TSEmptyBodyFunctionExpression' && each.static === place.static && staticName(each) === key);
      return [...overloads, place];
    }
    if (name === undefined || (parent?.type !== 'Program' && parent?.type !== 'TSModuleBlock')) return [place];
    const overloads = parent.body.filter(each => {
      const declared = each.type === 'ExportNamedDeclaration' || each.type === 'ExportDefaultDeclaration' ? each.declaration : each;
      return declared?.type === 'TSDeclareFunction' && declared.id?.name === name;
    });
    return [...overloads, place];
  }

  #before(node: Node): DocComment | undefined {
    const [start] = node.range;
    let low = 0;
    for (let high = this.#comments.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if (this.#comments[middle]!.range[1] <= start) low = middle + 1;
      else high = middle;
    }
    const comment = this.#comments[low - 1];
    if (!comment) return undefined;
    const between = this.file.sourceCode.text.slice(comment.range[1], start);
    return /^(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*$/.test(between) ? this.#parse(comment) : undefined;
  }

  #parse(comment: TSESTree.Comment): DocComment {
    const known = this.#parsed.get(comment);
    if (known) return known;
    // The comment's text begins behind its first two characters.
    const offset = comment.range[0] + 2;
    const starts = [...comment.value.matchAll(TAG)].map(each => each.index);
    const tags = starts.map((from): ThrowsTag => {
      const next = /\n[\s*]*@(?!link)|$/.exec(comment.value.slice(from))!.index;
      const text = comment.value.slice(from, from + next);
      return { ...this.#read(text.replace(/^@\w+/, '')), range: [offset + from, offset + from + text.replace(/[\s*]+$/, '').length] };
    });
    const found: DocComment = { comment, tags, isInherited: /@inheritdoc/i.test(comment.value) };
    this.#parsed.set(comment, found);
    return found;
  }

  /** `{X} why`, `{@link X}`, `X if …`, or prose. */
  #read(text: string): { readonly names: readonly string[]; readonly isBraced: boolean } {
    const rest = text.trim();
    const braced = /^(?:\[[^\]]*\])?\{([^}]*)\}/.exec(rest)?.[1];
    if (braced !== undefined) {
      const types = braced.replace(/^@\w+\s*/, '').split('|').map(each => each.trim().replace(/^[!?(]+|[)\s]+.*$/g, '')).filter(each => each !== '');
      // `any` and the like are no classes.
      const names = types.flatMap(each => /(?:^|[.)])([A-Z_$][\w$]*)$/.exec(each)?.[1] ?? []);
      return { names: names.length === types.length ? names : [], isBraced: true };
    }
    const first = /^`?(?:[A-Za-z_$][\w$]*\.)*([A-Z][\w$]*)`?(?=$|[\s.,:;|-])/.exec(rest)?.[1];
    return { names: first !== undefined && (CLASS_NAME.test(first) || this.#subclasses.has(first)) ? [first] : [], isBraced: false };
  }
}

/** The statement, method or property that a function is documented at. */
function ownPlaceOf(fn: FunctionNode): Node | undefined {
  const { parent } = fn;
  switch (parent.type) {
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return parent;
    case 'Property':
      return parent.value === fn ? parent : undefined;
    case 'VariableDeclarator': {
      const declaration = parent.parent;
      if (parent.init !== fn || declaration.declarations.length > 1) return undefined;
      return declaration.parent.type === 'ExportNamedDeclaration' ? declaration.parent : declaration;
    }
    case 'AssignmentExpression':
      return parent.right === fn && parent.parent.type === 'ExpressionStatement' ? parent.parent : undefined;
    default:
      return fn.type === 'FunctionDeclaration' ? fn : undefined;
  }
}
