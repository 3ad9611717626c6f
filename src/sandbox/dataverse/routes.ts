import type { Answer } from '../http/http-types.ts';
import type { ApiRequest } from './http/api-request.ts';
import type { Route } from './http/router.ts';
import { answerCollection, answerColumn, answerTable, answerTables } from './metadata/answer-metadata.ts';
import { answerBatch } from './rest/batch.ts';
import { answerOrganization, answerService, answerTotalCount, answerWhoAmI } from './rest/functions.ts';
import { answerCount, answerList } from './rest/list.ts';
import { answerMultiple } from './rest/multiple.ts';
import { answerCreate, answerDelete, answerRead, answerUpsert } from './rest/record.ts';
import type { RestContext } from './rest/rest-context.ts';

const key = String.raw`\(((?:'(?:[^']|'')*'|[^')])*)\)`;
const set = String.raw`([a-z_]\w*)`;
const tables = 'EntityDefinitions';
const cast = String.raw`(?:/(Microsoft\.Dynamics\.CRM\.\w+))?`;

/** Every address below the API's version. What is more special stands before what would fit too. */
export function routesOf(context: RestContext): Route[] {
  const { schema } = context.org;
  const route = (
    method: string,
    pattern: string,
    answer: (request: ApiRequest, context: RestContext) => Answer,
  ): Route => ({
    method,
    pattern: new RegExp(`^${pattern}$`),
    handler: (request) => answer(request, context),
  });
  const metadataRoute = (pattern: string, answer: typeof answerTables): Route => ({
    method: 'GET',
    pattern: new RegExp(`^${tables}${pattern}$`),
    handler: (request) => answer(request, schema),
  });
  const routes: Route[] = [
    route('GET', '', answerService),
    metadataRoute('', answerTables),
    metadataRoute(key, answerTable),
    metadataRoute(`${key}/Attributes${key}${cast}`, answerColumn),
    metadataRoute(`${key}/(\\w+)${cast}`, answerCollection),
    route('GET', String.raw`WhoAmI(?:\(\))?`, answerWhoAmI),
    route('GET', String.raw`RetrieveCurrentOrganization\(.*\)`, answerOrganization),
    route('GET', String.raw`RetrieveTotalRecordCount\(EntityNames=(.*)\)`, answerTotalCount),
    route('GET', `${set}/\\$count`, answerCount),
    route('POST', String.raw`${set}/Microsoft\.Dynamics\.CRM\.(\w+)`, answerMultiple),
    route('GET', `${set}${key}`, answerRead),
    route('PATCH', `${set}${key}`, answerUpsert),
    route('DELETE', `${set}${key}`, answerDelete),
    route('GET', set, answerList),
    route('POST', set, answerCreate),
  ];
  const batch: Route = {
    method: 'POST',
    pattern: /^\$batch$/,
    handler: (request) => answerBatch(request, { org: context.org, routes }),
  };
  return [...routes, batch];
}
