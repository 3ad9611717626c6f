import type { Log } from '../log.ts';
import { dayMs } from '../domain/calendar.ts';
import { activeRunStatuses, isActive } from '../domain/run.ts';
import { draftLifeMs } from '../domain/stored-draft.ts';
import { keptAfterLeavingMs } from '../domain/workspace.ts';
import type { AuditStore, DownloadLinkStore } from '../store/audit-store.ts';
import type { ConnectLinkStore } from '../store/connection-store.ts';
import type { OutboxStore, WebhookStore } from '../store/message-stores.ts';
import type { RunStore } from '../store/run-store.ts';
import type { CallRateStore, LeaseStore } from '../store/shared-stores.ts';
import type { DraftStore, TokenStore } from '../store/store.ts';
import type { QueuedRuns, TeamStore } from '../store/team-store.ts';
import { startLoop } from '../timing/loop.ts';
import type { Loop } from '../timing/loop.ts';
import type { SweepReport } from './run-folder.ts';
import { createSweepWorker } from './sweep-worker.ts';
import { teamByTeam } from './team-by-team.ts';
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
  /** Entries of the audit log. */
  readonly auditMs: number;
  /** Drafts, after they were last changed. */
  readonly draftsMs: number;
  /** Files in the run folder that no run names, after they were last changed. */
  readonly orphansMs: number;
  /** All that is a team's, after its workspace removed the app. */
  readonly teamsMs: number;
  /** Checkpoints of runs that are not known here, after they last moved: another bot may fill the same hub. */
  readonly strangersMs: number;
}

export const usualRetention: Retention = {
  filesMs: 30 * dayMs,
  runsMs: 365 * dayMs,
  messagesMs: 30 * dayMs,
  auditMs: 730 * dayMs,
  draftsMs: draftLifeMs,
  orphansMs: dayMs,
  strangersMs: 30 * dayMs,
  teamsMs: keptAfterLeavingMs,
};

/** What of a team is tidied. */
export interface TidiedTeam {
  readonly runs: Pick<RunStore, 'withFilesBefore' | 'forgetFiles' | 'byId' | 'forget'>;
  readonly outbox: Pick<OutboxStore, 'forget'>;
  readonly drafts: Pick<DraftStore, 'forget'>;
  readonly tokens: Pick<TokenStore, 'forgetKeys'>;
  readonly connectLinks: Pick<ConnectLinkStore, 'forget'>;
  readonly downloadLinks: Pick<DownloadLinkStore, 'forget'>;
  readonly audit: Pick<AuditStore, 'forget'>;
  readonly webhooks: Pick<WebhookStore, 'forget'>;
  readonly leases: Pick<LeaseStore, 'forget'>;
  readonly callRates: Pick<CallRateStore, 'forget'>;
  /** Its hub. */
  readonly checkpoints: () => Promise<Checkpoints>;
}

export interface HousekeepingOptions {
  /** Teams whose workspace removed the app. */
  readonly leftTeams: Pick<TeamStore, 'forget'>;
  readonly teams: () => Promise<readonly TidiedTeam[]>;
  /** Of all teams: the files of their runs lie in one folder. */
  readonly runs: Pick<QueuedRuns, 'namedFiles' | 'list'>;
  /** Of several instances one tidies. */
  readonly leases: Pick<LeaseStore, 'take'>;
  /** Names this instance. */
  readonly owner: string;
  readonly dataDir: string;
  readonly log: Log;
  readonly now?: () => Date;
  readonly timers?: Timers;
  readonly retention?: Partial<Retention>;
}

interface TidiedRows {
  readonly runsWithoutFiles: number;
  readonly deletedRuns: number;
  readonly deletedMessages: number;
  readonly deletedDrafts: number;
  /** By which calls of the trigger API are known again. */
  readonly forgottenKeys: number;
  /** To connect a CRM by, with what was entered there, and to fetch files by. */
  readonly forgottenLinks: number;
  readonly deletedAuditEntries: number;
  /** To webhooks. */
  readonly deletedDeliveries: number;
  /** Of what instances share the work by. */
  readonly forgottenLeases: number;
  readonly forgottenCallers: number;
  readonly clearedCheckpoints: number;
}

