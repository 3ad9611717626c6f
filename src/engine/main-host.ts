/** Answers a run in the main thread, where the databases and the sessions are. */
import { zeroCounts } from '../domain/run.ts';
import type { RunCounts, RunRetry } from '../domain/run.ts';
import { FatalError } from '../domain/errors.ts';
import { hubObjectOf } from '../domain/job-ends.ts';
import type { InboundJob, Job } from '../domain/job.ts';
import { settled } from '../domain/settled.ts';
import { loginExpired, waitsForConnection } from '../domain/usable-connection.ts';
import { attemptOver } from '../hub/hub.ts';
import type { LoadResult } from '../hub/hub.ts';
import type { RunHost, RunSpec, RunStage } from './run-host.ts';
import { RunStopped } from './run-stopped.ts';
import type { RunServices } from './run-spec.ts';
import { askWhileAway } from './while-away.ts';
import type { WhileAwayOptions } from './while-away.ts';
import type { RunOutcome } from '../store/run-store.ts';

export interface MainHostOptions extends Pick<RunServices, 'store' | 'hub' | 'sessions'> {
  readonly spec: RunSpec;
  /** Monotonic, milliseconds. */
  readonly clock?: () => number;
  /** Where the run is asked to stop, it waits no longer for a database that is away. */
  readonly signal?: AbortSignal;
  readonly pause?: WhileAwayOptions['pause'];
}

export interface MainHost extends RunHost {
  /** Resolves when nothing that the run asked for is under way any more, so that another attempt may begin. */
  idle(): Promise<void>;
}

/**
 * How often the run's row is written while rows are loaded. The same write tells whether the run is still held
 * here: another instance takes one over only after a silence that is many times as long.
 */
const progressIntervalMs = 1_000;

