import { openZone } from '../../domain/zone.ts';
import type { CrmClient, CrmClientOptions } from '../connector.ts';
import type { Write } from '../writing.ts';
import { createDescribeCache } from '../describe-cache.ts';
import { checkReserve, defaultReserve } from './api-usage.ts';
import { createBulkJobs } from './bulk-job.ts';
import { createFilterClocks } from '../filter/filter-clock.ts';
import { countByBulk, countRecords } from './count-records.ts';
import { deletedRetentionDays, readDeleted } from './deleted-records.ts';
import { createSalesforceDescriber } from './describe.ts';
import { identify, readUser } from './identity.ts';
import { openRead } from './open-read.ts';
import type { ReadContext } from './open-read.ts';
import { createOrgApi } from './org-api.ts';
import { cursorField, planRead } from './plan-read.ts';
import { preview } from './preview.ts';
import { readPosition } from './read-position.ts';
import { createIngestJobs } from './ingest-jobs.ts';
import { openWrite } from './open-write.ts';
import { createHttp } from './request.ts';
import { createServerTime } from './server-time.ts';
import type { Tuning } from './tuning.ts';

/** docs/decisions/rest-or-bulk.md says where these come from. */
const defaultBulkThresholdRows = 50_000;
const defaultBulkPageRows = 50_000;
const defaultBulkWriteThresholdRows = 10_000;

export function openClient(options: CrmClientOptions, tuning: Tuning): CrmClient {
  const http = createHttp({ ...options, tuning });
  const org = createOrgApi(http);
  const describer = createSalesforceDescriber(org, options.describeCache ?? createDescribeCache());
  const jobs = createBulkJobs(http);
  const ingest = createIngestJobs(http);
  const writes: Write[] = [];
  const serverTime = createServerTime(http);
  const reserve = options.dailyLimitReserve ?? defaultReserve;
  const context: ReadContext = {
    http,
    jobs,
    checkReserve: () => checkReserve(http.usage(), reserve),
    bulkThresholdRows: options.bulkThresholdRows ?? defaultBulkThresholdRows,
    bulkPageRows: options.bulkPageRows ?? defaultBulkPageRows,
  };

  const clockFor = createFilterClocks({
    readZone: async () => openZone((await readUser(org)).timezone),
    serverTime,
    sessions: options.sessions,
  });

  // Counts, previews and reads stop at the reserve. What is known of the org itself is asked for all the same, a
  // handful of requests that are kept: it is how the use is learned, and how a person is told what is wrong.
  return {
    identify: () => identify(http, org),
    apiUsage: () => http.usage(),
    serverTime,
    listObjects: () => describer.listObjects(),
    loadSchema: (object, paths) => describer.schema(object, paths),
    // SOQL has words for all of the language; what is too long for one query is cut or read in bulk.
    checkFilter: () => undefined,
    async count(query, window, signal) {
      context.checkReserve();
      const clock = await clockFor(query, null);
      if (planRead(query, window, clock).condition === 'never') return 0;
      const counted = await countRecords(http, query, window, clock, signal);
      return counted ?? (await countByBulk(jobs, query, window, clock, signal));
    },
    async preview(query, limit, signal) {
      context.checkReserve();
      return await preview(context, query, limit, await clockFor(query, null), signal ?? neverAborted());
    },
    async openRead(request) {
      const position = request.resumeFrom === null ? null : readPosition(request.resumeFrom);
      return await openRead(context, request, await clockFor(request.query, position?.nowMs ?? null));
    },
    async openWrite(request) {
      context.checkReserve();
      const bulkWriteThresholdRows = options.bulkWriteThresholdRows ?? defaultBulkWriteThresholdRows;
      const write = openWrite(
        { http, ingest, checkReserve: context.checkReserve, bulkWriteThresholdRows },
        request,
      );
      writes.push(write);
      return write;
    },
    async *readDeleted({ object: name, window, signal }) {
      const object = await describer.object(name);
      yield* readDeleted({ http, object, window, beforeRequest: context.checkReserve, signal });
    },
    // Salesforce tells deletions by their times.
    markDeletions: () => Promise.resolve(null),
    knowsDeletions: () => Promise.resolve(true),
    deletedRetentionDays,
    cursorField,
    async close() {
      await jobs.closeAll();
      for (const write of writes) await write.close();
    },
  };
}

function neverAborted(): AbortSignal {
  return new AbortController().signal;
}
