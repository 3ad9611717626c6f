import { DateTime } from 'luxon';
import { jobsOfDigest } from '../domain/digest.ts';
import type { Digest } from '../domain/digest.ts';
import type { Job } from '../domain/job.ts';
import { addCounts, zeroCounts } from '../domain/run.ts';
import type { RunCounts, RunStatus } from '../domain/run.ts';
import type { RunTotals } from '../store/run-store.ts';
import { authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

export interface SummarizedJob {
  readonly job: Job;
  /** How many runs ended so; what is absent is none. */
  readonly runs: Readonly<Partial<Record<RunStatus, number>>>;
  /** Of all its runs together. */
  readonly counts: RunCounts;
}

export interface SummarizedDay {
  readonly begins: Date;
  readonly runs: Readonly<Partial<Record<RunStatus, number>>>;
}

export interface Summary {
  /** By name. */
  readonly jobs: readonly SummarizedJob[];
  /** The last seven days, oldest first, whatever the period is: one day alone shows no trend. */
  readonly days: readonly SummarizedDay[];
}

const daysShown = 7;

/** What the jobs of a channel did in a day or a week. */
export async function digest(deps: OperationDeps, context: OperationContext, of: Digest): Promise<Summary> {
  authorize(context, 'viewer', 'see what jobs did');
  const store = await deps.store();
  const jobs = jobsOfDigest(await store.jobs.list(), of);
  const jobIds = jobs.map(({ id }) => id);
  const end = DateTime.fromJSDate(of.until, { zone: of.timezone });
  const days: SummarizedDay[] = [];
  const inPeriod: RunTotals[] = [];
  for (let ago = daysShown; ago > 0; ago -= 1) {
    const since = end.minus({ days: ago }).toJSDate();
    const until = end.minus({ days: ago - 1 }).toJSDate();
    const totals = await store.runs.totals({ jobIds, since, until });
    days.push({ begins: since, runs: runsOf(totals) });
    if (of.cadence === 'weekly' || ago === 1) inPeriod.push(...totals);
  }
  return { jobs: jobs.map((job) => summaryOf(job, inPeriod)), days };
}

function summaryOf(job: Job, totals: readonly RunTotals[]): SummarizedJob {
  const its = totals.filter(({ jobId }) => jobId === job.id);
  const counts = its.reduce((sum, each) => addCounts(sum, each.counts), zeroCounts);
  return { job, runs: runsOf(its), counts };
}

function runsOf(totals: readonly RunTotals[]): Partial<Record<RunStatus, number>> {
  const sums: Partial<Record<RunStatus, number>> = {};
  for (const { status, runs } of totals) sums[status] = (sums[status] ?? 0) + runs;
  return sums;
}