export function createMainHost(options: MainHostOptions): MainHost {
  const { spec, store, hub, sessions, clock = () => performance.now(), signal, pause } = options;
  const { id, owner, attempt } = spec.run;
  const holder = owner ?? '';
  const source = sessions.of(spec.job.connectionId, reportRetry);
  let stage: RunStage = { phase: spec.run.phase, expectedRows: spec.run.expectedRows };
  let retry: RunRetry | null = null;
  let counts: RunCounts = spec.checkpoint?.counts ?? spec.run.counts;
  let isUntouched = spec.checkpoint === null;
  let savedAt = Number.NEGATIVE_INFINITY;
  /** What went wrong while nobody waited; the next call is told. */
  let trouble: { readonly error: unknown } | null = null;
  /** Calls are answered one after the other: batches have to be loaded in their order. */
  let latest: Promise<void> = Promise.resolve();

  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = latest.then(() => {
      if (trouble !== null) throw trouble.error;
      return patiently(task);
    });
    latest = settled(result);
    return result;
  }

  /** Batches are numbered, and what ends a run is refused a second time: all of it may be asked again. */
  function patiently<T>(task: () => Promise<T>): Promise<T> {
    return askWhileAway(task, { signal, pause, onRetry: tellWaiting });
  }

  /** In place of its progress, which stands still. Where it cannot be written either, nobody can be told. */
  function tellWaiting(given: RunRetry | null): void {
    retry = given;
    store.runs.saveProgress(id, holder, attempt, { ...stage, retry, counts }).catch(() => undefined);
  }

  function refuseLost(isHeld: boolean): void {
    if (isHeld) return;
    const error = new RunStopped('lost');
    trouble = { error };
    throw error;
  }

  async function saveProgress(): Promise<void> {
    savedAt = clock();
    refuseLost(await store.runs.saveProgress(id, holder, attempt, { ...stage, retry, counts }));
  }

  /** Nobody waits for it. */
  function saveSoon(): void {
    inTurn(saveProgress).catch((error: unknown) => {
      trouble ??= { error };
    });
  }

  function reportRetry(given: RunRetry | null): void {
    retry = given;
    saveSoon();
  }

  /** Whatever changes records goes through here. */
  function change<T>(task: () => Promise<T>, countsOf: (result: T) => RunCounts): Promise<T> {
    return inTurn(async () => {
      if (clock() - savedAt >= progressIntervalMs) await saveProgress();
      isUntouched = false;
      try {
        const result = await task();
        counts = countsOf(result);
        return result;
      } catch (error) {
        if (error instanceof FatalError && error.code === attemptOver) refuseLost(false);
        throw error;
      }
    });
  }

  /** Where a person has to renew the login first, what nobody waits for goes on after that by itself. */
  async function isPutOff({ error }: RunOutcome): Promise<boolean> {
    if (error?.code !== loginExpired || !waitsForConnection(spec.run)) return false;
    const connection = await store.connections.byId(spec.job.connectionId);
    if (connection?.state !== 'expired') return false;
    refuseLost(await store.runs.awaitConnection(id, holder, attempt, { error, isUntouched }));
    return true;
  }

  return {
    session: (stale) => patiently(() => (stale === null ? source.get() : source.refresh(stale))),
    load: async (target, batch) => ({
      result: await change(() => hub.load(target, batch), ofLoad),
      rows: batch.rows,
    }),
    applyDeletes: (...args) => change(() => hub.applyDeletes(...args), ofLoad),
    reconcile: (...args) => change(() => hub.reconcile(...args), ofLoad),
    // These change nothing, so that they need not wait for their turn.
    countSelected: (selection) => patiently(() => hub.countSelected(selection)),
    selectOutbound: (...args) => patiently(() => hub.selectOutbound(...args)),
    noteSent: (...args) =>
      change(
        () => hub.noteSent(...args),
        (given) => given,
      ),
    restart: (start) =>
      inTurn(async () => {
        await saveProgress();
        await hub.restart(id, attempt, start);
        counts = start?.counts ?? zeroCounts;
      }),
    countKnown: () => patiently(() => hub.countKnown(spec.job.id)),
    awaitApproval: (held) =>
      inTurn(async () => {
        refuseLost(await store.runs.awaitApproval(id, holder, attempt, held));
        await sessions.noteUse(spec.job.connectionId, null);
      }),
    dropMatches: () =>
      inTurn(async () => {
        await saveProgress();
        const { connectionId, source, target } = requireInbound(spec.job);
        const scope = { connectionId, sourceObject: source.object, hubObject: target.object };
        // Should this run not come to its end, the next one reads everything: changes alone would match too little.
        await store.jobs.forgetCursor(spec.job.id);
        await hub.dropMatches(scope);
      }),
    changeMode: (mode, reason) =>
      inTurn(async () => refuseLost(await store.runs.changeMode(id, holder, attempt, mode, reason))),
    addAttributes: (attributes) =>
      inTurn(async () => {
        await saveProgress();
        await hub.addAttributes(hubObjectOf(spec.job), attributes);
      }),
    reportProgress(given) {
      const isNews = given.phase !== stage.phase || given.expectedRows !== stage.expectedRows;
      stage = given;
      if (isNews) saveSoon();
    },
    reportRetry,
    reportUsage(usage) {
      inTurn(() => sessions.noteUsage(spec.job.connectionId, usage)).catch((error: unknown) => {
        trouble ??= { error };
      });
    },
    finish: (outcome) =>
      inTurn(async () => {
        if (await isPutOff(outcome)) return false;
        // First, or a crash between the two would leave a cursor that the hub knows nothing of.
        if (outcome.cursor !== null) await hub.noteSync(spec.job.id, outcome.cursor.until);
        refuseLost(await store.runs.finish(id, holder, attempt, outcome));
        // Were it forgotten first, a crash between the two would begin a run again that has ended.
        await hub.clearCheckpoint(id);
        if (outcome.status !== 'cancelled') await sessions.noteUse(spec.job.connectionId, outcome.error);
        return true;
      }),
    async idle() {
      await latest;
    },
  };
}

function requireInbound(job: Job): InboundJob {
  if (job.direction === 'inbound') return job;
  throw new FatalError(
    'Only jobs that import data have matches to rebuild. Run a full sync of this one: it sends every record again.',
    { code: 'no_matches' },
  );
}

function ofLoad({ counts }: LoadResult): RunCounts {
  return counts;
}
