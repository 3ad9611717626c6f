import type { ReadBatch, SourceRow } from '../connector.ts';
import { beginAhead } from '../http/begin-ahead.ts';
import type { BegunAhead } from '../http/begin-ahead.ts';
import { sourceRows } from '../source-rows.ts';
import { listPath } from './odata.ts';
import type { ReadPlan } from './plan-read.ts';
import { writePosition } from './read-position.ts';
import type { DynamicsPosition } from './read-position.ts';
import type { DynamicsHttp } from './request.ts';
import { fetchPage } from './rest-query.ts';
import type { ListRequest, Page } from './rest-query.ts';
import { columnReader, digitKeeper } from './rest-values.ts';
import type { JsonObject } from './rest-values.ts';

export interface RestRead {
  readonly http: DynamicsHttp;
  readonly plan: ReadPlan;
  readonly from: DynamicsPosition;
  readonly signal: AbortSignal;
}

/** A page is one batch. The next page is on its way while the reader works on this one. */
export async function* readByRest({
  http,
  plan,
  from,
  signal,
}: RestRead): AsyncGenerator<ReadBatch, void, undefined> {
  const toRow = rowReader(plan);
  const path = listPath(plan);
  const request = listRequest(plan);
  const begin = (skipToken: string | null): BegunAhead<Page> => {
    // The address that the link would lead to, without what a proxy may have made of its beginning.
    const address = skipToken === null ? path : `${path}&$skiptoken=${skipToken}`;
    return beginAhead((signal) => fetchPage(http, { ...request, path: address, signal }), signal);
  };
  let { skipToken } = from;
  let ahead = begin(skipToken);
  try {
    for (;;) {
      const page = await ahead.result;
      ahead.abort();
      const position = writePosition({ ...from, skipToken });
      skipToken = page.skipToken;
      if (skipToken !== null) ahead = begin(skipToken);
      yield {
        rows: sourceRows(page.rows.map(toRow)),
        csv: null,
        page: position,
        next: skipToken === null ? 'end' : writePosition({ ...from, skipToken }),
      };
      signal.throwIfAborted();
      if (skipToken === null) return;
    }
  } finally {
    ahead.abort();
  }
}

/** How the rows of a plan are asked for and read, but for the address. */
export function listRequest({ paths }: ReadPlan): Pick<ListRequest, 'prefer' | 'parse'> {
  const showsFormatted = paths.some(({ column }) => column.isFormatted);
  return {
    prefer: showsFormatted ? ['odata.include-annotations="OData.Community.Display.V1.FormattedValue"'] : [],
    parse: digitKeeper(paths),
  };
}

export function rowReader({ paths }: ReadPlan): (row: JsonObject) => SourceRow {
  const readers = paths.map(columnReader);
  return (row) => readers.map((read) => read(row));
}
