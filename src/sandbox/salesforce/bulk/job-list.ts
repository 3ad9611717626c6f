/** Jobs of one kind: kept, found, aborted, deleted. */
import { badRequest, notFound } from '../http/api-error.ts';
import { readJsonObject } from '../http/json-body.ts';
import { jsonAnswer } from '../../http/http-types.ts';
import type { Answer } from '../../http/http-types.ts';
import type { ApiRequest } from '../http/http-types.ts';
import { idOf } from '../org/record-ids.ts';
import { restStamp } from '../rest/render-record.ts';
import type { CsvFormat } from './csv-writer.ts';
import type { JobProgress, JobState } from './job-progress.ts';

export interface Job {
  readonly id: string;
  readonly operation: string;
  readonly object: string;
  readonly createdAt: string;
  readonly apiVersion: number;
  readonly format: CsvFormat;
  readonly progress: JobProgress;
}

export interface JobSettings {
  readonly userId: string;
  readonly stamp: () => string;
  /** How many looks at a new job find it in progress. */
  readonly polls: number;
}

/** Salesforce keeps finished jobs for seven days; this keeps so many, and forgets the oldest. */
const maxJobs = 1_000;

/** States from which a job may be deleted. */
const deletable: ReadonlySet<JobState> = new Set(['UploadComplete', 'JobComplete', 'Aborted', 'Failed']);

let lastNumber = 0;

/** Jobs of all kinds are numbered in one row. */
export function nextJobId(): string {
  lastNumber += 1;
  return idOf('750', lastNumber);
}

export class JobList<T extends Job> {
  private readonly jobs = new Map<string, T>();
  private readonly jobType: string;
  private readonly settings: JobSettings;

  constructor(jobType: string, settings: JobSettings) {
    this.jobType = jobType;
    this.settings = settings;
  }

  get open(): number {
    return [...this.jobs.values()].filter((job) => job.progress.isOpen).length;
  }

  drop(): void {
    this.jobs.clear();
  }

  add(job: T): void {
    this.jobs.set(job.id, job);
    if (this.jobs.size <= maxJobs) return;
    for (const oldest of this.jobs.keys()) {
      this.jobs.delete(oldest);
      break;
    }
  }

  find({ params }: ApiRequest): T {
    const job = this.jobs.get(params[0] ?? '');
    if (job === undefined) throw notFound();
    return job;
  }

  list(): Answer {
    const records = [...this.jobs.values()].map((job) => this.summary(job));
    return jsonAnswer({ done: true, records, nextRecordsUrl: null });
  }

  /** PATCH with a state: `UploadComplete` is for jobs that are still open, `Aborted` for all that have not ended. */
  patch(request: ApiRequest): Answer {
    const { progress } = this.find(request);
    const { state } = readJsonObject(request.body);
    const isUploading = progress.state === 'Open';
    if (state === 'Aborted') {
      if (!isUploading && !progress.isWaiting)
        throw badRequest('INVALIDJOBSTATE', 'Aborting already Completed Job not allowed');
      progress.move('Aborted', this.settings.stamp());
    } else if (state === 'UploadComplete') {
      if (!isUploading) throw badRequest('INVALIDJOBSTATE', `The job is ${progress.state} already.`);
      progress.move('UploadComplete', this.settings.stamp());
    } else throw badRequest('INVALIDJOBSTATE', `A job cannot be set to ${JSON.stringify(state)}.`);
    return jsonAnswer(this.summary(this.find(request)));
  }

  remove(request: ApiRequest): Answer {
    const { id, progress } = this.find(request);
    if (!deletable.has(progress.state)) {
      throw badRequest(
        'INVALIDJOBSTATE',
        `A job that is ${progress.state} cannot be deleted; abort it first.`,
      );
    }
    this.jobs.delete(id);
    return { status: 204 };
  }

  summary({ id, operation, object, createdAt, apiVersion, format, progress }: T): object {
    return {
      id,
      operation,
      object,
      createdById: this.settings.userId,
      createdDate: restStamp(createdAt),
      systemModstamp: restStamp(progress.changedAt),
      state: progress.state,
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion,
      jobType: this.jobType,
      lineEnding: format.lineEnding,
      columnDelimiter: format.columnDelimiter,
      ...(progress.state === 'Failed' ? { errorMessage: progress.failure } : {}),
    };
  }
}
