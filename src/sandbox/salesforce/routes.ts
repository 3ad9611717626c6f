import { identity, userInfo } from './auth/identity.ts';
import type { QueryJobs } from './bulk/query-jobs.ts';
import { notFound } from './http/api-error.ts';
import type { ApiLimit } from './http/api-limit.ts';
import { jsonAnswer } from './http/http-types.ts';
import type { Route } from './http/router.ts';
import type { Org } from './org/org.ts';
import { answerDeleted, answerUpdated } from './rest/changes.ts';
import { limitsOf } from './rest/limits.ts';
import { answerQuery, answerQueryMore } from './rest/query.ts';
import type { QuerySettings } from './rest/query.ts';
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
}

/** Every address that needs a session. Patterns are below the API version unless they begin with a slash. */
export function routesOf(context: RouteContext): Route[] {
  return [
    ...userRoutes(context),
    ...describeRoutes(context),
    ...queryRoutes(context),
    ...queryJobRoutes(context),
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

function queryJobRoutes({ queryJobs }: RouteContext): Route[] {
  const one = /^jobs\/query\/(\w+)$/;
  return [
    {
      method: 'POST',
      pattern: /^jobs\/query$/,
      createsBulkJob: true,
      handler: (request) => queryJobs.create(request),
    },
    { method: 'GET', pattern: /^jobs\/query$/, handler: () => queryJobs.list() },
    { method: 'GET', pattern: one, handler: (request) => queryJobs.info(request) },
    { method: 'PATCH', pattern: one, handler: (request) => queryJobs.abort(request) },
    { method: 'DELETE', pattern: one, handler: (request) => queryJobs.remove(request) },
    {
      method: 'GET',
      pattern: /^jobs\/query\/(\w+)\/results$/,
      handler: (request) => queryJobs.results(request),
    },
  ];
}
