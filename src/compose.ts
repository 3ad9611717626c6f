/** Puts everything together: config → store, hub, connectors → engine → scheduler → operations. */
import { randomUUID } from 'node:crypto';
import type { AskReport } from './assistant/with-model.ts';
import type { Config, ConnectApp } from './config.ts';
import { environmentVariable } from './config.ts';
import type { Run } from './domain/run.ts';
import type { Sessions } from './engine/sessions.ts';
import type { Hub } from './hub/hub.ts';
import type { Log } from './log.ts';
import { askRate } from './operations/assistant/ask-rate.ts';
import type { OwnApp } from './operations/connections/connect-settings.ts';
import { createOperations } from './operations/index.ts';
import type { Operations } from './operations/index.ts';
import type { OperationDeps } from './operations/operation.ts';
import type { Environment } from './operations/placeholders.ts';
import type { Housekeeping } from './scheduler/housekeeping.ts';
import type { Notices } from './scheduler/notices.ts';
import type { SchemaWatch } from './scheduler/schema-watch.ts';
import type { RunQueue } from './scheduler/run-queue.ts';
import type { Scheduler } from './scheduler/scheduler.ts';
import type { Store } from './store/store.ts';

export interface App {
  readonly store: Store;
  readonly hub: Hub;
  readonly sessions: Sessions;
  readonly queue: RunQueue;
  readonly scheduler: Scheduler;
  readonly housekeeping: Housekeeping;
  readonly notices: Notices;
  readonly schemaWatch: SchemaWatch;
  readonly operations: Operations;
  /** Stops what runs, gracefully, and closes the databases. */
  close(): Promise<void>;
}

/** The same, each opened when it is first asked for: a command loads what it needs and nothing else. */
export interface LazyApp {
  readonly operations: Operations;
  readonly store: () => Promise<Store>;
  readonly hub: () => Promise<Hub>;
  readonly sessions: () => Promise<Sessions>;
  readonly queue: () => Promise<RunQueue>;
  readonly scheduler: () => Promise<Scheduler>;
  readonly housekeeping: () => Promise<Housekeeping>;
  readonly notices: () => Promise<Notices>;
  readonly schemaWatch: () => Promise<SchemaWatch>;
  close(): Promise<void>;
}

export interface ComposeOptions {
  /** What stands for the placeholders of jobs files: the process's environment where none is given. */
  readonly environment?: Environment;
  /** `look`: databases are neither made nor brought up to date. `use` where none is given. */
  readonly access?: 'use' | 'look';
  /** As `StoreOptions.reseals`. */
  readonly reseals?: boolean;
  /** Told, in words, of each database that was not there and is made; where none is given the log is. */
  readonly onNewDatabase?: (words: string) => void;
  /** Told of each run that ends in this process. */
  readonly onRunEnded?: (run: Run) => void;
  /** Told of each ask of the assistant. */
  readonly onAsked?: (report: AskReport) => void;
}

