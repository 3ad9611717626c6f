import { identity, userInfo } from './auth/identity.ts';
import { notFound } from './http/api-error.ts';
import type { ApiLimit } from './http/api-limit.ts';
import { jsonAnswer } from './http/http-types.ts';
import type { Route } from './http/router.ts';
import type { Org } from './org/org.ts';
import { limitsOf } from './rest/limits.ts';
import { answerQuery, answerQueryMore } from './rest/query.ts';
import type { QuerySettings } from './rest/query.ts';
import { resources, versions } from './rest/versions.ts';
import { describeGlobal, describeObject } from './schema/describe.ts';

export interface RouteContext {
  readonly org: Org;
  readonly origin: () => string;
  readonly timeZone: string;
  readonly apiLimit: ApiLimit;
  readonly queries: QuerySettings;
}

/** Every address that needs a session. Patterns are below the API version unless they begin with a slash. */
export function routesOf(context: RouteContext): Route[] {
  return [...userRoutes(context), ...describeRoutes(context), ...queryRoutes(context)];
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
    { method: 'GET', pattern: /^$/, handler: ({ root }) => jsonAnswer(resources(root)) },
    { method: 'GET', pattern: /^limits$/, handler: () => jsonAnswer(limitsOf(apiLimit)) },
  ];
}

function describeRoutes({ org, origin }: RouteContext): Route[] {
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
