import { resolve } from 'node:path';
import type { ParserServices, TSESLint, TSESTree } from '@typescript-eslint/utils';
import { createCatalog, type Catalog } from '../catalog/index.js';
import type { Settings } from '../settings.js';
import type { FunctionNode } from '../syntax/nodes.js';
import type { Node, VisitorKeys } from '../syntax/walk.js';
import { fromServices } from '../types/from-services.js';
import { fromNative } from '../types/native/from-native.js';
import { noTypes } from '../types/no-types.js';
import type { TypeFacts } from '../types/type-facts.js';
import { Bindings } from './values/bindings.js';
import { BlockingCommands } from './queries/blocking-commands.js';
import { Environment } from './boundaries/environment.js';
import { endlessRecursions, type EndlessRecursion } from './promises/endless-recursion.js';
import { Executors } from './promises/executors.js';
import { CachedPromises } from './promises/cached-promises.js';
import { ErrorClasses } from './errors/error-classes.js';
import { unheardPipes, type UnheardPipe } from './emitters/unheard-pipes.js';
import { controlStatements, type ControlStatement } from './transactions/control-statements.js';
import { OpenTransactions } from './transactions/open-transactions.js';
import { ManagedTransactions } from './transactions/managed-transactions.js';
import { outerQueries, type OuterQuery } from './transactions/outer-clients.js';
import { slowTransactions, type SlowWork } from './transactions/slow-transactions.js';
import { lostTransactions, type LostTransaction } from './transactions/lost-transactions.js';
import { poolTransactions, type PoolTransaction } from './transactions/pool-transactions.js';
import { ListenerLeaks } from './emitters/listener-leaks.js';
import { deafListens, type DeafListen } from './emitters/deaf-listens.js';
import { misspeltEvents, type MisspeltEvent } from './emitters/misspelt-events.js';
import { reemittedErrors, type ReemittedError } from './emitters/reemitted-errors.js';
import { UnheardErrors } from './emitters/unheard-errors.js';
import { ErrorHandling } from './errors/error-handling.js';
import { LeakedErrorDetails, type LeakedDetails } from './requests/leaked-details.js';
import { ErrorMiddleware } from './requests/error-middleware.js';
import { LossyCopies } from './errors/lossy-copies.js';
import { textMatches, type TextMatch } from './errors/text-matches.js';
import { ErrorValues } from './errors/error-values.js';
import { DeferredCallbacks } from './errors/deferred-callbacks.js';
import { maskedErrors, type MaskedError } from './errors/masked-errors.js';
import { deferredThrows, type DeferredThrow } from './errors/deferred-throws.js';
import { ExternalParses } from './errors/external-parses.js';
import { ignoredCallbackErrors, type IgnoredCallbackError } from './errors/ignored-callback-errors.js';
import { TestCases } from './tests/test-cases.js';
import { VacuousTests } from './tests/vacuous-tests.js';
import { impurities, type Impurity } from './effects/impurities.js';
import { importEffects, type ImportEffect } from './effects/import-effects.js';
import { Exits } from './errors/exits.js';
import { ProcessHandlers } from './errors/process-handlers.js';
import { reloggedErrors, type ReloggedError } from './errors/relogged-errors.js';
import { unsafeExits, type UnsafeExit } from './errors/unsafe-exits.js';
import { ExternalData } from './boundaries/external-data.js';
import { ThrowContracts } from './throws/throw-contracts.js';
import { ThrowSets } from './throws/throw-sets.js';
import { filePlace, fileRole, type FilePlace, type FileRole } from './file-role.js';
import { flowOf, type Flow } from './flow/flow-queries.js';
import { Imports } from './values/imports.js';
import { LibraryCalls } from './values/library-calls.js';
import { Spans } from './tracing/spans.js';
import { enteredContexts, type EnteredContext } from './tracing/entered-contexts.js';
import { dependentLiveness, type DependentLiveness, type HealthPaths } from './health/liveness.js';
import { missingEndpoints, type MissingEndpoint } from './health/missing-endpoints.js';
import { Routes } from './health/routes.js';
import { KeyLocks } from './locks/key-locks.js';
import { InterpolatedMessages } from './logs/interpolated-messages.js';
import { LogCalls } from './logs/log-calls.js';
import { seriesValues, type SeriesValue } from './metrics/series.js';
import { unboundedLabels, type UnboundedLabel } from './metrics/unbounded-labels.js';
import { UnboundedValues } from './metrics/unbounded-values.js';
import { mismatchedLevels, type MismatchedLevel } from './logs/mismatched-levels.js';
import { RepeatedMetrics } from './metrics/repeated-metrics.js';
import { sensitiveValues, type SensitiveValue } from './logs/sensitive-values.js';
import { carelessJobs, type CarelessJob } from './messages/careless-jobs.js';
import { prematureAcks, type PrematureAck } from './messages/premature-acks.js';
import { Mutations } from './state/mutations.js';
import { typeCandidates } from './values/type-candidates.js';
import { OptionValues } from './values/option-values.js';
import { Origins } from './values/origins.js';
import { FailFast } from './promises/fail-fast.js';
import { LateAwaits } from './promises/late-awaits.js';
import { EarlyReturns } from './promises/early-returns.js';
import { PromiseValues } from './promises/promise-values.js';
import { ProjectValues } from './values/project-values.js';
import { Promises } from './promises/promises.js';
import { SettledResults } from './promises/settled-results.js';
import { RejectionHandlers } from './promises/rejection-handlers.js';
import { repeatedCallbacks, type RepeatedCallback } from './promises/repeated-callbacks.js';
import { RepeatedWork } from './promises/repeated-work.js';
import { doubleResponses, type DoubleResponse } from './requests/double-responses.js';
import { misusedReplies, type MisusedReply } from './requests/misused-replies.js';
import { BlockingCalls } from './requests/blocking-calls.js';
import { RequestHandlers } from './requests/request-handlers.js';
import { unansweredPaths, type UnansweredPath } from './requests/unanswered-paths.js';
import { Resources } from './resources/resources.js';
import { repliesOf, type Reply } from './responses/replies.js';
import { unreadBodies, type UnreadBody } from './responses/unread-bodies.js';
import { uncheckedStatuses, type UncheckedStatus } from './responses/unchecked-statuses.js';
import { Outbound } from './waits/outbound.js';
import { Shutdowns } from './processes/shutdowns.js';
import { Servers } from './servers/servers.js';
import { Retries } from './retries/retries.js';
import { ExportedMutables } from './state/exported-mutables.js';
import { growingContainers, type GrowingContainer } from './state/growing-containers.js';
import { HalfMadeObjects } from './state/half-made.js';
import { StaleLists } from './state/stale-lists.js';
import { stalePaths, type StalePath } from './state/stale-paths.js';
import { StaleStores } from './state/stale-stores.js';
import { MutatedInputs } from './state/mutated-inputs.js';
import { diskStates, type DiskState } from './state/disk-state.js';
import { instanceJobs, type InstanceJob } from './state/instance-jobs.js';
import { processStates, type ProcessState } from './state/process-state.js';
import { StaleWrites } from './state/stale-writes.js';
import { StuckMarkers } from './state/stuck-markers.js';
import { unboundedCaches, type UnboundedCache } from './state/unbounded-caches.js';
import { SyntaxIndex } from './syntax-index.js';
import { unawaitedNexts, type UnawaitedNext } from './promises/unawaited-next.js';
import { invalidDurations, type InvalidDuration } from './waits/durations.js';
import { misusedSignals, type MisusedSignal } from './signals/misused-signals.js';
import { raceTimers, type RaceTimer } from './signals/race-timers.js';
import { Signals } from './signals/signals.js';
import { timerLeaks, type TimerLeak } from './timers/timer-leaks.js';
import { ClientsPerCall } from './waits/clients-per-call.js';
import { ClientWaits } from './waits/client-waits.js';
import { Waits } from './waits/waits.js';
import { untestedFailures, type UntestedFailures } from './tests/untested-failures.js';
import { FanOuts } from './fan-out/fan-out.js';
import { ListSizes } from './fan-out/list-sizes.js';
import { LoopedQueries } from './queries/looped-queries.js';
import { QueryChains } from './queries/query-chains.js';
import { unscopedMutations, type UnscopedMutation } from './queries/unscoped-mutations.js';
import { QueryLimits } from './queries/query-limits.js';

