/** Bulk API 2.0 ingest jobs: made, filled, waited for, read and closed. */
import { FatalError, isTold, RecordError, RetryableError, UserError } from '../../domain/errors.ts';
import { settled, settledWithin } from '../../domain/settled.ts';
import { objectOf, readJobId } from './bulk-job.ts';
import type { SalesforceHttp } from './request.ts';

export interface NewIngestJob {
  readonly object: string;
  /** By which records are found; null = rows are updates by their ids. */
  readonly externalId: string | null;
}

export interface IngestJobState {
  readonly state: string;
  /** Why it failed; empty otherwise. */
  readonly errorMessage: string;
}

export type IngestResults = 'successfulResults' | 'failedResults';

export interface IngestJobs {
  /**
   * Where `signal` is aborted none is made, or it is among those that `closeAll` closes.
   *
   * @throws FatalError `unsupported_by_bulk`
   */
  create(job: NewIngestJob, signal: AbortSignal): Promise<string>;
  /** Nothing of it is written before it is `complete`. @param csv with its header */
  upload(job: string, csv: Uint8Array, signal: AbortSignal): Promise<void>;
  /** The job has its rows, and is to write them. */
  complete(job: string, signal: AbortSignal): Promise<void>;
  /** Resolves when it is complete, failed or aborted. @throws RetryableError `bulk_job_slow` */
  ended(job: string, signal: AbortSignal): Promise<IngestJobState>;
  /** How an earlier attempt's job stands; null where Salesforce has it no more. */
  look(job: string): Promise<IngestJobState | null>;
  /** A job of an earlier attempt is this client's from now on. */
  adopt(job: string): void;
  /** Rows that went well or did not, as CSV with a header; asked for again where `parse` finds that bytes are missing. */
  results<T>(job: string, which: IngestResults, parse: (csv: Uint8Array) => T): Promise<T>;
  abort(job: string): Promise<void>;
  /** Another call of whoever sends rows begins. */
  nextCall(): void;
  /** Its results are read, in this call: whoever wanted them keeps them before the call after the next writes anything. */
  setAside(job: string): void;
  /** Closes what was set aside before the last call. */
  closeKept(): Promise<void>;
  /** Aborts what has not ended, and closes all. */
  closeAll(): Promise<void>;
}

