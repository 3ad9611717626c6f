import type { Log } from '../log.ts';
import { activeRunStatuses, isActive } from '../domain/run.ts';
import { draftLifeMs } from '../domain/stored-draft.ts';
import type { ConnectLinkStore } from '../store/connection-store.ts';
import type { OutboxStore, WebhookStore } from '../store/message-stores.ts';
import type { RunStore } from '../store/run-store.ts';
import type { CallRateStore, LeaseStore } from '../store/shared-stores.ts';
import type { DraftStore, TokenStore } from '../store/store.ts';
import { startLoop } from '../timing/loop.ts';
import type { Loop } from '../timing/loop.ts';
import type { SweepReport } from './run-folder.ts';
import { createSweepWorker } from './sweep-worker.ts';
import { systemTimers } from '../timing/timers.ts';
import type { Timers } from '../timing/timers.ts';

/** What the hub keeps for runs that are under way. */
export interface Checkpoints {
  runsWithCheckpoint(): Promise<readonly { readonly runId: string; readonly notedAt: Date }[]>;
  clearCheckpoint(runId: string): Promise<void>;
}

export interface Retention {
  /** Files of a run, after it ended. */
  readonly filesMs: number;
  /** The run itself, in the history, after it ended. */
  readonly runsMs: number;
  /** Messages for Slack and to webhooks, after they were written. */
  readonly messagesMs: number;
  /** Drafts, after they were last changed. */
  readonly draftsMs: number;
  /** Files in the run folder that no run names, after they were last changed. */
  readonly orphansMs: number;
  /** Checkpoints of runs that are not known here, after they last moved: another bot may fill the same hub. */
  readonly strangersMs: number;
}

const dayMs = 24 * 3_600_000;
export const usualRetention: Retention = {
  filesMs: 30 * dayMs,
  runsMs: 365 * dayMs,
  messagesMs: 30 * dayMs,
  draftsMs: draftLifeMs,
  orphansMs: dayMs,
  strangersMs: 30 * dayMs,
};

export interface HousekeepingOptions {
  readonly runs: RunStore;
  readonly outbox: Pick<OutboxStore, 'deleteBefore'>;
  readonly drafts: Pick<DraftStore, 'deleteBefore'>;
  readonly tokens: Pick<TokenStore, 'forgetKeys'>;
  readonly connectLinks: Pick<ConnectLinkStore, 'forget'>;
  readonly webhooks: Pick<WebhookStore, 'deleteBefore'>;
  readonly leases: Pick<LeaseStore, 'take' | 'forget'>;
  readonly callRates: Pick<CallRateStore, 'forget'>;
  /** Names this instance. */
  readonly owner: string;
  /** The hub. */
  readonly checkpoints: Checkpoints;
  readonly dataDir: string;
  readonly log: Log;
  readonly now?: () => Date;
  readonly timers?: Timers;
  readonly retention?: Partial<Retention>;
}

export interface Tidied extends SweepReport {
  readonly runsWithoutFiles: number;
  readonly deletedRuns: number;
  readonly deletedMessages: number;
  readonly deletedDrafts: number;
  /** By which calls of the trigger API are known again. */
  readonly forgottenKeys: number;
  /** To connect a CRM by, with what was entered there. */
  readonly forgottenLinks: number;
  /** To webhooks. */
  readonly deletedDeliveries: number;
  /** Of what instances share the work by. */
  readonly forgottenLeases: number;
  readonly forgottenCallers: number;
  readonly clearedCheckpoints: number;
}

export interface Housekeeping {
  /** From now on about once an hour. */
  readonly start: () => void;
  /** Once, now. */
  readonly tidy: () => Promise<Tidied>;
  readonly stop: () => Promise<void>;
}

const everyMs = 3_600_000;
/** Of several instances one tidies; the next time is another one's turn, or its own again. */
const leaseMs = everyMs - 60_000;
/** Runs that are changed at a time, and how often in a row; what is left waits for the next hour. */
const portionSize = 200;
const portionsLimit = 100;
/** One a job at most. */
const activeRunsLimit = 10_000;

/**
 * Forgets what is older than it is kept for. Files go in two steps: first no run names them any more, then the
 * sweep, in a worker thread, removes what no run names. A crash between the two leaves nothing behind for good.
 */