/** @throws UserError or FatalError where a database cannot be used; nothing is left open then. */
export async function compose(config: Config, log: Log, options: ComposeOptions = {}): Promise<App> {
  const app = composeLazily(config, log, options);
  try {
    return {
      store: await app.store(),
      hub: await app.hub(),
      sessions: await app.sessions(),
      queue: await app.queue(),
      scheduler: await app.scheduler(),
      housekeeping: await app.housekeeping(),
      notices: await app.notices(),
      schemaWatch: await app.schemaWatch(),
      operations: app.operations,
      close: () => app.close(),
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}

export function composeLazily(config: Config, log: Log, options: ComposeOptions = {}): LazyApp {
  const { environment = environmentVariable, access = 'use' } = options;
  const { onNewDatabase: onMade = (words: string) => log.info(words) } = options;
  const { databaseUrl, hubDatabaseUrl, dataDir, encryptionKey, previousEncryptionKey, queueUrl } = config;

  const store = once(async () => {
    const { openStore } = await import('./store/index.ts');
    const opened = await openStore({
      url: databaseUrl,
      encryptionKey,
      previousEncryptionKey,
      access,
      reseals: options.reseals ?? true,
      onMade,
    });
    const store = options.onRunEnded === undefined ? opened : tellingEnds(opened, options.onRunEnded);
    if (queueUrl === null) return store;
    const { puttingRuns } = await import('./scheduler/putting-runs.ts');
    return puttingRuns(store, { queue: queue.get, log });
  });
  const owner = once(async () => (await import('./scheduler/owner.ts')).newOwner());
  const queue = once(async (): Promise<RunQueue> => {
    const { runs } = await store.get();
    if (queueUrl === null) {
      const { createDatabaseQueue } = await import('./scheduler/database-queue.ts');
      return createDatabaseQueue(runs, await owner.get());
    }
    const { openBullQueue } = await import('./scheduler/bullmq/index.ts');
    return await openBullQueue({ url: queueUrl, databaseUrl, runs, owner: await owner.get(), log });
  });
  const hub = once(async () => {
    const { openHub } = await import('./hub/index.ts');
    return await openHub({ url: hubDatabaseUrl, access, onMade });
  });
  const connectors = once(async () => (await import('./connectors/index.ts')).connectors);
  const sessions = once(async () => {
    const { createSessions } = await import('./engine/sessions.ts');
    const parts = { store: await store.get(), connectors: await connectors.get() };
    return createSessions({ ...parts, notesState: access === 'use' });
  });
  const scheduler = once(async () => {
    const [{ createScheduler }, { createWorkerExecutor }] = await Promise.all([
      import('./scheduler/scheduler.ts'),
      import('./scheduler/worker-threads.ts'),
    ]);
    const services = {
      store: await store.get(),
      hub: await hub.get(),
      sessions: await sessions.get(),
      dataDir,
    };
    return createScheduler({
      store: services.store,
      executor: createWorkerExecutor({ ...services, log }),
      queue: await queue.get(),
      maxConcurrentRuns: config.maxConcurrentRuns,
      log,
    });
  });
  const housekeeping = once(async () => {
    const { createHousekeeping } = await import('./scheduler/housekeeping.ts');
    const { runs, outbox, drafts, tokens, connectLinks, webhooks, leases, callRates } = await store.get();
    return createHousekeeping({
      runs,
      outbox,
      drafts,
      tokens,
      connectLinks,
      webhooks,
      leases,
      callRates,
      owner: await owner.get(),
      checkpoints: await hub.get(),
      dataDir,
      log,
    });
  });
  const notices = once(async () => {
    const { createNotices } = await import('./scheduler/notices.ts');
    const { jobs, runs, outbox } = await store.get();
    return createNotices({ jobs, runs, outbox, now: () => new Date(), log });
  });
  const assistant = once(async () => {
    const { createAssistant } = await import('./assistant/with-model.ts');
    return createAssistant({
      model: config.model,
      usesModel: async () => (await (await store.get()).assistant.modelSwitch())?.isOn !== false,
      ...(options.onAsked === undefined ? {} : { onAsked: options.onAsked }),
    });
  });
  const schemaWatch = once(async () => {
    const { createSchemaWatch } = await import('./scheduler/schema-watch.ts');
    const { jobs, leases } = await store.get();
    return createSchemaWatch({ jobs, leases, sessions: await sessions.get(), now: () => new Date(), log });
  });

  return {
    operations: createOperations({
      store: store.get,
      hub: hub.get,
      connectors: async () => Object.values(await connectors.get()),
      sessions: sessions.get,
      scheduler: scheduler.get,
      assistant: assistant.get,
      modelName: config.model?.name ?? null,
      askRate,
      wake: () => scheduler.opened()?.wake(),
      inspect: {
        store: async () => (await import('./store/index.ts')).inspectStore(databaseUrl),
        hub: async () => (await import('./hub/index.ts')).inspectHub(hubDatabaseUrl),
        queue: async () =>
          queueUrl === null ? null : (await import('./scheduler/bullmq/index.ts')).inspectQueue(queueUrl),
      },
      environment,
      hasEncryptionKey: encryptionKey !== null,
      defaultRole: config.defaultRole,
      allowsPrivateWebhooks: config.allowsPrivateWebhooks,
      connectAddresses: config.connectAddresses,
      connectApps: connectAppsOf(config),
      connectDefaults: config.connectDefaults,
      dataDir,
      newId: randomUUID,
    }),
    store: store.get,
    hub: hub.get,
    sessions: sessions.get,
    queue: queue.get,
    scheduler: scheduler.get,
    housekeeping: housekeeping.get,
    notices: notices.get,
    schemaWatch: schemaWatch.get,
    async close() {
      await Promise.all([
        scheduler.opened()?.stop(),
        housekeeping.opened()?.stop(),
        notices.opened()?.stop(),
        schemaWatch.opened()?.stop(),
      ]);
      await queue.opened()?.close();
      await Promise.all([hub.opened()?.close(), store.opened()?.close()]);
    },
  };
}

function connectAppsOf({ connectApps }: Config): OperationDeps['connectApps'] {
  const { salesforce, dynamics } = connectApps;
  return {
    ...(salesforce === null ? {} : { salesforce: ownApp(salesforce, 'SALESFORCE') }),
    ...(dynamics === null ? {} : { dynamics: ownApp(dynamics, 'DYNAMICS') }),
  };
}

/** Exported files name the settings that hold it. */
function ownApp(app: ConnectApp, prefix: string): OwnApp {
  const placeholders = {
    'auth.clientId': `\${${prefix}_CLIENT_ID}`,
    'auth.clientSecret': `\${${prefix}_CLIENT_SECRET}`,
  };
  return { ...app, placeholders };
}

function tellingEnds(store: Store, onRunEnded: (run: Run) => void): Store {
  const { runs } = store;
  const finish: Store['runs']['finish'] = async (id, owner, attempt, outcome) => {
    const isHeld = await runs.finish(id, owner, attempt, outcome);
    const run = isHeld ? await runs.byId(id) : null;
    if (run !== null) onRunEnded(run);
    return isHeld;
  };
  const decideApproval: Store['runs']['decideApproval'] = async (id, answer) => {
    const settled = await runs.decideApproval(id, answer);
    const run = settled === 'settled' && answer.decision.kind !== 'approved' ? await runs.byId(id) : null;
    if (run !== null) onRunEnded(run);
    return settled;
  };
  return { ...store, runs: { ...runs, finish, decideApproval } };
}

interface Once<Part> {
  readonly get: () => Promise<Part>;
  /** null where it was not asked for, or could not be opened. */
  readonly opened: () => Part | null;
}

function once<Part>(open: () => Promise<Part>): Once<Part> {
  let pending: Promise<Part> | null = null;
  let part: Part | null = null;
  return {
    get: () => (pending ??= open().then((opened) => (part = opened))),
    opened: () => part,
  };
}
