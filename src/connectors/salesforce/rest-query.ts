import { foreignLink } from '../http/foreign-link.ts';
import { parseKeepingDigits } from './rest-values.ts';
import type { SalesforceHttp } from './request.ts';
import { countSoql, queryPath } from './soql.ts';
import type { ReadPlan } from './plan-read.ts';

/** The most that Salesforce gives; wide rows come in smaller pages all the same. */
export const restPageRows = 2_000;

export interface RestPage {
  readonly records: readonly object[];
  /** The address of the next page of the open query; null on the last one. */
  readonly nextUrl: string | null;
}

/** @param path that of a query, or an open query's `nextUrl`. */
export async function fetchRestPage(
  http: SalesforceHttp,
  path: string,
  signal: AbortSignal | undefined,
): Promise<RestPage> {
  const headers = { 'sforce-query-options': `batchSize=${restPageRows}` };
  return await http.json({ path, headers, signal }, readPage);
}

export async function countByRest(
  http: SalesforceHttp,
  plan: ReadPlan,
  signal: AbortSignal | undefined,
): Promise<number> {
  return await http.json({ path: queryPath(countSoql(plan)), signal }, (text) => {
    const answer: unknown = JSON.parse(text);
    if (isObject(answer) && 'totalSize' in answer && typeof answer.totalSize === 'number') {
      return answer.totalSize;
    }
    throw new Error('The answer to a query has no totalSize');
  });
}

function readPage(text: string): RestPage {
  const answer = parseKeepingDigits(text);
  if (!isObject(answer) || !('records' in answer) || !Array.isArray(answer.records)) {
    throw new Error('The answer to a query has no records');
  }
  const records: unknown[] = answer.records;
  if (!records.every(isObject)) throw new Error('A record of the answer is no object');
  if ('done' in answer && answer.done === true) return { records, nextUrl: null };
  if ('nextRecordsUrl' in answer && typeof answer.nextRecordsUrl === 'string') {
    // It is put behind the address of the org, and must not make another one of it.
    if (answer.nextRecordsUrl.startsWith('/')) return { records, nextUrl: answer.nextRecordsUrl };
    throw foreignLink('Salesforce');
  }
  throw new Error('The answer to a query neither ends nor says where it goes on');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