export function createIngestJobs(http: SalesforceHttp): IngestJobs {
  const { tuning } = http;
  /** Jobs of this client, and the call in which their results were read; null where they are not. */
  const open = new Map<string, number | null>();
  const beingMade = new Set<Promise<void>>();
  let call = 0;

  const look = (job: string, signal?: AbortSignal): Promise<IngestJobState> =>
    http.json({ path: jobPath(job), signal }, readJobState);

  const patch = async (job: string, state: string, signal?: AbortSignal): Promise<void> => {
    const body = JSON.stringify({ state });
    await http.send({ method: 'PATCH', path: jobPath(job), headers: jsonType, body, signal });
  };

  /** What stays open in Salesforce goes by itself after seven days. */
  const quietly = async (task: (signal: AbortSignal) => Promise<unknown>): Promise<void> => {
    const signal = AbortSignal.timeout(tuning.closeTimeoutMs);
    try {
      await task(signal);
    } catch (error) {
      if (!isTold(error) && !(error instanceof RecordError) && !signal.aborted) throw error;
    }
  };

  const abort = (job: string): Promise<void> => quietly((signal) => patch(job, 'Aborted', signal));
  const close = async (job: string): Promise<void> => {
    open.delete(job);
    await quietly((signal) => http.send({ method: 'DELETE', path: jobPath(job), signal }));
  };

  return {
    async create(wanted, signal) {
      signal.throwIfAborted();
      const made = make(wanted, signal);
      const over = settled(made);
      beingMade.add(over);
      void over.then(() => beingMade.delete(over));
      return await made;
    },
    async upload(job, csv, signal) {
      const path = `${jobPath(job)}/batches`;
      try {
        await http.send({ method: 'PUT', path, headers: csvType, body: csv, signal });
      } catch (error) {
        // Rows that were taken while the answer was lost are refused the second time. A job that has none after all
        // ends without results, which its rows' sender sees.
        if (!isTold(error) || error instanceof RetryableError) throw error;
      }
    },
    complete,
    async ended(job, signal) {
      let pause = tuning.minPollMs;
      for (let waited = 0; waited <= tuning.maxJobMs; waited += pause) {
        const found = await look(job, signal);
        if (!runningStates.has(found.state)) return found;
        if (waited > 0) pause = Math.min(tuning.maxPollMs, pause * pollGrowth);
        await tuning.wait(pause, signal);
      }
      throw new RetryableError(
        `Salesforce has not finished a bulk load after ${Math.round(tuning.maxJobMs / 60_000)} minutes. Its queue may be full: see Bulk Data Load Jobs in the org's Setup.`,
        { code: 'bulk_job_slow' },
      );
    },
    async look(job) {
      try {
        return await look(job);
      } catch (error) {
        if (error instanceof UserError && error.code === 'not_found') return null;
        throw error;
      }
    },
    adopt: (job) => void open.set(job, null),
    results: (job, which, parse) =>
      http.read({ path: `${jobPath(job)}/${which}`, headers: { accept: 'text/csv' } }, parse),
    abort,
    nextCall: () => void (call += 1),
    setAside: (job) => void open.set(job, call),
    async closeKept() {
      for (const [job, readIn] of open) if (readIn !== null && readIn < call - 1) await close(job);
    },
    async closeAll() {
      await settledWithin(Promise.all(beingMade), tuning.closeTimeoutMs);
      for (const [job, readIn] of open) {
        if (readIn === null) await abort(job);
        await close(job);
      }
    },
  };

  /** Once it is asked for, its id is waited for whatever happens: without it the job would be nobody's. */
  async function make({ object, externalId }: NewIngestJob, signal: AbortSignal): Promise<string> {
    const body = JSON.stringify({
      object,
      operation: externalId === null ? 'update' : 'upsert',
      ...(externalId === null ? {} : { externalIdFieldName: externalId }),
      contentType: 'CSV',
      columnDelimiter: 'COMMA',
      lineEnding: 'LF',
    });
    const request = {
      method: 'POST',
      path: 'jobs/ingest',
      headers: jsonType,
      body,
      pauseSignal: signal,
    } as const;
    const job = await http.json(request, readJobId);
    open.set(job, null);
    return job;
  }

  async function complete(job: string, signal: AbortSignal): Promise<void> {
    try {
      await patch(job, 'UploadComplete', signal);
    } catch (error) {
      if (!isTold(error)) throw error;
      const { state } = await look(job, signal);
      // Where an answer was lost, it has begun already.
      if (state === 'Open') throw error;
    }
  }
}

/** How much longer each pause between two looks is than the one before. */
const pollGrowth = 1.5;
const runningStates = new Set(['UploadComplete', 'InProgress']);
const jsonType = { 'content-type': 'application/json' };
const csvType = { 'content-type': 'text/csv; charset=UTF-8' };

function jobPath(job: string): string {
  return `jobs/ingest/${encodeURIComponent(job)}`;
}

function readJobState(text: string): IngestJobState {
  const { state, errorMessage } = objectOf(text);
  if (typeof state !== 'string') throw new Error('The answer about a job has no state');
  return { state, errorMessage: typeof errorMessage === 'string' ? errorMessage : '' };
}

export function abortedInSalesforce(): FatalError {
  return new FatalError(
    `Someone aborted the bulk load in Salesforce (Setup, Bulk Data Load Jobs). Run the job again: what was written already is found there.`,
    { code: 'bulk_job_aborted' },
  );
}
