import { identity, userInfo } from './auth/identity.ts';
import type { IngestJobs } from './bulk/ingest-jobs.ts';
import type { QueryJobs } from './bulk/query-jobs.ts';
import { notFound } from './http/api-error.ts';
import type { ApiLimit } from './http/api-limit.ts';
import { jsonAnswer } from '../http/http-types.ts';
import type { Answer } from '../http/http-types.ts';
import type { ApiRequest, Handler } from './http/http-types.ts';
import type { Route } from './http/router.ts';
import type { Org } from './org/org.ts';
import { answerDeleted, answerUpdated } from './rest/changes.ts';
import { limitsOf } from './rest/limits.ts';
import { answerQuery, answerQueryMore } from './rest/query.ts';
import type { QuerySettings } from './rest/query.ts';
import {
  answerCreateMany,
  answerDeleteMany,
  answerReadMany,
  answerUpdateMany,
  answerUpsertMany,
} from './rest/collections.ts';
import {
  answerCreate,
  answerDelete,
  answerDeleteByExternalId,
  answerRead,
  answerReadByExternalId,
  answerUpdate,
  answerUpsert,
} from './rest/rows.ts';
import type { RowContext } from './rest/rows.ts';
import { resources, versions } from './rest/versions.ts';
import { describeGlobal, describeObject } from './schema/describe.ts';

export interface RouteContext {
  readonly org: Org;
  readonly origin: () => string;
  readonly timeZone: string;
  readonly now: () => number;
  readonly apiLimit: ApiLimit;
  readonly queries: QuerySettings;
  readonly queryJobs: QueryJobs;
  readonly ingestJobs: IngestJobs;
}

/** Every address that needs a session. Patterns are below the API version unless they begin with a slash. */
export function routesOf(context: RouteContext): Route[] {
  return [
    ...userRoutes(context),
    ...describeRoutes(context),
    ...rowRoutes(context),
    ...queryRoutes(context),
    ...queryJobRoutes(context),
    ...ingestJobRoutes(context),
  ];
}

function userRoutes({ org, origin, timeZone, apiLimit }: RouteContext): Route[] {
  const place = (): { org: Org; origin: string; timeZone: string } => ({ org, origin: origin(), timeZone });
  return [
    {
      method: 'GET',
      pattern: /^\/services\/oauth2\/userinfo$/,
      handler: () => jsonAnswer(userInfo(place())),
    },
    { method: 'GET', pattern: /^\/id\/[^/]+\/[^/]+$/, handler: () => jsonAnswer(identity(place())) },
    { method: 'GET', pattern: /^\/services\/data\/?$/, handler: () => jsonAnswer(versions()) },
    {
      method: 'GET',
      pattern: /^$/,
      handler: ({ root }) => jsonAnswer(resources(root, `${origin()}/id/${org.id}/${org.userId}`)),
    },
    { method: 'GET', pattern: /^limits$/, handler: () => jsonAnswer(limitsOf(apiLimit)) },
  ];
}

function describeRoutes({ org, origin, now }: RouteContext): Route[] {
  return [
    {
      method: 'GET',
      pattern: /^sobjects$/,
      handler: ({ root }) => jsonAnswer(describeGlobal(org.schema.all(), root)),
    },
    {
      method: 'GET',
      pattern: /^sobjects\/([^/]+)\/describe$/,
      handler: ({ params, root }) => {
        const object = org.schema.find(params[0] ?? '');
        if (object === undefined) throw notFound();
        return jsonAnswer(describeObject(object, org.schema.all(), { root, origin: origin() }));
      },
    },
    {
      method: 'GET',
      pattern: /^sobjects\/([^/]+)\/deleted$/,
      handler: (request) => answerDeleted(request, org, now()),
    },
    {
      method: 'GET',
      pattern: /^sobjects\/([^/]+)\/updated$/,
      handler: (request) => answerUpdated(request, org, now()),
    },
  ];
}

function queryRoutes({ queries }: RouteContext): Route[] {
  return [
    { method: 'GET', pattern: /^query$/, handler: (request) => answerQuery(request, false, queries) },
    { method: 'GET', pattern: /^queryAll$/, handler: (request) => answerQuery(request, true, queries) },
    {
      method: 'GET',
      pattern: /^(?:query|queryAll)\/([^/]+)$/,
      handler: (request) => answerQueryMore(request, queries),
    },
  ];
}

function rowRoutes({ org, now }: RouteContext): Route[] {
  const context = { org, now };
  return rowHandlers.map(([method, pattern, answer]) => ({
    method,
    pattern,
    handler: (request) => answer(request, context),
  }));
}

const oneRow = /^sobjects\/([^/]+)\/([^/]+)$/;
const byExternalId = /^sobjects\/([^/]+)\/([^/]+)\/(.+)$/;
const manyRows = /^composite\/sobjects$/;
const manyOfOneObject = /^composite\/sobjects\/([^/]+)$/;

type RowHandler = (request: ApiRequest, context: RowContext) => Answer;

const rowHandlers: readonly (readonly [method: string, pattern: RegExp, answer: RowHandler])[] = [
  ['POST', /^sobjects\/([^/]+)$/, answerCreate],
  ['GET', oneRow, answerRead],
  ['PATCH', oneRow, answerUpdate],
  ['DELETE', oneRow, answerDelete],
  ['GET', byExternalId, answerReadByExternalId],
  ['PATCH', byExternalId, answerUpsert],
  ['DELETE', byExternalId, answerDeleteByExternalId],
  ['POST', manyRows, answerCreateMany],
  ['PATCH', manyRows, answerUpdateMany],
  ['DELETE', manyRows, answerDeleteMany],
  ['PATCH', /^composite\/sobjects\/([^/]+)\/([^/]+)$/, answerUpsertMany],
  ['GET', manyOfOneObject, answerReadMany],
  ['POST', manyOfOneObject, answerReadMany],
];

function queryJobRoutes({ queryJobs: jobs }: RouteContext): Route[] {
  return [
    ...jobRoutes('query', jobs),
    {
      method: 'GET',
      pattern: /^jobs\/query\/(\w+)\/results$/,
      handler: (request) => jobs.results(request),
    },
  ];
}

function ingestJobRoutes({ ingestJobs: jobs }: RouteContext): Route[] {
  return [
    ...jobRoutes('ingest', jobs),
    belowIngestJob('PUT', 'batches', (request) => jobs.upload(request)),
    belowIngestJob('GET', 'successfulResults', (request) => jobs.successful(request)),
    belowIngestJob('GET', 'failedResults', (request) => jobs.failed(request)),
    belowIngestJob('GET', 'unprocessedrecords', (request) => jobs.unprocessed(request)),
  ];
}

function belowIngestJob(method: string, name: string, handler: Handler): Route {
  return { method, pattern: new RegExp(`^jobs/ingest/(\\w+)/${name}$`), handler };
}

/** What query and ingest jobs have in common. */
function jobRoutes(kind: string, jobs: QueryJobs | IngestJobs): Route[] {
  const all = new RegExp(`^jobs/${kind}$`);
  const one = new RegExp(`^jobs/${kind}/(\\w+)$`);
  return [
    { method: 'POST', pattern: all, createsBulkJob: true, handler: (request) => jobs.create(request) },
    { method: 'GET', pattern: all, handler: () => jobs.list.list() },
    { method: 'GET', pattern: one, handler: (request) => jobs.info(request) },
    { method: 'PATCH', pattern: one, handler: (request) => jobs.list.patch(request) },
    { method: 'DELETE', pattern: one, handler: (request) => jobs.list.remove(request) },
  ];
}
