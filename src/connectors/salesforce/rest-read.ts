import { RetryableError } from '../../domain/errors.ts';
import type { ReadBatch, SourceRow } from '../connector.ts';
import { sourceRows } from '../source-rows.ts';
import { beginAhead } from '../http/begin-ahead.ts';
import type { BegunAhead } from '../http/begin-ahead.ts';
import type { ReadPlan } from './plan-read.ts';
import { writePosition } from './read-position.ts';
import type { SalesforcePosition } from './read-position.ts';
import type { SalesforceHttp } from './request.ts';
import { fetchRestPage } from './rest-query.ts';
import type { RestPage } from './rest-query.ts';
import { columnReader } from './rest-values.ts';
import { orderedSoql, queryPath } from './soql.ts';
import type { ReadKey } from './soql.ts';

export interface RestRead {
  readonly http: SalesforceHttp;
  /** One query or several that follow each other; all with the same columns. */
  readonly plans: readonly ReadPlan[];
  readonly from: Extract<SalesforcePosition, { way: 'REST' }>;
  readonly resource: 'query' | 'queryAll';
  /** Called before each request for rows; throws where the org's requests are running out. */
  readonly beforeRequest: () => void;
  readonly signal: AbortSignal;
}

/** A page is one batch. The next page is on its way while the reader works on this one. */
export async function* readByRest(read: RestRead): AsyncGenerator<ReadBatch, void, undefined> {
  for (let part = read.from.part; part < read.plans.length; part += 1) {
    const after = part === read.from.part ? read.from.after : null;
    yield* readPart(read, part, after);
  }
}

async function* readPart(
  read: RestRead,
  part: number,
  from: ReadKey | null,
): AsyncGenerator<ReadBatch, void, undefined> {
  const plan = read.plans[part];
  if (plan === undefined) return;
  const toRow = rowReader(plan);
  const position = (part: number, after: ReadKey | null): SalesforcePosition => ({
    ...read.from,
    part,
    after,
  });
  const begin = (path: string): BegunAhead<RestPage> => {
    read.beforeRequest();
    return beginAhead((signal) => fetchRestPage(read.http, path, signal), read.signal);
  };
  const open = (after: ReadKey | null): BegunAhead<RestPage> =>
    begin(queryPath(orderedSoql(plan, after), read.resource));

  let after = from;
  let ahead = open(after);
  let isOpenQuery = false;
  try {
    for (;;) {
      let page: RestPage;
      try {
        page = await ahead.result;
      } catch (error) {
        if (!isOpenQuery || !isDropped(error)) throw error;
        // Salesforce keeps few queries open for a user. What is left is asked for by a query of its own.
        ahead = open(after);
        page = await ahead.result;
      }
      ahead.abort();
      isOpenQuery = page.nextUrl !== null;
      if (page.nextUrl !== null) ahead = begin(page.nextUrl);
      const rows = page.records.map(toRow);
      const begins = position(part, after);
      after = keyBehind(rows, plan) ?? after;
      const isLastPart = part + 1 === read.plans.length;
      const next = isOpenQuery ? position(part, after) : isLastPart ? null : position(part + 1, null);
      yield {
        rows: sourceRows(rows),
        csv: null,
        page: writePosition(begins),
        next: next === null ? 'end' : writePosition(next),
      };
      read.signal.throwIfAborted();
      if (!isOpenQuery) return;
    }
  } finally {
    ahead.abort();
  }
}

export function rowReader({ columns, types }: ReadPlan): (record: object) => SourceRow {
  const readers = columns.map((path, index) => columnReader(path, types[index] ?? null));
  return (record) => readers.map((read) => read(record));
}

/**
 * The last record of the page by which the read can go on. Values are those of the moment the page was made,
 * and one that was changed since the query began has a stamp beyond the window: going on behind it would skip
 * the others.
 */
function keyBehind(rows: readonly SourceRow[], { window, idColumn, stampColumn }: ReadPlan): ReadKey | null {
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const id = rows[index]?.[idColumn] ?? null;
    const stamp = rows[index]?.[stampColumn] ?? null;
    if (id === null) continue;
    if (window === null) return { stamp: null, id };
    if (stamp !== null && Date.parse(stamp) <= Date.parse(window.until)) return { stamp, id };
  }
  return null;
}

function isDropped(error: unknown): boolean {
  return error instanceof RetryableError && error.code === 'query_locator_gone';
}
