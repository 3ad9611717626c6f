import { openZone } from '../../domain/zone.ts';
import type { CrmClient, CrmClientOptions } from '../connector.ts';
import { createDescribeCache } from '../describe-cache.ts';
import { createFilterClocks } from '../filter/filter-clock.ts';
import { checkFilter } from './check-filter.ts';
import { countRecords } from './count-records.ts';
import { deletedRetentionDays, knowsDeletions, markDeletions, readDeleted } from './deleted-records.ts';
import { createDynamicsDescriber } from './describe.ts';
import { identify, readUserZone } from './identity.ts';
import { openRead } from './open-read.ts';
import { openWrite } from './open-write.ts';
import { cursorField, planRead } from './plan-read.ts';
import { preview } from './preview.ts';
import { readPosition } from './read-position.ts';
import { createHttp } from './request.ts';
import { createServerTime } from './server-time.ts';
import { tableOf } from './table.ts';
import type { Tuning } from './tuning.ts';

export function openClient(options: CrmClientOptions, tuning: Tuning): CrmClient {
  const http = createHttp({ ...options, tuning });
  const describer = createDynamicsDescriber(http, options.describeCache ?? createDescribeCache());
  const serverTime = createServerTime(http);

  const clockFor = createFilterClocks({
    readZone: async () => openZone(await readUserZone(http)),
    serverTime,
    sessions: options.sessions,
  });

  return {
    identify: () => identify(http),
    // Its limits are those of a user in five minutes, and told only to who is beyond them.
    apiUsage: () => null,
    serverTime,
    listObjects: () => describer.listObjects(),
    loadSchema: (object, paths) => describer.schema(object, paths),
    checkFilter,
    async count(query, window, signal) {
      return await countRecords(http, planRead(query, window, await clockFor(query, null)), signal);
    },
    async preview(query, limit, signal) {
      const plan = planRead(query, null, await clockFor(query, null));
      return await preview(http, plan, query.fields.length, limit, signal);
    },
    async openRead(request) {
      const position = request.resumeFrom === null ? null : readPosition(request.resumeFrom);
      return await openRead(http, request, await clockFor(request.query, position?.nowMs ?? null));
    },
    async *readDeleted({ object, ...request }) {
      const table = tableOf(await describer.object(object));
      yield* readDeleted({ ...request, http, table });
    },
    markDeletions: (object, signal) => markDeletions(http, tableOf(object), signal),
    knowsDeletions: (object, mark, signal) => knowsDeletions(http, tableOf(object), mark, signal),
    openWrite: (request) => openWrite(http, request, (table) => describer.object(table)),
    deletedRetentionDays,
    cursorField,
    // Nothing is held open in the service between two requests.
    close: () => Promise.resolve(),
  };
}
