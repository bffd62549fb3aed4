import type { TSESTree } from '@typescript-eslint/utils';
import { isInside, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { ErrorHandler } from '../errors/error-handling.js';
import type { Variable } from '../values/bindings.js';
import type { LibraryCall } from '../values/library-calls.js';
import { isCredentialHeader } from './secret-names.js';

const CREDENTIALS = ['headers.Authorization', 'headers.authorization', 'headers.Cookie', 'headers.cookie', 'headers.X-API-Key', 'headers.x-api-key', 'headers.X-Api-Key', 'auth', 'password'];

/** A caught error that holds the request which has failed, its credential included. */
export interface RequestError {
  readonly library: string;
  /** What of the request is the credential: `headers.Authorization`. */
  readonly credential: string;
}

/** The caught errors of a file that hold a request with a credential that is in view. */
export function requestErrors(file: FileModel): ReadonlyMap<Variable, RequestError> {
  const found = new Map<Variable, RequestError>();
  const requests = file.calls.of('http-request').flatMap(call => {
    const credential = file.catalog.holdsRequests(call.library) ? credentialOf(call, file) : undefined;
    return credential === undefined ? [] : [{ call, credential }];
  });
  if (requests.length === 0) return found;
  for (const handler of file.errorHandling.handlers) {
    const { error, attempted } = handler;
    if (!error || !attempted || looksAtKind(handler, file)) continue;
    const request = requests.find(({ call }) => isInside(call.node, attempted) && isTaken(call.node, attempted));
    if (request) found.set(error, { library: request.call.library, credential: request.credential });
  }
  return found;
}

/** The option, of the call or of what made its client, that holds a credential. */
function credentialOf({ node, client }: LibraryCall, file: FileModel): string | undefined {
  const given = [...node.arguments, ...(client?.node.arguments ?? [])].filter(each => each.type !== 'SpreadElement');
  if (given.some(each => file.options.at(each, 'redact').state === 'present')) return undefined;
  for (const argument of given) {
    if (unwrap(argument).type === 'Literal' || unwrap(argument).type === 'TemplateLiteral') continue;
    const option = CREDENTIALS.find(each => file.options.at(argument, each).state === 'present');
    if (option !== undefined) return option;
  }
  return headerOfChain(node);
}

/** `superagent.get(url).set('Authorization', token)` */
function headerOfChain(node: Node): string | undefined {
  for (let call: Node = node; call.parent?.type === 'MemberExpression' && call.parent.object === call && call.parent.parent.type === 'CallExpression'; call = call.parent.parent) {
    const { arguments: given }: TSESTree.CallExpression = call.parent.parent;
    const [first] = given;
    const name = staticName(call.parent);
    if (name === 'set' && first?.type === 'Literal' && isCredentialHeader(String(first.value))) return String(first.value);
    if (name === 'auth' && given.length > 0) return 'auth';
  }
  return undefined;
}

/** A failure that another catch takes first, or that leaves with a function of its own, does not get here. */
function isTaken(node: Node, attempted: Node): boolean {
  for (let current = node.parent; current && current !== attempted; current = current.parent) {
    if (current.type === 'TryStatement' && current.handler && isInside(node, current.block)) return false;
    if (current.type === 'MemberExpression' && staticName(current) === 'catch' && current.parent.type === 'CallExpression' && current.parent.callee === current) return false;
  }
  return true;
}

/** The handler tells errors apart: what it logs as a whole may be of another kind. */
function looksAtKind({ body }: ErrorHandler, { index }: FileModel): boolean {
  if (!body) return true;
  return index.within(body, 'Identifier').some(each => /^isAxiosError$/.test(each.name)) || index.within(body, 'BinaryExpression').some(each => each.operator === 'instanceof');
}
