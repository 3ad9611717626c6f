/** GET <entity set>: a page of a table's records, or of what changed in it. */
import type { Answer } from '../../http/http-types.ts';
import { badQuery, beyondSandbox } from '../http/api-error.ts';
import { odataJson } from '../http/api-request.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { preferencesOf } from '../http/preferences.ts';
import type { Preferences } from '../http/preferences.ts';
import { compileFilter } from '../query/compile-filter.ts';
import type { RowTest } from '../query/compile-filter.ts';
import { rowOrder } from '../query/order-rows.ts';
import { readCookie, writeCookie } from '../query/page-cookie.ts';
import { parseExpand, parseOrderBy, parseSelect } from '../query/parse-expand.ts';
import { parseFilter } from '../query/parse-filter.ts';
import { countRows, selectPage } from '../query/select-rows.ts';
import type { TableDefinition } from '../schema/table-definition.ts';
import { answerAggregate } from './aggregate.ts';
import { answerChanges, checkTracking, deltaLink } from './changes.ts';
import { tableOfSet } from './entity-set.ts';
import { contextMember, linkOf, pageSize, preferenceHeaders } from './page-parts.ts';
import { rowRenderer } from './render-record.ts';
import { filterContextOf } from './rest-context.ts';
import type { RestContext } from './rest-context.ts';

/** The service counts no further, and says no more. */
const maxCount = 5_000;

const knownOptions: ReadonlySet<string> = new Set([
  '$select',
  '$filter',
  '$orderby',
  '$expand',
  '$top',
  '$count',
  '$apply',
  '$skiptoken',
  '$deltatoken',
]);
const beyond: ReadonlySet<string> = new Set(['fetchXml', 'savedQuery', 'userQuery', '$search']);

export function answerList(request: ApiRequest, context: RestContext): Answer {
  const { query } = request;
  const table = tableOfSet(request.params[0] ?? '', context.org.schema);
  checkOptions(query);
  const preferences = preferencesOf(request);
  if (query.has('$apply')) return answerAggregate(request, table, context);
  if (query.has('$deltatoken')) return answerChanges(request, table, context);
  if (preferences.tracksChanges) checkTracking(table, query);
  return answerPage(request, table, preferences, context);
}

/** GET <entity set>/$count */
export function answerCount(request: ApiRequest, context: RestContext): Answer {
  const table = tableOfSet(request.params[0] ?? '', context.org.schema);
  const count = countRows(context.org, table, filterOf(request, table, context), maxCount);
  return { status: 200, contentType: 'text/plain', body: String(count) };
}

function filterOf({ query }: ApiRequest, table: TableDefinition, context: RestContext): RowTest {
  const text = query.get('$filter');
  return text === null ? () => true : compileFilter(parseFilter(text), table, filterContextOf(context));
}

function checkOptions(query: URLSearchParams): void {
  for (const name of query.keys()) {
    if (beyond.has(name)) throw beyondSandbox(`the query option ${name}`);
    if (name.startsWith('$') && !knownOptions.has(name))
      throw badQuery(`The query parameter '${name}' is not supported.`);
    if (query.getAll(name).length > 1)
      throw badQuery(
        `Query option '${name}' was specified more than once, but it must be specified at most once.`,
      );
  }
}

function answerPage(
  request: ApiRequest,
  table: TableDefinition,
  preferences: Preferences,
  context: RestContext,
): Answer {
  const { query, root } = request;
  const { org } = context;
  const select = parseSelect(query.get('$select'));
  const expand = parseExpand(query.get('$expand'));
  const render = rowRenderer(table, select, expand, { ...context, preferences });
  const test = filterOf(request, table, context);
  const order = rowOrder(org, table, parseOrderBy(query.get('$orderby')));
  const token = query.get('$skiptoken');
  const cookie = token === null ? null : readCookie(token);
  const top = wholeNumber(query, '$top');
  const size = top === null ? pageSize(preferences, context) : Math.min(top, context.pageRows);
  const version =
    cookie?.version ?? (preferences.tracksChanges ? org.visibleVersion(table.logicalName) : null);
  const { rows, next } = selectPage(org, { table, test, order }, cookie?.after ?? null, size);
  const isCounted = query.get('$count') === 'true';
  const count = isCounted ? (cookie?.count ?? countRows(org, table, test, maxCount)) : null;

  const members = [contextMember(root, table, select, preferences.tracksChanges ? '/$delta' : '')];
  if (count !== null) members.push(`"@odata.count":${count}`);
  members.push(...totalMembers(count, preferences));
  members.push(`"value":[${rows.map((row) => `{${render(row)}}`).join(',')}]`);
  if (next !== null && top === null) {
    const skipToken = writeCookie({ page: (cookie?.page ?? 1) + 1, after: next, count, version });
    members.push(`"@odata.nextLink":${JSON.stringify(linkOf(request, table, { $skiptoken: skipToken }))}`);
  } else if (version !== null) {
    members.push(`"@odata.deltaLink":${JSON.stringify(deltaLink(request, table, version, org.nowMs))}`);
  }
  const answer = odataJson(`{${members.join(',')}}`);
  return { ...answer, headers: preferenceHeaders(preferences, size) };
}

function totalMembers(count: number | null, preferences: Preferences): string[] {
  const names = ['totalrecordcount', 'totalrecordcountlimitexceeded'].map(
    (each) => `Microsoft.Dynamics.CRM.${each}`,
  );
  const values = [String(count ?? -1), String(count === maxCount)];
  return names.flatMap((name, index) =>
    preferences.includesAnnotation(name) ? [`"@${name}":${values[index] ?? ''}`] : [],
  );
}

function wholeNumber(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null) return null;
  if (!/^\d{1,9}$/.test(text)) throw badQuery(`Invalid value '${text}' for ${name} query option found.`);
  return Number(text);
}