/** What the linter gives us of a file. */
export interface FileSource {
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
  readonly filename: string;
  /** Whether the code is a piece of its file, which a processor has cut out. */
  readonly isPiece?: boolean;
  readonly settings: Settings;
}

/** All that rules may ask about a file. Each fact is computed on the first ask, once, and shared by all rules. */
export class FileModel {
  readonly ast: TSESTree.Program;
  readonly filename: string;
  readonly isPiece: boolean;
  readonly settings: Settings;
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
  readonly visitorKeys: VisitorKeys;

  constructor(source: FileSource) {
    this.sourceCode = source.sourceCode;
    this.ast = source.sourceCode.ast;
    this.filename = source.filename;
    this.isPiece = source.isPiece === true;
    this.settings = source.settings;
    this.visitorKeys = source.sourceCode.visitorKeys;
  }

  get index(): SyntaxIndex {
    return (this.#index ??= new SyntaxIndex(this.ast, this.visitorKeys, this.sourceCode));
  }
  #index: SyntaxIndex | undefined;

  get bindings(): Bindings {
    return (this.#bindings ??= new Bindings(this.sourceCode.scopeManager));
  }
  #bindings: Bindings | undefined;

  get imports(): Imports {
    return (this.#imports ??= new Imports(this.index, this.bindings));
  }
  #imports: Imports | undefined;

  get origins(): Origins {
    if (this.#origins) return this.#origins;
    // What a test is given by its own helpers is of no library's making that a rule about tests asks for.
    this.#origins = new Origins(this.bindings, this.imports, this.#catalog, this.role === 'test' ? noTypes : this.types);
    this.#origins.project = this.project;
    this.#origins.assignments = this.index.all('AssignmentExpression').filter(each => each.operator === '=');
    return this.#origins;
  }
  #origins: Origins | undefined;

  /** Options of calls: what is set, to what, and what cannot be seen. */
  get options(): OptionValues {
    return (this.#options ??= new OptionValues(this.bindings, this.origins, fn => this.index.inOwn(fn, 'ReturnStatement')));
  }
  #options: OptionValues | undefined;

  /** Proven calls of libraries that the catalog knows. */
  get calls(): LibraryCalls {
    return (this.#calls ??= new LibraryCalls(this.index, this.origins, this.#catalog));
  }
  #calls: LibraryCalls | undefined;

  /** What other modules of the project say; undefined where `settings.bulletproof.project` is off. */
  get project(): ProjectValues | undefined {
    if (this.#project === undefined) this.#project = ProjectValues.of(this) ?? null;
    return this.#project ?? undefined;
  }
  #project: ProjectValues | null | undefined;

  get promises(): Promises {
    return (this.#promises ??= new Promises(this));
  }
  #promises: Promises | undefined;

  /** `next()` of a middleware that nothing waits for. */
  get unawaitedNexts(): readonly UnawaitedNext[] {
    return (this.#unawaitedNexts ??= unawaitedNexts(this));
  }
  #unawaitedNexts: readonly UnawaitedNext[] | undefined;

  /** Work that is started again and again, whether or not the last run has ended. */
  get repeatedWork(): RepeatedWork {
    return (this.#repeatedWork ??= new RepeatedWork(this));
  }
  #repeatedWork: RepeatedWork | undefined;

  /** Functions whose promise waits for the next call of themselves, for ever. */
  get endlessRecursions(): readonly EndlessRecursion[] {
    return (this.#endlessRecursions ??= endlessRecursions(this));
  }
  #endlessRecursions: readonly EndlessRecursion[] | undefined;

  /** Promises whose first handler comes after another wait. */
  get lateAwaits(): LateAwaits {
    return (this.#lateAwaits ??= new LateAwaits(this));
  }
  #lateAwaits: LateAwaits | undefined;

  /** Promises that are used where their value is meant. */
  get promiseValues(): PromiseValues {
    return (this.#promiseValues ??= new PromiseValues(this));
  }
  #promiseValues: PromiseValues | undefined;

  /** Returns that leave a `try` before what they return has settled. */
  get earlyReturns(): EarlyReturns {
    return (this.#earlyReturns ??= new EarlyReturns(this));
  }
  #earlyReturns: EarlyReturns | undefined;

  /** Rejection handlers and error listeners that cannot work. */
  get rejectionHandlers(): RejectionHandlers {
    return (this.#rejectionHandlers ??= new RejectionHandlers(this));
  }
  #rejectionHandlers: RejectionHandlers | undefined;

  /** What becomes of the results of `Promise.allSettled`. */
  get settledResults(): SettledResults {
    return (this.#settledResults ??= new SettledResults(this));
  }
  #settledResults: SettledResults | undefined;

  /** `Promise.all` over side effects of which one fails for all. */
  get failFast(): FailFast {
    return (this.#failFast ??= new FailFast(this));
  }
  #failFast: FailFast | undefined;

  /** Promises that are settled by hand, and how that fails. */
  get executors(): Executors {
    return (this.#executors ??= new Executors(this));
  }
  #executors: Executors | undefined;

  /** Promises that are kept, and their rejections with them. */
  get cachedPromises(): CachedPromises {
    return (this.#cachedPromises ??= new CachedPromises(this));
  }
  #cachedPromises: CachedPromises | undefined;

  get errorHandling(): ErrorHandling {
    return (this.#errorHandling ??= new ErrorHandling(this));
  }
  #errorHandling: ErrorHandling | undefined;

  /** Which expressions are errors, and how we know. */
  get errorValues(): ErrorValues {
    return (this.#errorValues ??= new ErrorValues(this));
  }
  #errorValues: ErrorValues | undefined;

  /** Emitters whose errors end the process, and that nobody hears. */
  get unheardErrors(): UnheardErrors {
    return (this.#unheardErrors ??= new UnheardErrors(this));
  }
  #unheardErrors: UnheardErrors | undefined;

  /** Emitters of the file's own that pass on the errors which they hear, and whose own errors nobody hears. */
  get reemittedErrors(): readonly ReemittedError[] {
    return (this.#reemittedErrors ??= reemittedErrors(this));
  }
  #reemittedErrors: readonly ReemittedError[] | undefined;

  /** Listeners that stay when what added them is over, and removals that remove nothing. */
  get listenerLeaks(): ListenerLeaks {
    return (this.#listenerLeaks ??= new ListenerLeaks(this));
  }
  #listenerLeaks: ListenerLeaks | undefined;

  /** Servers that somebody waits for, who is not told that the port is taken. */
  get deafListens(): readonly DeafListen[] {
    return (this.#deafListens ??= deafListens(this));
  }
  #deafListens: readonly DeafListen[] | undefined;

  /** Listeners of events that their emitters never emit. */
  get misspeltEvents(): readonly MisspeltEvent[] {
    return (this.#misspeltEvents ??= misspeltEvents(this));
  }
  #misspeltEvents: readonly MisspeltEvent[] | undefined;

  /** Chains of `.pipe()` in which an error of one of the streams is lost. */
  get unheardPipes(): readonly UnheardPipe[] {
    return (this.#unheardPipes ??= unheardPipes(this));
  }
  #unheardPipes: readonly UnheardPipe[] | undefined;

  /** Node-style callbacks that do not look at their error. */
  get ignoredCallbackErrors(): readonly IgnoredCallbackError[] {
    return (this.#ignoredCallbackErrors ??= ignoredCallbackErrors(this));
  }
  #ignoredCallbackErrors: readonly IgnoredCallbackError[] | undefined;

  /** Which functions libraries call, and what becomes of what they throw. */
  get deferredCallbacks(): DeferredCallbacks {
    return (this.#deferredCallbacks ??= new DeferredCallbacks(this));
  }
  #deferredCallbacks: DeferredCallbacks | undefined;

  /** Reads whose TypeError takes the place of the error that came first. */
  get maskedErrors(): readonly MaskedError[] {
    return (this.#maskedErrors ??= maskedErrors(this));
  }
  #maskedErrors: readonly MaskedError[] | undefined;

  /** Throws that no catch can reach. */
  get deferredThrows(): readonly DeferredThrow[] {
    return (this.#deferredThrows ??= deferredThrows(this));
  }
  #deferredThrows: readonly DeferredThrow[] | undefined;

  /** Parsers that are given data from outside, where nothing takes what they throw. */
  get externalParses(): ExternalParses {
    return (this.#externalParses ??= new ExternalParses(this));
  }
  #externalParses: ExternalParses | undefined;

  get mutations(): Mutations {
    return (this.#mutations ??= new Mutations(this));
  }
  #mutations: Mutations | undefined;

  /** Data of databases, caches and files that is written by what was read of it before. */
  get staleStores(): StaleStores {
    return (this.#staleStores ??= new StaleStores(this));
  }
  #staleStores: StaleStores | undefined;

  /** Shared lists that are changed by where an element was, or emptied of what has come meanwhile. */
  get staleLists(): StaleLists {
    return (this.#staleLists ??= new StaleLists(this));
  }
  #staleLists: StaleLists | undefined;

  /** Directories that are made where a look before has not found them. */
  get stalePaths(): readonly StalePath[] {
    return (this.#stalePaths ??= stalePaths(this));
  }
  #stalePaths: readonly StalePath[] | undefined;

  /** Objects that others find in a shared place before they are ready. */
  get halfMadeObjects(): HalfMadeObjects {
    return (this.#halfMadeObjects ??= new HalfMadeObjects(this));
  }
  #halfMadeObjects: HalfMadeObjects | undefined;

  /** Changes of what belongs to the caller: parameters, parts of them behind a shallow copy, lists of the module. */
  get mutatedInputs(): MutatedInputs {
    return (this.#mutatedInputs ??= new MutatedInputs(this));
  }
  #mutatedInputs: MutatedInputs | undefined;

  /** Shared places that are written by what was read of them before a wait. */
  get staleWrites(): StaleWrites {
    return (this.#staleWrites ??= new StaleWrites(this));
  }
  #staleWrites: StaleWrites | undefined;

  /** Exported bindings, containers and static fields that change, or that importers can change. */
  get exportedMutables(): ExportedMutables {
    return (this.#exportedMutables ??= new ExportedMutables(this));
  }
  #exportedMutables: ExportedMutables | undefined;

  /** Containers that all calls share, that grow with each of them, and that nothing is taken out of. */
  get growingContainers(): readonly GrowingContainer[] {
    return (this.#growingContainers ??= growingContainers(this));
  }
  #growingContainers: readonly GrowingContainer[] | undefined;

  /** What libraries keep in the memory of the process, where every instance should see it. */
  get processStates(): readonly ProcessState[] {
    return (this.#processStates ??= processStates(this));
  }
  #processStates: readonly ProcessState[] | undefined;

  /** Files that requests leave on the disk of the instance that happens to answer them. */
  get diskStates(): readonly DiskState[] {
    return (this.#diskStates ??= diskStates(this));
  }
  #diskStates: readonly DiskState[] | undefined;

  /** Jobs of timers that do what must be done once, and that each instance runs. */
  get instanceJobs(): readonly InstanceJob[] {
    return (this.#instanceJobs ??= instanceJobs(this));
  }
  #instanceJobs: readonly InstanceJob[] | undefined;

  /** Caches of libraries that nothing bounds. */
  get unboundedCaches(): readonly UnboundedCache[] {
    return (this.#unboundedCaches ??= unboundedCaches(this));
  }
  #unboundedCaches: readonly UnboundedCache[] | undefined;

  /** What the file takes from the environment without a check. */
  get environment(): Environment {
    return (this.#environment ??= new Environment(this));
  }
  #environment: Environment | undefined;

  /** Data from outside of the process, and claims about it that nothing checks. */
  get externalData(): ExternalData {
    return (this.#externalData ??= new ExternalData(this));
  }
  #externalData: ExternalData | undefined;

  get handlers(): RequestHandlers {
    return (this.#handlers ??= new RequestHandlers(this));
  }
  #handlers: RequestHandlers | undefined;

  /** Work that keeps the process from everything else, once for each request. */
  get blockingCalls(): BlockingCalls {
    return (this.#blockingCalls ??= new BlockingCalls(this));
  }
  #blockingCalls: BlockingCalls | undefined;

  get resources(): Resources {
    return (this.#resources ??= new Resources(this));
  }
  #resources: Resources | undefined;

  /** Spans that are started by hand: which are not ended, too early, or not told of a failure. */
  get spans(): Spans {
    return (this.#spans ??= new Spans(this));
  }
  #spans: Spans | undefined;

  /** Stores of asynchronous contexts that reach beyond the function that sets them. */
  get enteredContexts(): readonly EnteredContext[] {
    return (this.#enteredContexts ??= enteredContexts(this));
  }
  #enteredContexts: readonly EnteredContext[] | undefined;

  get logs(): LogCalls {
    return (this.#logs ??= new LogCalls(this));
  }
  #logs: LogCalls | undefined;

  /** The labels, tags and names that metrics and spans are recorded with. */
  get seriesValues(): readonly SeriesValue[] {
    return (this.#seriesValues ??= seriesValues(this));
  }
  #seriesValues: readonly SeriesValue[] | undefined;

  /** Labels, tags and names that have a value of their own again and again; `allowed` labels left out, and `more` names believed. */
  unboundedLabels(names: { readonly allowed: readonly string[]; readonly more: readonly string[] }): readonly UnboundedLabel[] {
    return unboundedLabels(this, names);
  }

  /** Which expressions can have any number of values. */
  get unboundedValues(): UnboundedValues {
    return (this.#unboundedValues ??= new UnboundedValues(this));
  }
  #unboundedValues: UnboundedValues | undefined;

  /** Log entries at a level that does not fit what they tell. */
  get mismatchedLevels(): readonly MismatchedLevel[] {
    return (this.#mismatchedLevels ??= mismatchedLevels(this));
  }
  #mismatchedLevels: readonly MismatchedLevel[] | undefined;

  /** Metrics, and callbacks of metrics, that are registered again and again. */
  get repeatedMetrics(): RepeatedMetrics {
    return (this.#repeatedMetrics ??= new RepeatedMetrics(this));
  }
  #repeatedMetrics: RepeatedMetrics | undefined;

  /** Log calls whose message holds values. */
  get interpolatedMessages(): InterpolatedMessages {
    return (this.#interpolatedMessages ??= new InterpolatedMessages(this));
  }
  #interpolatedMessages: InterpolatedMessages | undefined;

  /** Credentials that log entries print. */
  get sensitiveValues(): readonly SensitiveValue[] {
    return this.sensitiveValuesOf([], false);
  }

  /** The same with more names of properties that hold credentials, and with personal data. */
  sensitiveValuesOf(properties: readonly string[], personalData: boolean): readonly SensitiveValue[] {
    const key = JSON.stringify([properties, personalData]);
    let values = this.#sensitiveValues.get(key);
    if (!values) this.#sensitiveValues.set(key, (values = sensitiveValues(this, properties, personalData)));
    return values;
  }
  readonly #sensitiveValues = new Map<string, readonly SensitiveValue[]>();

  /** What bounds the waits of calls, and what only seems to. */
  get waits(): Waits {
    return (this.#waits ??= new Waits(this));
  }
  #waits: Waits | undefined;

  /** Commands that keep a server, or a connection that others use, from answering. */
  get blockingCommands(): BlockingCommands {
    return (this.#blockingCommands ??= new BlockingCommands(this));
  }
  #blockingCommands: BlockingCommands | undefined;

  /** Locks that are made of the commands of a store, and how they fail. */
  get keyLocks(): KeyLocks {
    return (this.#keyLocks ??= new KeyLocks(this));
  }
  #keyLocks: KeyLocks | undefined;

  /** AbortSignals in hand, and the calls that are not given them. */
  get signals(): Signals {
    return (this.#signals ??= new Signals(this));
  }
  #signals: Signals | undefined;

  /** Timers that limit a race and outlive it. */
  get raceTimers(): readonly RaceTimer[] {
    return (this.#raceTimers ??= raceTimers(this));
  }
  #raceTimers: readonly RaceTimer[] | undefined;

  /** Timers that go on when what they were set for is over. */
  get timerLeaks(): readonly TimerLeak[] {
    return (this.#timerLeaks ??= timerLeaks(this));
  }
  #timerLeaks: readonly TimerLeak[] | undefined;

  /** Signals, controllers and their errors, taken for something that they are not. */
  get misusedSignals(): readonly MisusedSignal[] {
    return (this.#misusedSignals ??= misusedSignals(this));
  }
  #misusedSignals: readonly MisusedSignal[] | undefined;

  /** Lengths of time that are surely not what they are read as. */
  get invalidDurations(): readonly InvalidDuration[] {
    return (this.#invalidDurations ??= invalidDurations(this));
  }
  #invalidDurations: readonly InvalidDuration[] | undefined;

  /** What bounds the waits of database, cache, broker and other clients. */
  get clientWaits(): ClientWaits {
    return (this.#clientWaits ??= new ClientWaits(this));
  }
  #clientWaits: ClientWaits | undefined;

  /** What servers let clients take of them. */
  get servers(): Servers {
    return (this.#servers ??= new Servers(this));
  }
  #servers: Servers | undefined;

  /** How the program ends when it is told to. */
  get shutdowns(): Shutdowns {
    return (this.#shutdowns ??= new Shutdowns(this));
  }
  #shutdowns: Shutdowns | undefined;

  /** What is done again when it has failed. */
  get retries(): Retries {
    return (this.#retries ??= new Retries(this));
  }
  #retries: Retries | undefined;

  /** How long lists can get. */
  get listSizes(): ListSizes {
    return (this.#listSizes ??= new ListSizes(this));
  }
  #listSizes: ListSizes | undefined;

  /** Database queries as wholes, with all links of their builders. */
  get queryChains(): QueryChains {
    return (this.#queryChains ??= new QueryChains(this));
  }
  #queryChains: QueryChains | undefined;

  /** Queries that are sent once for each element of a list. */
  get loopedQueries(): LoopedQueries {
    return (this.#loopedQueries ??= new LoopedQueries(this));
  }
  #loopedQueries: LoopedQueries | undefined;

  /** Work that a list of any length starts all at once. */
  get fanOuts(): FanOuts {
    return (this.#fanOuts ??= new FanOuts(this));
  }
  #fanOuts: FanOuts | undefined;

  /** Statements of SQL that begin, end or set up a transaction. */
  get controlStatements(): readonly ControlStatement[] {
    return (this.#controlStatements ??= controlStatements(this));
  }
  #controlStatements: readonly ControlStatement[] | undefined;

  /** Transactions that are begun by hand, and the paths that leave them open. */
  get openTransactions(): OpenTransactions {
    return (this.#openTransactions ??= new OpenTransactions(this));
  }
  #openTransactions: OpenTransactions | undefined;

  /** Handlers after which a transaction goes on that its server has given up. */
  get lostTransactions(): readonly LostTransaction[] {
    return (this.#lostTransactions ??= lostTransactions(this));
  }
  #lostTransactions: readonly LostTransaction[] | undefined;

  /** Statements that mean one connection, sent through a client that takes any. */
  get poolTransactions(): readonly PoolTransaction[] {
    return (this.#poolTransactions ??= poolTransactions(this));
  }
  #poolTransactions: readonly PoolTransaction[] | undefined;

  /** Functions that run inside of a transaction, which their caller ends. */
  get managedTransactions(): ManagedTransactions {
    return (this.#managedTransactions ??= new ManagedTransactions(this));
  }
  #managedTransactions: ManagedTransactions | undefined;

  /** Queries that pass by the transaction around them. */
  get outerQueries(): readonly OuterQuery[] {
    return (this.#outerQueries ??= outerQueries(this));
  }
  #outerQueries: readonly OuterQuery[] | undefined;

  /** What waits for the network, or tells others, while a transaction is open. */
  get slowTransactions(): readonly SlowWork[] {
    return (this.#slowTransactions ??= slowTransactions(this));
  }
  #slowTransactions: readonly SlowWork[] | undefined;

  /** What the file depends on, or changes, besides what its functions are given and what they answer. */
  get impurities(): readonly Impurity[] {
    return (this.#impurities ??= impurities(this));
  }
  #impurities: readonly Impurity[] | undefined;

  /** What importing the file begins or changes, besides that its names are defined. */
  get importEffects(): readonly ImportEffect[] {
    return (this.#importEffects ??= importEffects(this));
  }
  #importEffects: readonly ImportEffect[] | undefined;

  /** Updates and deletes of every row. */
  get unscopedMutations(): readonly UnscopedMutation[] {
    return (this.#unscopedMutations ??= unscopedMutations(this));
  }
  #unscopedMutations: readonly UnscopedMutation[] | undefined;

  /** Queries that read as many rows as there are. */
  get queryLimits(): QueryLimits {
    return (this.#queryLimits ??= new QueryLimits(this));
  }
  #queryLimits: QueryLimits | undefined;

  /** What is made for one call and should live as long as the process. */
  get clientsPerCall(): ClientsPerCall {
    return (this.#clientsPerCall ??= new ClientsPerCall(this));
  }
  #clientsPerCall: ClientsPerCall | undefined;

  /** Messages that a broker is told to forget whatever becomes of their work. */
  get prematureAcks(): readonly PrematureAck[] {
    return (this.#prematureAcks ??= prematureAcks(this));
  }
  #prematureAcks: readonly PrematureAck[] | undefined;

  /** Jobs that say nothing about their failure, or their end. */
  get carelessJobs(): readonly CarelessJob[] {
    return (this.#carelessJobs ??= carelessJobs(this));
  }
  #carelessJobs: readonly CarelessJob[] | undefined;

  /** The responses of outgoing requests, and what is done with each. */
  get replies(): readonly Reply[] {
    return (this.#replies ??= repliesOf(this));
  }
  #replies: readonly Reply[] | undefined;

  /** Bodies of responses that are used whatever the status was. */
  get uncheckedStatuses(): readonly UncheckedStatus[] {
    return (this.#uncheckedStatuses ??= uncheckedStatuses(this, this.replies));
  }
  #uncheckedStatuses: readonly UncheckedStatus[] | undefined;

  /** Responses whose body nobody reads, on some path at least. */
  get unreadBodies(): readonly UnreadBody[] {
    return (this.#unreadBodies ??= unreadBodies(this, this.replies));
  }
  #unreadBodies: readonly UnreadBody[] | undefined;

  /** Calls of other services, and the wrappers that they go through. */
  get outbound(): Outbound {
    return (this.#outbound ??= new Outbound(this));
  }
  #outbound: Outbound | undefined;

  /** Classes of the file that extend a built-in error. */
  get errorClasses(): ErrorClasses {
    return (this.#errorClasses ??= new ErrorClasses(this));
  }
  #errorClasses: ErrorClasses | undefined;

  /** Functions that answer for failed requests, and how they fail at it. */
  get errorMiddleware(): ErrorMiddleware {
    return (this.#errorMiddleware ??= new ErrorMiddleware(this));
  }
  #errorMiddleware: ErrorMiddleware | undefined;

  /** Requests that are answered, and then again. */
  get doubleResponses(): readonly DoubleResponse[] {
    return (this.#doubleResponses ??= doubleResponses(this));
  }
  #doubleResponses: readonly DoubleResponse[] | undefined;

  /** Node-style callbacks that can be called twice. */
  get repeatedCallbacks(): readonly RepeatedCallback[] {
    return (this.#repeatedCallbacks ??= repeatedCallbacks(this));
  }
  #repeatedCallbacks: readonly RepeatedCallback[] | undefined;

  /** Answers that the framework does not take for one. */
  get misusedReplies(): readonly MisusedReply[] {
    return (this.#misusedReplies ??= misusedReplies(this));
  }
  #misusedReplies: readonly MisusedReply[] | undefined;

  /** Paths of handlers on which nobody answers the request. */
  get unansweredPaths(): readonly UnansweredPath[] {
    return (this.#unansweredPaths ??= unansweredPaths(this));
  }
  #unansweredPaths: readonly UnansweredPath[] | undefined;

  /** Where the process ends, and which functions end it. */
  get exits(): Exits {
    return (this.#exits ??= new Exits(this));
  }
  #exits: Exits | undefined;

  /** Listeners for errors that nobody has handled. */
  get processHandlers(): ProcessHandlers {
    return (this.#processHandlers ??= new ProcessHandlers(this));
  }
  #processHandlers: ProcessHandlers | undefined;

  /** The routes whose paths can be read. */
  get routes(): Routes {
    return (this.#routes ??= new Routes(this));
  }
  #routes: Routes | undefined;

  /** Routes that say whether the process lives, and ask another program for it. What they are called is the rule's option. */
  dependentLiveness(paths: HealthPaths): readonly DependentLiveness[] {
    return dependentLiveness(this, paths);
  }

  /** What starts to listen for a service that has no route of health. */
  missingEndpoints(options: { readonly paths: readonly string[]; readonly requireSplit: boolean }): readonly MissingEndpoint[] {
    return missingEndpoints(this, options);
  }

  /** Copies of errors without what they say. */
  get lossyCopies(): LossyCopies {
    return (this.#lossyCopies ??= new LossyCopies(this));
  }
  #lossyCopies: LossyCopies | undefined;

  /** Decisions by what an error says. */
  get textMatches(): readonly TextMatch[] {
    return (this.#textMatches ??= textMatches(this));
  }
  #textMatches: readonly TextMatch[] | undefined;

  /** Which errors can leave each function. */
  get throwSets(): ThrowSets {
    return (this.#throwSets ??= new ThrowSets(this));
  }
  #throwSets: ThrowSets | undefined;

  /** What functions say that they throw, or that they do not, against what can leave them. */
  get throwContracts(): ThrowContracts {
    return (this.#throwContracts ??= new ThrowContracts(this));
  }
  #throwContracts: ThrowContracts | undefined;

  /** Answers that tell clients what only the operator should read. */
  get leakedDetails(): readonly LeakedDetails[] {
    return (this.#leakedDetails ??= new LeakedErrorDetails(this)).all;
  }
  #leakedDetails: LeakedErrorDetails | undefined;

  /** Markers of shared state that a failure leaves set. */
  get stuckMarkers(): StuckMarkers {
    return (this.#stuckMarkers ??= new StuckMarkers(this));
  }
  #stuckMarkers: StuckMarkers | undefined;

  /** How the module can fail, where no test of the project expects it to. */
  get untestedFailures(): UntestedFailures | undefined {
    return (this.#untestedFailures ??= untestedFailures(this));
  }
  #untestedFailures: UntestedFailures | undefined;

  /** Failures that are logged and thrown on. */
  get reloggedErrors(): readonly ReloggedError[] {
    return (this.#reloggedErrors ??= reloggedErrors(this));
  }
  #reloggedErrors: readonly ReloggedError[] | undefined;

  /** Exits that end the process of others. */
  get unsafeExits(): readonly UnsafeExit[] {
    return (this.#unsafeExits ??= unsafeExits(this));
  }
  #unsafeExits: readonly UnsafeExit[] | undefined;

  /** The tests that a file holds, and what they assert. */
  get tests(): TestCases {
    return (this.#tests ??= new TestCases(this));
  }
  #tests: TestCases | undefined;

  /** Tests of a failure that pass without it. */
  get vacuousTests(): VacuousTests {
    return (this.#vacuousTests ??= new VacuousTests(this));
  }
  #vacuousTests: VacuousTests | undefined;

  get types(): TypeFacts {
    return (this.#types ??= this.#findTypes());
  }
  #types: TypeFacts | undefined;

  #findTypes(): TypeFacts {
    const { types } = this.settings;
    // ESLint 8 names it so; oxlint gives an empty object.
    const services: Partial<ParserServices> | undefined = this.sourceCode.parserServices;
    if ((types === 'auto' || types === 'services') && services?.program && services.getTypeAtLocation) return fromServices(services as Parameters<typeof fromServices>[0]);
    if ((types !== 'auto' && types !== 'native') || this.isPiece) return noTypes;
    return fromNative({ path: resolve(this.filename), text: this.sourceCode.text, candidates: typeCandidates(this) }, types === 'native');
  }

  get place(): FilePlace {
    return (this.#place ??= filePlace(this.filename));
  }
  #place: FilePlace | undefined;

  get role(): FileRole {
    return (this.#role ??= fileRole(this));
  }
  #role: FileRole | undefined;

  /** The control flow of one function, or of the module's own code. */
  flow(root: FunctionNode | TSESTree.Program): Flow {
    let flow = this.#flows.get(root);
    if (!flow) this.#flows.set(root, (flow = flowOf(root, this.visitorKeys)));
    return flow;
  }
  readonly #flows = new Map<Node, Flow>();

  /** The catalog, with the libraries of the settings. Analyses ask it for facts of types; rules do not see it. */
  get catalog(): Catalog {
    return this.#catalog;
  }

  get #catalog(): Catalog {
    return catalogFor(this.settings);
  }
}

/** One model, not a WeakMap of them: a scavenge takes all that a WeakMap holds for used, and with it the tree of each file. */
let latest: FileModel | undefined;

/** The model of a file: one for all rules. Known by its tree, since oxlint reuses one SourceCode object for all files. */
export function fileModel(source: FileSource): FileModel {
  if (latest?.ast === source.sourceCode.ast && latest.settings === source.settings) return latest;
  return (latest = new FileModel(source));
}

const catalogs = new WeakMap<object, Catalog>();

function catalogFor(settings: Settings): Catalog {
  let catalog = catalogs.get(settings);
  if (!catalog) catalogs.set(settings, (catalog = createCatalog(settings.libraries)));
  return catalog;
}
