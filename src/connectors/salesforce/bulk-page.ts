import { RetryableError } from '../../domain/errors.ts';
import type { OpenAnswer } from '../http/fetch-answer.ts';
import type { SalesforceHttp } from './request.ts';

/** A page of a bulk result, of which only the head is here. */
export interface BulkPage {
  /** Where the next page begins; null on the last one. */
  readonly next: string | null;
  readonly rows: number;
  readonly answer: OpenAnswer;
}

export interface BulkPageRequest {
  readonly job: string;
  /** null = the first page. */
  readonly locator: string | null;
  readonly maxRows: number;
}

export const withoutHead = 'no_bulk_result';

export async function openBulkPage(
  http: SalesforceHttp,
  { job, locator, maxRows }: BulkPageRequest,
  signal: AbortSignal,
): Promise<BulkPage> {
  const query = new URLSearchParams({ maxRecords: String(maxRows) });
  if (locator !== null) query.set('locator', locator);
  const path = `jobs/query/${encodeURIComponent(job)}/results?${query.toString()}`;
  const answer = await http.open({ path, headers: { accept: 'text/csv' }, signal });
  const next = answer.headers.get('sforce-locator');
  const rows = Number(answer.headers.get('sforce-numberofrecords') ?? Number.NaN);
  // Without both, the body is that of a proxy, or the result's end could not be told from a cut.
  if (next === null || !Number.isSafeInteger(rows)) {
    answer.cancel();
    throw new RetryableError('Salesforce answered the request for a bulk result with something else.', {
      code: withoutHead,
    });
  }
  return { next: next === 'null' || next === '' ? null : next, rows, answer };
}

export function cutOff(expected: number, got: number): RetryableError {
  return new RetryableError(
    `A page of a bulk result has ${got} rows instead of the ${expected} that Salesforce announced.`,
    { code: 'truncated_page' },
  );
}
