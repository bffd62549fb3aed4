import type { Node } from '../../syntax/nodes.js';
import type { FileModel } from '../file-model.js';
import { Dependencies } from './dependencies.js';
import type { Route } from './routes.js';

/** A route that says whether the process lives, and asks another program for it. */
export interface DependentLiveness {
  readonly path: string;
  /** What asks: a call in the handler; the path of a route whose handler has others as well. */
  readonly node: Node;
  readonly what: string;
  /** The path of the readiness route beside it. */
  readonly readiness: string | undefined;
}

export interface HealthPaths {
  readonly livenessPaths: readonly string[];
  readonly readinessPaths: readonly string[];
  /** Whether a path that many use for both (`/health`) is for liveness, also where nothing in the file says so. */
  readonly requireSplit: boolean;
}

/** The whole of a service's health for many, and its liveness where readiness has a route of its own. */
const SHARED = ['/health', '/healthz', '/_health', '/healthcheck', '/health-check', '/health_check'];
/** A path that says other things as well: what is on air now. */
const AMBIGUOUS = ['/live'];

/** Finds checks of liveness that fail when another program does: one fault of a database restarts every replica. */
export function dependentLiveness(file: FileModel, { livenessPaths, readinessPaths, requireSplit }: HealthPaths): readonly DependentLiveness[] {
  const { text } = file.sourceCode;
  // Cheap to refuse: before any route is looked for.
  if (![...livenessPaths, ...SHARED].some(each => text.includes(each.slice(each.lastIndexOf('/') + 1)))) return [];
  const routes = file.routes.all;
  const ready = routes.filter(each => isOneOf(each.path, readinessPaths));
  const live = routes.filter(each => isOneOf(each.path, livenessPaths));
  const shared = requireSplit || (ready.length > 0 && live.length === 0) ? routes.filter(each => isOneOf(each.path, SHARED) && !live.includes(each)) : [];
  const dependencies = new Dependencies(file);
  return [...live.filter(each => ready.length > 0 || !isAmbiguous(each, routes)), ...shared].flatMap(route => {
    const asked = route.bodies.map(each => dependencies.of(each)).find(each => each?.isCaught === false);
    if (!asked) return [];
    const readiness = ready.find(each => each.path !== route.path)?.path;
    return [{ path: route.path, node: isShared(route, routes) ? route.node : asked.node, what: asked.what, readiness }];
  });
}

/** Whether a path is one of these, perhaps behind a prefix without parameters. */
function isOneOf(path: string, paths: readonly string[]): boolean {
  return !/[:*{(]/.test(path) && paths.some(each => path === each || path.endsWith(each));
}

/** `/live` on its own is about health where health has other routes here, or stands before it. */
function isAmbiguous({ path }: Route, routes: readonly Route[]): boolean {
  return AMBIGUOUS.some(each => path.endsWith(each)) && !/health|status|probe|\/-\//.test(path) && !routes.some(each => each.path !== path && isOneOf(each.path, [...SHARED, '/startup', '/startupz', '/metrics']));
}

/** One handler under several paths: what it asks is no fault of the others. */
function isShared({ bodies, path }: Route, routes: readonly Route[]): boolean {
  return routes.some(each => each.path !== path && each.bodies.some(body => bodies.includes(body)));
}
