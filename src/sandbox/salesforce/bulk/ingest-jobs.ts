/** Ingest jobs of the Bulk API 2.0: created, given their rows, looked at until they are loaded. */
import { ApiError, badRequest } from '../http/api-error.ts';
import { readJsonObject } from '../http/json-body.ts';
import { jsonAnswer } from '../../http/http-types.ts';
import type { Answer } from '../../http/http-types.ts';
import type { ApiRequest } from '../http/http-types.ts';
import type { Org } from '../org/org.ts';
import { Writer } from '../org/writer.ts';
import { externalIdOf, objectOf } from '../rest/objects.ts';
import type { FieldDefinition } from '../schema/field-definition.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { csvLine } from './csv-writer.ts';
import { JobList, nextJobId } from './job-list.ts';
import type { Job, JobSettings } from './job-list.ts';
import { JobProgress } from './job-progress.ts';
import { loadRows } from './load-rows.ts';
import type { IngestOperation, LoadedRow } from './load-rows.ts';
import { readCsv } from './read-csv.ts';
import type { CsvTable } from './read-csv.ts';
import { readFormat } from './read-format.ts';
import { UploadError } from './upload-error.ts';

interface IngestJob extends Job {
  readonly operation: IngestOperation;
  readonly definition: ObjectDefinition;
  readonly externalId: FieldDefinition | null;
  /** What was uploaded; null until then. */
  upload: string | null;
  table: CsvTable;
  readonly loaded: LoadedRow[];
}

export interface IngestJobSettings extends JobSettings {
  readonly org: Org;
}

const operations: ReadonlySet<string> = new Set(['insert', 'update', 'upsert', 'delete', 'hardDelete']);
const noRows: CsvTable = { names: [], rows: [] };

export class IngestJobs {
  readonly list: JobList<IngestJob>;
  private readonly settings: IngestJobSettings;

  constructor(settings: IngestJobSettings) {
    this.settings = settings;
    this.list = new JobList('V2Ingest', settings);
  }

  create(request: ApiRequest): Answer {
    const body = readJsonObject(request.body);
    const { object: name, operation, externalIdFieldName } = body;
    if (!isOperation(operation))
      throw badRequest('INVALIDJOB', `Unknown operation ${JSON.stringify(operation)}.`);
    const { org, stamp, polls } = this.settings;
    const definition = objectOf(org, typeof name === 'string' ? name : undefined);
    if (!definition.bulk || !definition.createable) {
      throw badRequest('INVALIDENTITY', `Entity '${definition.name}' is not supported by the Bulk API.`);
    }
    const createdAt = stamp();
    const job: IngestJob = {
      id: nextJobId(),
      operation,
      object: definition.name,
      definition,
      externalId: operation === 'upsert' ? readExternalId(definition, externalIdFieldName) : null,
      createdAt,
      apiVersion: Number(request.version),
      format: readFormat(body),
      progress: new JobProgress('Open', createdAt, polls, request.fault),
      upload: null,
      table: noRows,
      loaded: [],
    };
    this.list.add(job);
    return jsonAnswer(this.summary(job, request));
  }

  upload(request: ApiRequest): Answer {
    const job = this.list.find(request);
    if (job.progress.state !== 'Open')
      throw badRequest('INVALIDJOBSTATE', `Rows are for jobs that are Open. This is ${job.progress.state}.`);
    if (job.upload !== null) throw badRequest('INVALIDBATCH', 'The job has its rows already.');
    if (!/^text\/csv\b/i.test(request.headers['content-type'] ?? ''))
      throw new ApiError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Rows are uploaded as text/csv.');
    job.upload = request.body.toString('utf8');
    return { status: 201 };
  }

  /** A look at a job also moves it on. */
  async info(request: ApiRequest): Promise<Answer> {
    const job = this.list.find(request);
    await job.progress.look(this.settings.stamp(), (maxRows) => this.load(job, maxRows));
    const failed = job.loaded.filter((row) => row.error !== null).length;
    return jsonAnswer({
      ...this.summary(job, request),
      numberRecordsProcessed: job.loaded.length,
      numberRecordsFailed: failed,
      retries: 0,
      totalProcessingTime: 0,
      apiActiveProcessingTime: 0,
      apexProcessingTime: 0,
    });
  }

  successful(request: ApiRequest): Answer {
    const job = this.ended(request);
    const rows = job.loaded.filter((row) => row.error === null);
    return csvAnswer(
      job,
      ['sf__Id', 'sf__Created'],
      rows.map((row) => [row.id, String(row.created), ...row.values]),
    );
  }

  failed(request: ApiRequest): Answer {
    const job = this.ended(request);
    const rows = job.loaded.filter((row) => row.error !== null);
    return csvAnswer(
      job,
      ['sf__Id', 'sf__Error'],
      rows.map((row) => [row.id, row.error ?? '', ...row.values]),
    );
  }

  unprocessed(request: ApiRequest): Answer {
    const job = this.ended(request);
    if (job.table === noRows && job.upload !== null) job.table = tableOrNone(job);
    return csvAnswer(job, [], job.table.rows.slice(job.loaded.length));
  }

  private async load(job: IngestJob, maxRows: number): Promise<void> {
    const { org } = this.settings;
    try {
      job.table = job.upload === null ? noRows : readCsv(job.upload, job.format);
      const { names, rows } = job.table;
      const load = {
        operation: job.operation,
        object: job.definition,
        externalId: job.externalId,
        writer: new Writer(org),
        purge: (id: string) => org.purge(job.object, [id]),
      };
      await loadRows({ names, rows: rows.slice(0, maxRows) }, load, {
        onLoaded: (loaded) => void job.loaded.push(...loaded),
        isWanted: () => job.progress.isWaiting,
      });
    } catch (error) {
      if (!(error instanceof UploadError)) throw error;
      job.progress.failure = error.message;
    }
  }

  private ended(request: ApiRequest): IngestJob {
    const job = this.list.find(request);
    if (['JobComplete', 'Failed', 'Aborted'].includes(job.progress.state)) return job;
    throw badRequest('INVALIDJOBSTATE', `The job has not ended. It is ${job.progress.state}.`);
  }

  private summary(job: IngestJob, { root }: ApiRequest): object {
    return {
      ...this.list.summary(job),
      contentUrl: `${root.slice(1)}/jobs/ingest/${job.id}/batches`,
      ...(job.externalId === null ? {} : { externalIdFieldName: job.externalId.name }),
    };
  }
}

function isOperation(operation: unknown): operation is IngestOperation {
  return typeof operation === 'string' && operations.has(operation);
}

function readExternalId(definition: ObjectDefinition, name: unknown): FieldDefinition {
  if (typeof name !== 'string') throw badRequest('INVALIDJOB', 'externalIdFieldName is missing for upsert.');
  return externalIdOf(definition, name);
}

function tableOrNone(job: IngestJob): CsvTable {
  try {
    return readCsv(job.upload ?? '', job.format);
  } catch (error) {
    // The job already says what is wrong with it; there are no rows to give back.
    if (error instanceof UploadError) return noRows;
    throw error;
  }
}

function csvAnswer(job: IngestJob, names: readonly string[], rows: readonly (readonly string[])[]): Answer {
  const header = csvLine([...names, ...job.table.names], job.format);
  return {
    status: 200,
    contentType: 'text/csv',
    body: header + rows.map((row) => csvLine(row, job.format)).join(''),
  };
}
