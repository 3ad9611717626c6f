/** What changed since a delta link was given: records as they are now, and the ids of those that are gone. */
import type { Answer } from '../../http/http-types.ts';
import { ApiError, badQuery } from '../http/api-error.ts';
import { odataJson } from '../http/api-request.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { preferencesOf } from '../http/preferences.ts';
import type { Org } from '../org/org.ts';
import type { Row } from '../org/row.ts';
import { readDeltaToken, writeDeltaToken } from '../query/delta-token.ts';
import { readCookie, writeCookie } from '../query/page-cookie.ts';
import { parseSelect } from '../query/parse-expand.ts';
import type { TableDefinition } from '../schema/table-definition.ts';
import { contextMember, linkOf, pageSize, preferenceHeaders } from './page-parts.ts';
import { rowRenderer } from './render-record.ts';
import type { RestContext } from './rest-context.ts';

/** @throws ApiError where the table tracks no changes, or the query asks for more than columns. */
export function checkTracking(table: TableDefinition, query: URLSearchParams): void {
  if (!table.tracksChanges) {
    throw new ApiError(
      400,
      '0x80072491',
      `Entity: ${table.logicalName} isn't enabled for change tracking, or change tracking isn't supported for it.`,
    );
  }
  for (const name of ['$filter', '$orderby', '$expand', '$top', '$apply'])
    if (query.has(name)) throw badQuery(`The query option '${name}' is not supported with change tracking.`);
}

export function deltaLink(
  request: ApiRequest,
  table: TableDefinition,
  version: number,
  nowMs: number,
): string {
  return linkOf(request, table, { $deltatoken: writeDeltaToken(version, nowMs) });
}

type Change =
  { readonly version: number; readonly row: Row } | { readonly version: number; readonly deleted: string };

export function answerChanges(request: ApiRequest, table: TableDefinition, context: RestContext): Answer {
  const { query, root } = request;
  const { org } = context;
  checkTracking(table, query);
  const token = query.get('$deltatoken') ?? '';
  const since = readDeltaToken(token, org);
  const preferences = preferencesOf(request);
  const select = parseSelect(query.get('$select'));
  const render = rowRenderer(table, select, [], { ...context, preferences });
  const size = pageSize(preferences, context);
  const skipToken = query.get('$skiptoken');
  const cookie = skipToken === null ? null : readCookie(skipToken);
  const until = cookie?.version ?? org.visibleVersion(table.logicalName);
  const from = cookie === null ? since : Number(cookie.after.id);
  const changes = changesOf(org, table, from, until);
  const page = changes.slice(0, size);
  const last = page.at(-1);

  const rendered = page.map((change) =>
    'row' in change
      ? `{${render(change.row)}}`
      : `{"@odata.context":"${root}/$metadata#${table.entitySetName}/$deletedEntity","id":"${change.deleted}","reason":"deleted"}`,
  );
  const members = [contextMember(root, table, select, '/$delta'), `"value":[${rendered.join(',')}]`];
  if (changes.length > page.length && last !== undefined) {
    const after = { id: String(last.version), values: [] };
    const next = writeCookie({ page: (cookie?.page ?? 1) + 1, after, count: null, version: until });
    const link = linkOf(request, table, { $deltatoken: token, $skiptoken: next });
    members.push(`"@odata.nextLink":${JSON.stringify(link)}`);
  } else {
    members.push(`"@odata.deltaLink":${JSON.stringify(deltaLink(request, table, until, org.nowMs))}`);
  }
  return { ...odataJson(`{${members.join(',')}}`), headers: preferenceHeaders(preferences, size) };
}

/**
 * In the order in which they happened, after one version and up to another: what happens between two pages is
 * part of the next link's changes.
 */
function changesOf(org: Org, { logicalName }: TableDefinition, after: number, until: number): Change[] {
  const table = org.tableOf(logicalName);
  const changes: Change[] = table.deletedAfter(after).map(({ id, version }) => ({ version, deleted: id }));
  for (const row of table.scan(org.nowMs))
    if (row.version > after) changes.push({ version: row.version, row });
  return changes.filter((each) => each.version <= until).sort((a, b) => a.version - b.version);
}