export function createHousekeeping(options: HousekeepingOptions): Housekeeping {
  const { runs, outbox, drafts, tokens, connectLinks, webhooks, leases, callRates } = options;
  const { checkpoints, owner, dataDir, log } = options;
  const { now = () => new Date(), timers = systemTimers } = options;
  const retention = { ...usualRetention, ...options.retention };
  const worker = createSweepWorker();
  let loop: Loop | null = null;
  const stopped = new AbortController();

  const ago = (milliseconds: number): Date => new Date(now().getTime() - milliseconds);

  /** Works in portions until one is not full, and returns over how many in all. */
  async function inPortions(work: (limit: number) => Promise<number>): Promise<number> {
    let total = 0;
    for (let portion = 0; portion < portionsLimit && !stopped.signal.aborted; portion += 1) {
      const done = await work(portionSize);
      total += done;
      if (done < portionSize) break;
    }
    return total;
  }

  async function forgetFiles(limit: number): Promise<number> {
    const old = await runs.withFilesBefore(ago(retention.filesMs), limit);
    for (const { id } of old) await runs.forgetFiles(id);
    return old.length;
  }

  async function clearCheckpoints(): Promise<number> {
    let cleared = 0;
    for (const { runId, notedAt } of await checkpoints.runsWithCheckpoint()) {
      const run = await runs.byId(runId);
      const isUnderWay = run === null ? notedAt > ago(retention.strangersMs) : isActive(run.status);
      if (isUnderWay) continue;
      await checkpoints.clearCheckpoint(runId);
      cleared += 1;
    }
    return cleared;
  }

  /** A run names its files when it ends; until then its id is in their paths. */
  async function namedOf(paths: readonly string[]): Promise<readonly string[]> {
    // In this order: one that ends in between is found the second time.
    const active = await runs.list({ statuses: activeRunStatuses }, { limit: activeRunsLimit, offset: 0 });
    const named = new Set(await runs.namedFiles(paths));
    return paths.filter((path) => named.has(path) || active.runs.some(({ id }) => path.includes(id)));
  }

  async function tidy(): Promise<Tidied> {
    const runsWithoutFiles = await inPortions(forgetFiles);
    const deletedRuns = await inPortions((limit) => runs.deleteBefore(ago(retention.runsMs), limit));
    const deletedMessages = await inPortions((limit) =>
      outbox.deleteBefore(ago(retention.messagesMs), limit),
    );
    const deletedDrafts = await inPortions((limit) => drafts.deleteBefore(ago(retention.draftsMs), limit));
    const forgottenKeys = await inPortions((limit) => tokens.forgetKeys(now(), limit));
    const forgottenLinks = await inPortions((limit) => connectLinks.forget(now(), limit));
    const deletedDeliveries = await inPortions((limit) =>
      webhooks.deleteBefore(ago(retention.messagesMs), limit),
    );
    const forgottenLeases = await inPortions((limit) => leases.forget(now(), limit));
    const forgottenCallers = await inPortions((limit) => callRates.forget(now(), limit));
    const clearedCheckpoints = await clearCheckpoints();
    const olderThanMs = ago(retention.orphansMs).getTime();
    const swept = await worker.sweep({ dataDir, olderThanMs }, namedOf);
    return {
      runsWithoutFiles,
      deletedRuns,
      deletedMessages,
      deletedDrafts,
      forgottenKeys,
      forgottenLinks,
      deletedDeliveries,
      forgottenLeases,
      forgottenCallers,
      clearedCheckpoints,
      ...swept,
    };
  }

  async function tidyRegularly(): Promise<number> {
    try {
      if (!(await leases.take('housekeeping', { holder: owner, until: ago(-leaseMs) }, now())))
        return everyMs;
      const tidied = await tidy();
      if (tidied.problems.length > 0) log.warn(tidied, 'housekeeping could not remove everything');
      else log.info(tidied, 'housekeeping is done');
    } catch (error) {
      if (!stopped.signal.aborted)
        log.error({ err: error }, 'housekeeping failed, and is tried again in an hour');
    }
    return everyMs;
  }

  return {
    tidy,
    start() {
      if (!stopped.signal.aborted) loop ??= startLoop('housekeeping', tidyRegularly, { timers, log });
    },
    async stop() {
      stopped.abort();
      await worker.stop();
      await loop?.stop();
    },
  };
}
