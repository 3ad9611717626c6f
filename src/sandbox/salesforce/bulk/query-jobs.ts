/** Query jobs of the Bulk API 2.0: created, looked at until they are complete, fetched page by page, deleted. */
import { badRequest, notFound } from '../http/api-error.ts';
import type { Fault } from '../http/faults.ts';
import type { Answer, ApiRequest } from '../http/http-types.ts';
import { jsonAnswer } from '../http/http-types.ts';
import { readJsonObject } from '../http/json-body.ts';
import { idOf } from '../org/record-ids.ts';
import { restStamp } from '../rest/render-record.ts';
import { compileQuery } from '../soql/compile-query.ts';
import type { QueryContext } from '../soql/compile-query.ts';
import { parseSoql } from '../soql/parse.ts';
import { delimiters, lineEndings } from './csv-writer.ts';
import type { CsvFormat } from './csv-writer.ts';
import { queryResult } from './query-result.ts';
import type { QueryResult } from './query-result.ts';
import { refuseQueryFields, refuseQueryText } from './refuse-query.ts';

type JobState = 'UploadComplete' | 'InProgress' | 'Aborted' | 'JobComplete' | 'Failed';

interface QueryJob {
  readonly id: string;
  readonly operation: 'query' | 'queryAll';
  readonly object: string;
  readonly createdAt: string;
  readonly apiVersion: number;
  readonly format: CsvFormat;
  readonly result: QueryResult;
  /** How it will end, where it will not be complete. */
  readonly failure: string | null;
  pollsLeft: number;
  state: JobState;
  changedAt: string;
}

export interface QueryJobSettings {
  readonly context: (includeDeleted: boolean) => QueryContext;
  readonly userId: string;
  readonly stamp: () => string;
  /** How many looks at a new job find it in progress. */
  readonly polls: number;
  /** Rows of a page where the request names no number. */
  readonly pageRows: number;
}

/** Salesforce keeps finished jobs for seven days; this keeps so many. */
const maxJobs = 1_000;
const defaultFailure = 'InternalServerError : Retried more than 15 times';
const slowPolls = 5;
/** States from which a job may be deleted. */
const deletable: ReadonlySet<JobState> = new Set(['UploadComplete', 'JobComplete', 'Aborted', 'Failed']);

export class QueryJobs {
  private readonly jobs = new Map<string, QueryJob>();
  private readonly settings: QueryJobSettings;
  private lastNumber = 0;

  constructor(settings: QueryJobSettings) {
    this.settings = settings;
  }

  /** Jobs that hold a result or are about to. */
  get open(): number {
    const states = [...this.jobs.values()].map((job) => job.state);
    return states.filter((state) => state !== 'Aborted' && state !== 'Failed').length;
  }

  /** Forgets all jobs, as Salesforce does with old ones. */
  drop(): void {
    this.jobs.clear();
  }

  create(request: ApiRequest): Answer {
    const { operation, query: soql, ...format } = readNewJob(request.body);
    const { context, stamp, polls } = this.settings;
    refuseQueryText(parseSoql(soql));
    const query = compileQuery(soql, context(operation === 'queryAll'));
    refuseQueryFields(query);
    if (this.jobs.size >= maxJobs) throw badRequest('EXCEEDEDQUOTA', 'Too many bulk jobs are kept.');
    this.lastNumber += 1;
    const at = stamp();
    const job: QueryJob = {
      id: idOf('750', this.lastNumber),
      operation,
      object: query.object.name,
      createdAt: at,
      apiVersion: Number(request.version),
      format,
      result: queryResult(query, format),
      failure: failureOf(request.fault),
      pollsLeft: polls + pollsOf(request.fault),
      state: 'UploadComplete',
      changedAt: at,
    };
    this.jobs.set(job.id, job);
    return jsonAnswer(this.summary(job));
  }

  /** A look at a job also moves it on. */
  info(request: ApiRequest): Answer {
    const job = this.find(request);
    if (job.state === 'UploadComplete' || job.state === 'InProgress') {
      if (job.pollsLeft > 0) {
        job.pollsLeft -= 1;
        this.move(job, 'InProgress');
      } else this.move(job, job.failure === null ? 'JobComplete' : 'Failed');
    }
    const isComplete = job.state === 'JobComplete';
    return jsonAnswer({
      ...this.summary(job),
      jobType: 'V2Query',
      numberRecordsProcessed: isComplete ? job.result.rows : 0,
      retries: 0,
      totalProcessingTime: 0,
      isPkChunkingSupported: true,
      ...(job.state === 'Failed' ? { errorMessage: job.failure } : {}),
    });
  }

