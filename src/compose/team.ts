/** What there is of one team: its store and its hub, and all that is built on them. */
import { randomUUID } from 'node:crypto';
import { environmentVariable } from '../config.ts';
import type { Config, ConnectApp } from '../config.ts';
import type { Connector, ConnectorName } from '../connectors/connector.ts';
import type { TeamId } from '../domain/team.ts';
import type { Sessions } from '../engine/sessions.ts';
import type { Hub } from '../hub/hub.ts';
import type { Log } from '../log.ts';
import type { ComposeOptions } from '../compose.ts';
import { once } from './once.ts';
import { askRate } from '../operations/assistant/ask-rate.ts';
import type { OwnApp } from '../operations/connections/connect-settings.ts';
import { createOperations } from '../operations/index.ts';
import type { Operations } from '../operations/index.ts';
import type { OperationDeps } from '../operations/operation.ts';
import type { RunExecutor } from '../scheduler/run-executor.ts';
import type { RunThreads } from '../scheduler/run-threads.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import type { Store } from '../store/store.ts';
import type { State } from '../store/team-store.ts';

/** Whoever has them can ask for what is the team's, and for nothing else. Each is opened when it is first asked for. */
export interface TeamParts {
  readonly operations: Operations;
  readonly store: () => Promise<Store>;
  readonly hub: () => Promise<Hub>;
  readonly sessions: () => Promise<Sessions>;
  readonly executor: () => Promise<RunExecutor>;
}

export interface OpenedTeam extends TeamParts {
  readonly close: () => Promise<void>;
}

/** What all teams are given. */
export interface SharedParts {
  readonly config: Config;
  readonly log: Log;
  readonly options: SharedOptions;
  readonly connectors: () => Promise<Readonly<Record<ConnectorName, Connector>>>;
  /** The same for all: the file of the settings, and what this process has. */
  readonly deps: Omit<OperationDeps, 'store' | 'hub' | 'sessions' | 'assistant'>;
}

export interface SharedOptions extends ComposeOptions {
  readonly access: 'use' | 'look';
  readonly onMade: (words: string) => void;
  readonly state: () => Promise<State>;
  readonly scheduler: () => Promise<Scheduler>;
  readonly threads: () => Promise<RunThreads>;
  readonly wake: () => void;
}

export function sharedParts(config: Config, log: Log, options: SharedOptions): SharedParts {
  const { databaseUrl, hubDatabaseUrl, queueUrl, connectAddresses } = config;
  // Once for all teams: what they connect by is kept.
  const connectors = once(async () =>
    (await import('../connectors/index.ts')).connectorsFor(connectAddresses === 'any'),
  );
  return {
    config,
    log,
    options,
    connectors: connectors.get,
    deps: {
      secrets: async () => (await options.state()).everywhere.secrets,
      connectors: async () => Object.values(await connectors.get()),
      scheduler: options.scheduler,
      modelName: config.model?.name ?? null,
      askRate,
      log,
      wake: options.wake,
      inspect: {
        store: async () => (await import('../store/index.ts')).inspectStore(databaseUrl),
        hub: async () => (await import('../hub/index.ts')).inspectHub(hubDatabaseUrl),
        queue: async () =>
          queueUrl === null ? null : (await import('../scheduler/bullmq/index.ts')).inspectQueue(queueUrl),
      },
      environment: options.environment ?? environmentVariable,
      hasEncryptionKey: config.encryptionKey !== null,
      defaultRole: config.defaultRole,
      allowsPrivateWebhooks: config.allowsPrivateWebhooks,
      connectAddresses: config.connectAddresses,
      connectApps: connectAppsOf(config),
      connectDefaults: config.connectDefaults,
      dataDir: config.dataDir,
      newId: randomUUID,
    },
  };
}

export function composeTeam(id: TeamId, { config, log, options, connectors, deps }: SharedParts): OpenedTeam {
  const { access, onMade } = options;
  const store = once(async () => (await options.state()).of(id));
  const hub = once(async () => {
    const [{ openHub }, { hubOfTeam }] = await Promise.all([
      import('../hub/index.ts'),
      import('../hub/hub-of-team.ts'),
    ]);
    return await openHub({ ...hubOfTeam(config.hubDatabaseUrl, id), access, onMade });
  });
  const sessions = once(async () => {
    const { createSessions } = await import('../engine/sessions.ts');
    const { now } = await options.state();
    const parts = { store: await store.get(), connectors: await connectors() };
    return createSessions({ ...parts, notesState: access === 'use', now: () => now().getTime() });
  });
  const executor = once(async () => {
    const { createWorkerExecutor } = await import('../scheduler/worker-executor.ts');
    const services = {
      store: await store.get(),
      hub: await hub.get(),
      sessions: await sessions.get(),
      dataDir: config.dataDir,
    };
    const threads = await options.threads();
    return createWorkerExecutor({ ...services, threads, log, now: (await options.state()).now });
  });
  const assistant = once(async () => {
    const { createAssistant } = await import('../assistant/with-model.ts');
    return createAssistant({
      model: config.model,
      usesModel: async () => (await (await store.get()).assistant.modelSwitch())?.isOn !== false,
      ...(options.onAsked === undefined ? {} : { onAsked: options.onAsked }),
    });
  });
  return {
    operations: createOperations({
      ...deps,
      store: store.get,
      hub: hub.get,
      sessions: sessions.get,
      assistant: assistant.get,
    }),
    store: store.get,
    hub: hub.get,
    sessions: sessions.get,
    executor: executor.get,
    async close() {
      await hub.opened()?.close();
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
