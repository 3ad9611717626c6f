/** GET query, queryAll and the pages that follow. */
import { badRequest } from '../http/api-error.ts';
import { jsonText } from '../../http/http-types.ts';
import type { Answer } from '../../http/http-types.ts';
import type { ApiRequest } from '../http/http-types.ts';
import { compileQuery } from '../soql/compile-query.ts';
import type { QueryContext } from '../soql/compile-query.ts';
import type { Cursor, Cursors } from './cursors.ts';
import { recordRenderer } from './render-record.ts';

export interface QuerySettings {
  readonly context: (includeDeleted: boolean) => QueryContext;
  readonly cursors: Cursors;
  /** Most rows of a page, and how many there are where the request does not say. */
  readonly pageRows: number;
}

const minPageRows = 200;

export function answerQuery(request: ApiRequest, includeDeleted: boolean, settings: QuerySettings): Answer {
  const soql = request.query.get('q');
  if (soql === null || soql === '') throw badRequest('MALFORMED_QUERY', 'A query string has to be specified');
  const query = compileQuery(soql, settings.context(includeDeleted));
  const selection = query.run();
  if (query.isCount) return jsonText(`{"totalSize":${selection.count},"done":true,"records":[]}`);
  const cursor = { id: '', query, selection, pageRows: pageRowsOf(request, settings) };
  if (selection.count <= cursor.pageRows) return page(request, cursor, 0);
  return page(request, settings.cursors.add(query, selection, cursor.pageRows), 0);
}

/** `01g…-2000`: the rest of a result from a row on. */
export function answerQueryMore(request: ApiRequest, settings: QuerySettings): Answer {
  const locator = /^(01g\w{15})-(\d+)$/.exec(request.params[0] ?? '');
  if (locator === null) throw badRequest('INVALID_QUERY_LOCATOR', 'invalid query locator');
  const cursor = settings.cursors.find(locator[1] ?? '');
  return page(request, cursor, Number(locator[2]));
}

function pageRowsOf({ headers }: ApiRequest, { pageRows }: QuerySettings): number {
  const asked = /batchSize\s*=\s*(\d+)/i.exec(String(headers['sforce-query-options'] ?? ''))?.[1];
  if (asked === undefined) return pageRows;
  return Math.min(pageRows, Math.max(Math.min(minPageRows, pageRows), Number(asked)));
}

function page({ root }: ApiRequest, { id, query, selection, pageRows }: Cursor, from: number): Answer {
  const render = recordRenderer(query.object.name, query.columns, root);
  const records = selection.rows(from, pageRows).map(render);
  const next = from + records.length;
  const isDone = next >= selection.count;
  const path = `${root}/query/${id}-${next}`;
  return jsonText(
    `{"totalSize":${selection.count},"done":${isDone},${isDone ? '' : `"nextRecordsUrl":"${path}",`}"records":[${records.join(',')}]}`,
  );
}
