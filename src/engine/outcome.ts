import { FatalError, isTold, RetryableError } from '../domain/errors.ts';
import { zeroCounts } from '../domain/run.ts';
import type { RunCounts, RunError, RunFiles } from '../domain/run.ts';
import type { JobCursor } from '../store/job-store.ts';
import type { RunOutcome } from '../store/run-store.ts';
import { RunStopped } from './run-stopped.ts';

/** What a run has to show for itself, however it ended. */
export interface RunResult {
  readonly counts: RunCounts;
  readonly files: RunFiles;
  readonly finishedAt: Date;
}

/** @param cursor null where it stays: nothing was kept */
export function outcomeOfSuccess(result: RunResult, cursor: JobCursor | null): RunOutcome {
  const status = result.counts.rejected > 0 ? 'partly succeeded' : 'succeeded';
  return { ...result, status, error: null, cursor };
}

/**
 * The outcome of a run that an error ended. The cursor stays.
 *
 * @returns null where none is to be stored: the run is left for whoever goes on with it
 * @throws the error itself where it is none of the kinds that are written for people, that is, a bug
 */
export function outcomeOfError(error: unknown, result: RunResult): RunOutcome | null {
  if (error instanceof RunStopped) {
    if (error.reason !== 'cancelled') return null;
    return { ...result, status: 'cancelled', error: null, cursor: null };
  }
  return { ...result, status: 'failed', error: runErrorOf(error), cursor: null };
}

function runErrorOf(error: unknown): RunError {
  if (!isTold(error)) throw error;
  const advice = error instanceof RetryableError ? ` ${whenToRetry(error)}` : '';
  return { code: error.code, message: `${error.message}${advice}` };
}

/** The CRM's client has tried again already, for as long as it makes sense to wait. */
function whenToRetry({ retryAfterMs }: RetryableError): string {
  if (retryAfterMs === undefined) return 'It was tried several times; run the job again later.';
  const minutes = Math.max(1, Math.ceil(retryAfterMs / 60_000));
  return `Run the job again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} or later.`;
}

/** What a run has to show that ends before it wrote anything of what it rehearsed. */
export function onlyRejected({ rejected }: RunCounts): RunCounts {
  return { ...zeroCounts, read: rejected, rejected };
}

/** A run that stored nothing of what it read did not succeed, not even partly. */
export function refuseAllRejected({ read, rejected }: RunCounts, firstReason: string | null): void {
  if (read === 0 || rejected < read) return;
  const rows = read === 1 ? 'The one row that was read was' : `All ${read} rows that were read were`;
  throw allRejected(`${rows} rejected, so nothing was stored.`, firstReason, 'all_rows_rejected');
}

/** The same of a run that was to send them. @param firstReason without a value of the record */
export function refuseNothingSent({ read, rejected }: RunCounts, firstReason: string | null): void {
  if (read === 0 || rejected < read) return;
  const records = read === 1 ? 'The one record of this job was' : `All ${read} records of this job were`;
  throw allRejected(`${records} rejected, so nothing was sent.`, firstReason, 'all_records_rejected');
}

function allRejected(what: string, firstReason: string | null, code: string): FatalError {
  const reason = firstReason === null ? '' : ` The first reason: ${firstReason}`;
  return new FatalError(
    `${what}${reason} The rejects file has them all; mend the mapping or the records and run the job again.`,
    { code },
  );
}
