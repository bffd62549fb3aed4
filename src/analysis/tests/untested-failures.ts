import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** How an exported function can fail. */
export interface FailurePath {
  /** Where the function is named. */
  readonly head: Node;
  readonly name: string;
  /** The end of "`load` …": `throws NotFound`. */
  readonly how: string;
  readonly isAsync: boolean;
}

/** A module that can fail, and what the project's tests do with it. */
export interface UntestedFailures {
  readonly paths: readonly FailurePath[];
  /** How many test files import the module. */
  readonly importedBy: number;
  /** A test that expects a failure reaches the module through others. */
  readonly isReached: boolean;
}

/** The failure paths of a module of whose tests none expects a failure; undefined where there are none, or where nobody can tell. */
export function untestedFailures(file: FileModel): UntestedFailures | undefined {
  if (!file.project || !mayFail(file)) return undefined;
  const paths = failurePaths(file);
  const coverage = paths.length > 0 ? file.project.testCoverage : undefined;
  return coverage && !coverage.expectsFailure ? { paths, importedBy: coverage.importedBy, isReached: coverage.isReached } : undefined;
}

/** Cheap to refuse. */
function mayFail({ index }: FileModel): boolean {
  return index.all('ThrowStatement').length > 0 || index.all('CatchClause').length > 0 || index.all('CallExpression').length > 0;
}

function failurePaths(file: FileModel): readonly FailurePath[] {
  const { index } = file;
  return file.throwContracts.exported.flatMap(({ fn, head, name, throwables }) => {
    const thrown = throwables.find(each => each.through === undefined) ?? throwables[0];
    const path = (how: string): FailurePath[] => [{ head, name, how, isAsync: fn.async }];
    if (thrown) return path(thrown.through === undefined ? `throws \`${thrown.class.name}\`` : `hands on the \`${thrown.class.name}\` of \`${thrown.through}\``);
    // `throw createError(404)`
    const made = index.inOwn(fn, 'ThrowStatement').find(each => each.argument.type === 'CallExpression' && file.errorHandling.protectedBy(each) === undefined);
    if (made) return path(`throws \`${file.sourceCode.getText(made.argument).split(/[(\n]/)[0]!}(…)\``);
    // A handler that gives an answer of its own.
    const answers = index.inOwn(fn, 'CatchClause').some(clause => index.within(clause.body, 'ReturnStatement').some(each => each.argument !== null));
    return answers ? path('answers a failure') : [];
  });
}