  list(): Answer {
    const records = [...this.jobs.values()].map((job) => ({ ...this.summary(job), jobType: 'V2Query' }));
    return jsonAnswer({ done: true, records, nextRecordsUrl: null });
  }

  results(request: ApiRequest): Answer {
    const job = this.find(request);
    if (job.state !== 'JobComplete') {
      throw badRequest(
        'INVALIDJOBSTATE',
        `Job must be JobComplete to fetch its results. It is ${job.state}.`,
      );
    }
    const from = readLocator(request.query.get('locator'));
    const max = readMaxRecords(request.query.get('maxRecords')) ?? this.settings.pageRows;
    const rows = Math.max(0, Math.min(max, job.result.rows - from));
    const next = from + rows;
    return {
      status: 200,
      contentType: 'text/csv',
      headers: {
        'sforce-locator': next < job.result.rows ? writeLocator(next) : 'null',
        'sforce-numberofrecords': String(rows),
      },
      body: job.result.page(from, max),
    };
  }

  abort(request: ApiRequest): Answer {
    const job = this.find(request);
    const body = readJsonObject(request.body);
    if (body['state'] !== 'Aborted')
      throw badRequest('INVALIDJOB', 'A query job can only be set to Aborted.');
    if (job.state !== 'UploadComplete' && job.state !== 'InProgress')
      throw badRequest('INVALIDJOBSTATE', 'Aborting already Completed Job not allowed');
    this.move(job, 'Aborted');
    return jsonAnswer(this.summary(job));
  }

  remove(request: ApiRequest): Answer {
    const job = this.find(request);
    if (!deletable.has(job.state)) {
      throw badRequest('INVALIDJOBSTATE', `A job that is ${job.state} cannot be deleted; abort it first.`);
    }
    this.jobs.delete(job.id);
    return { status: 204 };
  }

  private find({ params }: ApiRequest): QueryJob {
    const job = this.jobs.get(params[0] ?? '');
    if (job === undefined) throw notFound();
    return job;
  }

  private move(job: QueryJob, state: JobState): void {
    job.state = state;
    job.changedAt = this.settings.stamp();
  }

  private summary(job: QueryJob): object {
    return {
      id: job.id,
      operation: job.operation,
      object: job.object,
      createdById: this.settings.userId,
      createdDate: restStamp(job.createdAt),
      systemModstamp: restStamp(job.changedAt),
      state: job.state,
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: job.apiVersion,
      lineEnding: job.format.lineEnding,
      columnDelimiter: job.format.columnDelimiter,
    };
  }
}

function failureOf(fault: Fault | null): string | null {
  return fault?.kind === 'bulk job failed' ? (fault.message ?? defaultFailure) : null;
}

function pollsOf(fault: Fault | null): number {
  return fault?.kind === 'bulk job slow' ? (fault.polls ?? slowPolls) : 0;
}

interface NewJob extends CsvFormat {
  readonly operation: 'query' | 'queryAll';
  readonly query: string;
}

function readNewJob(body: Buffer): NewJob {
  const { operation, query, columnDelimiter = 'COMMA', lineEnding = 'LF' } = readJsonObject(body);
  if (operation !== 'query' && operation !== 'queryAll')
    throw badRequest(
      'INVALIDJOB',
      `The operation ${JSON.stringify(operation)} is not one of query and queryAll.`,
    );
  if (typeof query !== 'string' || query === '')
    throw badRequest('INVALIDJOB', 'A query has to be specified.');
  if (!isKeyOf(delimiters, columnDelimiter))
    throw badRequest('INVALIDJOB', `Unknown column delimiter ${JSON.stringify(columnDelimiter)}.`);
  if (!isKeyOf(lineEndings, lineEnding))
    throw badRequest('INVALIDJOB', `Unknown line ending ${JSON.stringify(lineEnding)}.`);
  return { operation, query, columnDelimiter, lineEnding };
}

function isKeyOf<T extends object>(table: T, key: unknown): key is keyof T {
  return typeof key === 'string' && Object.hasOwn(table, key);
}

/** Opaque to clients: where the next page begins. */
function writeLocator(position: number): string {
  return Buffer.from(String(position)).toString('base64url');
}

function readLocator(locator: string | null): number {
  if (locator === null) return 0;
  const position = Buffer.from(locator, 'base64url').toString('utf8');
  if (!/^\d+$/.test(position)) throw badRequest('INVALIDLOCATOR', `Invalid locator: ${locator}`);
  return Number(position);
}

function readMaxRecords(text: string | null): number | null {
  if (text === null) return null;
  if (!/^[1-9]\d*$/.test(text)) throw badRequest('INVALIDREQUEST', `maxRecords is no number: ${text}`);
  return Number(text);
}
