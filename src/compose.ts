/** Puts everything together: config → store, hub, connectors → engine → scheduler → operations. */
import type { AskReport } from './assistant/with-model.ts';
import { composeTeam, sharedParts } from './compose/team.ts';
import type { OpenedTeam, TeamParts } from './compose/team.ts';
import type { Config } from './config.ts';
import { dayMs } from './domain/calendar.ts';
import type { Run } from './domain/run.ts';
import { firstTeam } from './domain/team.ts';
import type { TeamId } from './domain/team.ts';
import type { Log } from './log.ts';
import { once } from './compose/once.ts';
import type { Environment } from './operations/placeholders.ts';
import type { Housekeeping } from './scheduler/housekeeping.ts';
import type { Notices } from './scheduler/notices.ts';
import type { RunQueue } from './scheduler/run-queue.ts';
import type { Scheduler } from './scheduler/scheduler.ts';
import type { SchemaWatch } from './scheduler/schema-watch.ts';
import type { Store } from './store/store.ts';
import type { State, Team } from './store/team-store.ts';

/** Teams that are seen to here; more are not looked for. */
const maxTeams = 10_000;

export interface App {
  readonly state: State;
  /** What there is of one team; its hub was opened at the start, where it is the first one. */
  readonly of: (team: TeamId) => TeamParts;
  readonly queue: RunQueue;
  readonly scheduler: Scheduler;
  readonly housekeeping: Housekeeping;
  readonly notices: Notices;
  readonly schemaWatch: SchemaWatch;
  /** Stops what runs, gracefully, and closes the databases. */
  close(): Promise<void>;
}

/** The same, each opened when it is first asked for: a command loads what it needs and nothing else. */
export interface LazyApp {
  readonly state: () => Promise<State>;
  readonly of: (team: TeamId) => TeamParts;
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
  /** As `StateOptions.reseals`. */
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
    await app.of(firstTeam).hub();
    return {
      state: await app.state(),
      of: app.of,
      queue: await app.queue(),
      scheduler: await app.scheduler(),
      housekeeping: await app.housekeeping(),
      notices: await app.notices(),
      schemaWatch: await app.schemaWatch(),
      close: () => app.close(),
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}

export function composeLazily(config: Config, log: Log, options: ComposeOptions = {}): LazyApp {
  const { access = 'use' } = options;
  const { onNewDatabase: onMade = (words: string) => log.info(words) } = options;
  const { databaseUrl, dataDir, encryptionKey, previousEncryptionKey, queueUrl } = config;

  const state = once(async () => {
    const { openState } = await import('./store/index.ts');
    const { puttingRuns } = await import('./scheduler/putting-runs.ts');
    const { onRunEnded } = options;
    const telling = (store: Store): Store =>
      onRunEnded === undefined ? store : tellingEnds(store, onRunEnded);
    return await openState({
      url: databaseUrl,
      encryptionKey,
      previousEncryptionKey,
      access,
      reseals: options.reseals ?? true,
      onMade,
      onClockApart: (words) => log.warn(words),
      asUsed: (store) =>
        queueUrl === null ? telling(store) : puttingRuns(telling(store), { queue: queue.get, log }),
    });
  });
  const owner = once(async () => (await import('./scheduler/owner.ts')).newOwner());
  const queue = once(async (): Promise<RunQueue> => {
    const { runs } = (await state.get()).everywhere;
    if (queueUrl === null) {
      const { createDatabaseQueue } = await import('./scheduler/database-queue.ts');
      return createDatabaseQueue(runs, await owner.get());
    }
    const { openBullQueue } = await import('./scheduler/bullmq/index.ts');
    return await openBullQueue({ url: queueUrl, databaseUrl, runs, owner: await owner.get(), log });
  });
  // Those of all teams: a process has memory for so many.
  const threads = once(async () => {
    const { createRunThreads } = await import('./scheduler/run-threads.ts');
    return createRunThreads({ log, maxIdle: config.maxConcurrentRuns });
  });
  const scheduler = once(async () => {
    const [{ createScheduler }, { createTeamExecutor }] = await Promise.all([
      import('./scheduler/scheduler.ts'),
      import('./scheduler/team-executor.ts'),
    ]);
    const { everywhere, now } = await state.get();
    return createScheduler({
      store: everywhere,
      executor: createTeamExecutor({
        teamOf: (runId) => everywhere.teamOf.run(runId),
        executorOf: (id) => of(id).executor(),
      }),
      queue: await queue.get(),
      maxConcurrentRuns: config.maxConcurrentRuns,
      log,
      now,
    });
  });
  const housekeeping = once(async () => {
    const { createHousekeeping } = await import('./scheduler/housekeeping.ts');
    const opened = await state.get();
    const { keepDays } = config;
    return createHousekeeping({
      retention: {
        auditMs: keepDays.audit * dayMs,
        runsMs: keepDays.runs * dayMs,
        filesMs: keepDays.files * dayMs,
      },
      teams: tidiedTeams,
      leftTeams: opened.teams,
      runs: opened.everywhere.runs,
      leases: opened.of(firstTeam).leases,
      owner: await owner.get(),
      dataDir,
      log,
      now: opened.now,
    });
  });
  const notices = once(async () => {
    const { createNotices } = await import('./scheduler/notices.ts');
    const { now } = await state.get();
    return createNotices({ teams: () => eachTeam((parts) => parts.store(), isThere), now, log });
  });
  const schemaWatch = once(async () => {
    const { createSchemaWatch } = await import('./scheduler/schema-watch.ts');
    const { now } = await state.get();
    return createSchemaWatch({ teams: watchedTeams, now, log });
  });

  const shared = sharedParts(config, log, {
    ...options,
    access,
    onMade,
    state: state.get,
    scheduler: scheduler.get,
    threads: threads.get,
    wake: () => scheduler.opened()?.wake(),
  });
  const teams = new Map<TeamId, OpenedTeam>();
  const of = (id: TeamId): OpenedTeam => {
    const team = teams.get(id) ?? composeTeam(id, shared);
    teams.set(id, team);
    return team;
  };

  async function eachTeam<Part>(
    partOf: (parts: TeamParts) => Promise<Part>,
    isMeant: (team: Team) => boolean = () => true,
  ): Promise<readonly Part[]> {
    const known = await (await state.get()).teams.list(maxTeams);
    return await Promise.all(known.filter(isMeant).map(({ id }) => partOf(of(id))));
  }
  const tidiedTeams = () => eachTeam(async ({ store, hub }) => ({ ...(await store()), checkpoints: hub }));
  const watchedTeams = () =>
    eachTeam(async ({ store, sessions }) => ({ ...(await store()), sessions }), isThere);

  return {
    state: state.get,
    of,
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
      await threads.opened()?.close();
      await queue.opened()?.close();
      await Promise.all([...teams.values()].map((team) => team.close()));
      await state.opened()?.close();
    },
  };
}

/** Nobody is told, or asked in the name of, who has removed the app. */
const isThere = ({ leftAt }: Team): boolean => leftAt === null;

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
