/** Query jobs of the Bulk API 2.0: created, looked at until they are complete, fetched page by page, deleted. */
import { badRequest } from '../http/api-error.ts';
import { readJsonObject } from '../http/json-body.ts';
import { jsonAnswer } from '../../http/http-types.ts';
import type { Answer } from '../../http/http-types.ts';
import type { ApiRequest } from '../http/http-types.ts';
import { compileQuery } from '../soql/compile-query.ts';
import type { QueryContext } from '../soql/compile-query.ts';
import { parseSoql } from '../soql/parse.ts';
import { JobList, nextJobId } from './job-list.ts';
import type { Job, JobSettings } from './job-list.ts';
import { JobProgress } from './job-progress.ts';
import { queryResult } from './query-result.ts';
import type { QueryResult } from './query-result.ts';
import { readFormat } from './read-format.ts';
import { refuseQueryFields, refuseQueryText } from './refuse-query.ts';

interface QueryJob extends Job {
  readonly result: QueryResult;
}

export interface QueryJobSettings extends JobSettings {
  readonly context: (includeDeleted: boolean) => QueryContext;
  /** Rows of a page where the request names no number. */
  readonly pageRows: number;
}

export class QueryJobs {
  readonly list: JobList<QueryJob>;
  private readonly settings: QueryJobSettings;

  constructor(settings: QueryJobSettings) {
    this.settings = settings;
    this.list = new JobList('V2Query', settings);
  }

  create(request: ApiRequest): Answer {
    const body = readJsonObject(request.body);
    const { operation, query: soql } = readQuery(body);
    const format = readFormat(body);
    const { context, stamp, polls } = this.settings;
    refuseQueryText(parseSoql(soql));
    const query = compileQuery(soql, context(operation === 'queryAll'));
    refuseQueryFields(query);
    const createdAt = stamp();
    const job: QueryJob = {
      id: nextJobId(),
      operation,
      object: query.object.name,
      createdAt,
      apiVersion: Number(request.version),
      format,
      progress: new JobProgress('UploadComplete', createdAt, polls, request.fault),
      // Now, not when it is complete: what changes meanwhile must not change the pages.
      result: queryResult(query, format),
    };
    this.list.add(job);
    return jsonAnswer(this.list.summary(job));
  }

  /** A look at a job also moves it on. */
  async info(request: ApiRequest): Promise<Answer> {
    const job = this.list.find(request);
    // Its result is read where it is asked for.
    await job.progress.look(this.settings.stamp(), () => Promise.resolve());
    return jsonAnswer({
      ...this.list.summary(job),
      numberRecordsProcessed: job.progress.state === 'JobComplete' ? job.result.rows : 0,
      retries: 0,
      totalProcessingTime: 0,
      isPkChunkingSupported: true,
    });
  }

  results(request: ApiRequest): Answer {
    const { progress, result } = this.list.find(request);
    if (progress.state !== 'JobComplete') {
      throw badRequest(
        'INVALIDJOBSTATE',
        `Job must be JobComplete to fetch its results. It is ${progress.state}.`,
      );
    }
    const from = readLocator(request.query.get('locator'));
    const max = readMaxRecords(request.query.get('maxRecords')) ?? this.settings.pageRows;
    const rows = Math.max(0, Math.min(max, result.rows - from));
    const next = from + rows;
    return {
      status: 200,
      contentType: 'text/csv',
      headers: {
        'sforce-locator': next < result.rows ? writeLocator(next) : 'null',
        'sforce-numberofrecords': String(rows),
      },
      body: result.page(from, max),
    };
  }
}

interface NewQuery {
  readonly operation: 'query' | 'queryAll';
  readonly query: string;
}

function readQuery({ operation, query }: Readonly<Record<string, unknown>>): NewQuery {
  if (operation !== 'query' && operation !== 'queryAll') {
    throw badRequest(
      'INVALIDJOB',
      `The operation ${JSON.stringify(operation)} is not one of query and queryAll.`,
    );
  }
  if (typeof query !== 'string' || query === '')
    throw badRequest('INVALIDJOB', 'A query has to be specified.');
  return { operation, query };
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
