import type { Log } from '../log.ts';
import type { Job } from '../domain/job.ts';
import { isFullSyncDue, nextRun } from '../domain/schedule.ts';
import type { Advanced } from '../store/job-store.ts';
import type { NewRun } from '../store/run-store.ts';
import type { ScheduledJobs } from '../store/team-store.ts';
import { mendSchedules } from './mend-schedules.ts';
import { createPostponed } from './postponed.ts';
import type { Postponed } from './postponed.ts';

export interface ScheduleOptions {
  readonly jobs: ScheduledJobs;
  /** A run was queued. */
  readonly onQueued: () => void;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly log: Log;
}

/** Later than this a run was missed (nobody was there to fire it) and is called a catch-up. */
const missedAfterMs = 60_000;
/** Schedules that are read at a time, and how often in a row: more are left for the next look. */
const portionLimit = 100;
const portionsLimit = 100;
/**
 * The longest between two looks. Other processes change jobs, and the clock may be set or stand still while the
 * machine sleeps: a timer to the next firing alone would be late.
 */
export const longestLookMs = 30_000;
const shortestLookMs = 1000;
/** What could not be fired is tried again after this long, and ever more seldom. */
const firstRetryMs = 2_000;
const longestRetryMs = 5 * 60_000;

/** What is to be done at every look, `fireSchedules`; the first time and when the clock was set back it mends first. */
export function watchSchedules(options: ScheduleOptions): () => Promise<number> {
  let lastLook: Date | null = null;
  const postponed = createPostponed();
  return async () => {
    const look = options.now();
    if (lastLook === null || look.getTime() < lastLook.getTime() - missedAfterMs)
      await mendSchedules(options);
    lastLook = look;
    return fireSchedules(options, postponed);
  };
}

/**
 * Fires the schedules whose time has come: queues a run of each and moves it on to its next time after now, so
 * that of all the times that were missed one is made up for. Of several processes that do this on one database
 * one fires each. Returns how many milliseconds it is until there is something to fire again.
 */
async function fireSchedules(options: ScheduleOptions, postponed: Postponed): Promise<number> {
  const { jobs, now } = options;
  for (let portion = 0; portion < portionsLimit; portion += 1) {
    const look = now();
    const due = await jobs.due(look, portionLimit, postponed.at(look));
    let fired = 0;
    for (const { job, dueAt } of due) {
      if (await fireOrPostpone(job, dueAt, options, postponed)) fired += 1;
    }
    if (due.length === portionLimit && fired > 0) continue;
    const others = await jobs.earliestRunAt(look);
    const next = Math.min(others?.getTime() ?? Infinity, postponed.earliest(look)?.getTime() ?? Infinity);
    return Math.min(Math.max(next - now().getTime(), shortestLookMs), longestLookMs);
  }
  return shortestLookMs;
}

/** One job that cannot be fired must not hold up the others. @returns false where it was postponed. */
async function fireOrPostpone(
  job: Job,
  dueAt: Date,
  options: ScheduleOptions,
  postponed: Postponed,
): Promise<boolean> {
  const { now, log } = options;
  const about = { jobId: job.id, dueAt };
  try {
    const advanced = await fire(job, dueAt, options);
    if (advanced !== 'postponed') return true;
    const isFirst = postponed.add(about, now(), () => longestLookMs);
    if (isFirst) log.warn(about, 'a schedule waits until the run that its job has is over');
  } catch (error) {
    const isFirst = postponed.add(about, now(), (tries) =>
      Math.min(firstRetryMs * 2 ** tries, longestRetryMs),
    );
    const words = isFirst
      ? 'a schedule could not be fired, and is tried again ever more seldom'
      : 'a schedule could still not be fired';
    log[isFirst ? 'error' : 'debug']({ err: error, ...about }, words);
  }
  return false;
}

async function fire(job: Job, dueAt: Date, options: ScheduleOptions): Promise<Advanced> {
  const { jobs, onQueued, log } = options;
  const now = options.now();
  const run = await runOf(job, dueAt, now, options);
  const next = nextRun(job.schedule, now);
  const advanced = await jobs.advance(job.id, dueAt, next, run);
  const about = { jobId: job.id, dueAt, nextRunAt: next };
  const says: Readonly<Record<Advanced, () => void>> = {
    queued: () => {
      log.info({ ...about, runId: run.id, mode: run.mode, trigger: run.trigger }, 'a schedule fired');
      onQueued();
    },
    overlap: () => {
      log.warn(about, 'a schedule was passed over: the job has a run that waits or is executed');
    },
    postponed: () => {
      log.debug(about, 'a schedule stays due');
    },
    'moved before': () => {
      log.debug(about, 'a schedule was fired or changed by someone else');
    },
  };
  says[advanced]();
  return advanced;
}

async function runOf(job: Job, dueAt: Date, now: Date, { jobs, newId }: ScheduleOptions): Promise<NewRun> {
  const lastFullAt = (await jobs.cursor(job.id))?.lastFullAt;
  const isFull = isFullSyncDue(job.schedule, lastFullAt === undefined ? null : new Date(lastFullAt), now);
  return {
    id: newId(),
    jobId: job.id,
    jobVersion: job.version,
    mode: isFull ? 'full' : 'incremental',
    trigger: now.getTime() - dueAt.getTime() > missedAfterMs ? 'catch-up' : 'schedule',
    startedBy: 'schedule',
    dryRun: false,
    queuedAt: now,
  };
}