/** Of all teams together. */
export interface Tidied extends TidiedRows, SweepReport {
  readonly forgottenTeams: number;
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
  const { teams, leases, owner, dataDir, log } = options;
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

  async function forgetFiles({ runs }: TidiedTeam, limit: number): Promise<number> {
    const old = await runs.withFilesBefore(ago(retention.filesMs), limit);
    for (const { id } of old) await runs.forgetFiles(id);
    return old.length;
  }

  async function clearCheckpoints({ runs, checkpoints: hub }: TidiedTeam): Promise<number> {
    const checkpoints = await hub();
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
    const active = await options.runs.list(
      { statuses: activeRunStatuses },
      { limit: activeRunsLimit, offset: 0 },
    );
    const named = new Set(await options.runs.namedFiles(paths));
    return paths.filter((path) => named.has(path) || active.runs.some(({ id }) => path.includes(id)));
  }

  async function tidyRows(team: TidiedTeam): Promise<TidiedRows> {
    const { runs, outbox, drafts, tokens, connectLinks, downloadLinks, audit, webhooks } = team;
    return {
      runsWithoutFiles: await inPortions((limit) => forgetFiles(team, limit)),
      deletedRuns: await inPortions((limit) => runs.forget(ago(retention.runsMs), limit)),
      deletedMessages: await inPortions((limit) => outbox.forget(ago(retention.messagesMs), limit)),
      deletedDrafts: await inPortions((limit) => drafts.forget(ago(retention.draftsMs), limit)),
      forgottenKeys: await inPortions((limit) => tokens.forgetKeys(now(), limit)),
      forgottenLinks:
        (await inPortions((limit) => connectLinks.forget(now(), limit))) +
        (await inPortions((limit) => downloadLinks.forget(now(), limit))),
      deletedAuditEntries: await inPortions((limit) => audit.forget(ago(retention.auditMs), limit)),
      deletedDeliveries: await inPortions((limit) => webhooks.forget(ago(retention.messagesMs), limit)),
      forgottenLeases: await inPortions((limit) => team.leases.forget(now(), limit)),
      forgottenCallers: await inPortions((limit) => team.callRates.forget(now(), limit)),
      clearedCheckpoints: await clearCheckpoints(team),
    };
  }

  async function tidy(): Promise<Tidied> {
    let tidied = nothing;
    await teamByTeam(await teams(), async (team) => {
      tidied = sumOf(tidied, await tidyRows(team));
    });
    const forgottenTeams = await options.leftTeams.forget(ago(retention.teamsMs));
    const olderThanMs = ago(retention.orphansMs).getTime();
    const swept = await worker.sweep({ dataDir, olderThanMs }, namedOf);
    return { ...tidied, forgottenTeams, ...swept };
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

const nothing: TidiedRows = {
  runsWithoutFiles: 0,
  deletedRuns: 0,
  deletedMessages: 0,
  deletedDrafts: 0,
  forgottenKeys: 0,
  forgottenLinks: 0,
  deletedAuditEntries: 0,
  deletedDeliveries: 0,
  forgottenLeases: 0,
  forgottenCallers: 0,
  clearedCheckpoints: 0,
};

function sumOf(one: TidiedRows, other: TidiedRows): TidiedRows {
  return {
    runsWithoutFiles: one.runsWithoutFiles + other.runsWithoutFiles,
    deletedRuns: one.deletedRuns + other.deletedRuns,
    deletedMessages: one.deletedMessages + other.deletedMessages,
    deletedDrafts: one.deletedDrafts + other.deletedDrafts,
    forgottenKeys: one.forgottenKeys + other.forgottenKeys,
    forgottenLinks: one.forgottenLinks + other.forgottenLinks,
    deletedAuditEntries: one.deletedAuditEntries + other.deletedAuditEntries,
    deletedDeliveries: one.deletedDeliveries + other.deletedDeliveries,
    forgottenLeases: one.forgottenLeases + other.forgottenLeases,
    forgottenCallers: one.forgottenCallers + other.forgottenCallers,
    clearedCheckpoints: one.clearedCheckpoints + other.clearedCheckpoints,
  };
}
