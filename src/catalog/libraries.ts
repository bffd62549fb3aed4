import type { Library } from './schema.js';
import { blocking } from './blocking.js';
import { brokers } from './brokers.js';
import { callbackApis } from './callback-apis.js';
import { caches } from './caches.js';
import { cloud } from './cloud.js';
import { databases } from './databases.js';
import { dependencyInjection } from './dependency-injection.js';
import { externalData } from './external-data.js';
import { errorTrackers } from './error-trackers.js';
import { emitters } from './emitters.js';
import { globals } from './globals.js';
import { health } from './health.js';
import { httpClients } from './http-clients.js';
import { directories } from './directories.js';
import { leases } from './leases.js';
import { localState } from './local-state.js';
import { locks } from './locks.js';
import { listeners } from './listeners.js';
import { identifierLibraries } from './identifiers.js';
import { inMemoryCaches } from './in-memory-caches.js';
import { loggers } from './loggers.js';
import { mail } from './mail.js';
import { mutators } from './mutators.js';
import { metrics } from './metrics.js';
import { nativeResources } from './native-resources.js';
import { node } from './node.js';
import { noOperations } from './no-operations.js';
import { processSettings } from './process-settings.js';
import { resilience } from './resilience.js';
import { patternMatching } from './pattern-matching.js';
import { resultTypes } from './result-types.js';
import { payments } from './payments.js';
import { processes } from './processes.js';
import { retriers } from './retriers.js';
import { rpc } from './rpc.js';
import { search } from './search.js';
import { secrets } from './secrets.js';
import { shutdown } from './shutdown.js';
import { testFrameworks } from './test-frameworks.js';
import { thrownErrors } from './thrown-errors.js';
import { tokens } from './tokens.js';
import { tracing } from './tracing.js';
import { validators } from './validators.js';
import { webFrameworks } from './web-frameworks.js';

/** Every library that we know, in no particular order. */
export const libraries: readonly Library[] = [
  ...blocking,
  ...brokers,
  ...caches,
  ...callbackApis,
  ...cloud,
  ...databases,
  ...dependencyInjection,
  ...externalData,
  ...errorTrackers,
  ...emitters,
  ...globals,
  ...health,
  ...httpClients,
  ...directories,
  ...identifierLibraries,
  ...inMemoryCaches,
  ...leases,
  ...localState,
  ...locks,
  ...listeners,
  ...loggers,
  ...mail,
  ...mutators,
  ...metrics,
  ...nativeResources,
  ...node,
  ...patternMatching,
  ...noOperations,
  ...payments,
  ...processSettings,
  ...processes,
  ...resilience,
  ...resultTypes,
  ...retriers,
  ...rpc,
  ...search,
  ...secrets,
  ...shutdown,
  ...testFrameworks,
  ...thrownErrors,
  ...tokens,
  ...tracing,
  ...validators,
  ...webFrameworks,
];
