/** Bulk API 2.0 query jobs: made, waited for and closed. Their results are read by bulk-read.ts. */
import { FatalError, isTold, RecordError, RetryableError, UserError } from '../../domain/errors.ts';
import { errorOfJob } from './errors.ts';
import { errorOfGonePosition } from './read-position.ts';
import type { SalesforceHttp } from './request.ts';

export interface BulkJobs {
  /** @throws FatalError `unsupported_by_bulk` for objects that have to be read by REST. */
  create(soql: string, signal: AbortSignal | undefined): Promise<string>;
  /**
   * Resolves when the result is there.
   * @returns how many rows it has, or null where Salesforce does not say.
   */
  finished(job: string, signal: AbortSignal | undefined): Promise<number | null>;
  /** As `finished`, for a job of an earlier attempt. @throws RetryableError `position_gone` where it is gone. */
  found(job: string, signal: AbortSignal | undefined): Promise<number | null>;
  close(job: string): Promise<void>;
  /** Closes what is still open. */
  closeAll(): Promise<void>;
}

interface JobInfo {
  readonly state: string;
  readonly rows: number | null;
  readonly errorMessage: string;
}

export function createBulkJobs(http: SalesforceHttp): BulkJobs {
  const { tuning } = http;
  /** Jobs of this client, and whether each has ended by itself. */
  const open = new Map<string, { isEnded: boolean }>();

  const look = (job: string, signal: AbortSignal | undefined): Promise<JobInfo> =>
    http.json({ path: jobPath(job), signal }, readJobInfo);

  const finished = async (job: string, signal: AbortSignal | undefined): Promise<number | null> => {
    let pause = tuning.minPollMs;
    for (let waited = 0; waited <= tuning.maxJobMs; waited += pause) {
      const info = await look(job, signal);
      const held = open.get(job);
      if (held !== undefined) held.isEnded = !runningStates.has(info.state);
      if (info.state === 'JobComplete') return info.rows;
      if (info.state === 'Failed') throw errorOfJob(info.errorMessage);
      if (info.state === 'Aborted') throw abortedInSalesforce();
      if (waited > 0) pause = Math.min(tuning.maxPollMs, pause * pollGrowth);
      await tuning.wait(pause, signal);
    }
    throw new RetryableError(
      `Salesforce has not finished a bulk query after ${Math.round(tuning.maxJobMs / 60_000)} minutes. Its queue may be full: see Bulk Data Load Jobs in the org's Setup.`,
      { code: 'bulk_job_slow' },
    );
  };

  const close = async (job: string): Promise<void> => {
    const isEnded = open.get(job)?.isEnded ?? false;
    open.delete(job);
    const signal = AbortSignal.timeout(tuning.closeTimeoutMs);
    try {
      if (!isEnded) await http.send({ method: 'PATCH', path: jobPath(job), ...aborted, signal });
      await http.send({ method: 'DELETE', path: jobPath(job), signal });
    } catch (error) {
      // Salesforce drops a job by itself after seven days: what was read is no worse for it.
      if (!isTold(error) && !(error instanceof RecordError) && !signal.aborted) throw error;
    }
  };

  return {
    async create(soql, signal) {
      const body = JSON.stringify({
        operation: 'query',
        query: soql,
        contentType: 'CSV',
        columnDelimiter: 'COMMA',
        lineEnding: 'LF',
      });
      const request = { method: 'POST', path: 'jobs/query', headers: jsonType, body, signal } as const;
      const job = await http.json(request, readJobId);
      open.set(job, { isEnded: false });
      return job;
    },
    finished,
    async found(job, signal) {
      try {
        const rows = await finished(job, signal);
        open.set(job, { isEnded: true });
        return rows;
      } catch (error) {
        if (error instanceof UserError && error.code === 'not_found') {
          throw errorOfGonePosition('Salesforce no longer has the bulk query');
        }
        if (error instanceof FatalError && goneCodes.has(error.code)) {
          throw errorOfGonePosition('the bulk query did not end well');
        }
        throw error;
      }
    },
    close,
    async closeAll() {
      await Promise.all([...open.keys()].map(close));
    },
  };
}

/** How much longer each pause between two looks is than the one before. */
const pollGrowth = 1.5;
const runningStates = new Set(['UploadComplete', 'InProgress', 'Open']);
const goneCodes = new Set(['bulk_job_aborted', 'bulk_job_failed']);
const jsonType = { 'content-type': 'application/json' };
const aborted = { headers: jsonType, body: JSON.stringify({ state: 'Aborted' }) };

function jobPath(job: string): string {
  return `jobs/query/${encodeURIComponent(job)}`;
}

export function readJobId(text: string): string {
  const answer = objectOf(text);
  if (typeof answer['id'] === 'string' && answer['id'] !== '') return answer['id'];
  throw new Error('The answer to a new job has no id');
}

function readJobInfo(text: string): JobInfo {
  const { state, numberRecordsProcessed: rows, errorMessage } = objectOf(text);
  if (typeof state !== 'string') throw new Error('The answer about a job has no state');
  return {
    state,
    rows: typeof rows === 'number' ? rows : null,
    errorMessage: typeof errorMessage === 'string' ? errorMessage : '',
  };
}

export function objectOf(text: string): Readonly<Record<string, unknown>> {
  const answer: unknown = JSON.parse(text);
  if (typeof answer === 'object' && answer !== null) return answer as Readonly<Record<string, unknown>>;
  throw new Error('The answer about a job is no object');
}

function abortedInSalesforce(): FatalError {
  return new FatalError(
    `Someone aborted the bulk query in Salesforce (Setup, Bulk Data Load Jobs). Run the job again.`,
    { code: 'bulk_job_aborted' },
  );
}
