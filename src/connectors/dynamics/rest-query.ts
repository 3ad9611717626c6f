/** Pages of a list, by an address or, where that would be too long, by a batch with nothing else in it. */
import { isSuccess } from '../http/fetch-answer.ts';
import { foreignLink } from '../http/foreign-link.ts';
import { sendBatch } from './batch.ts';
import { errorOfAnswer } from './errors.ts';
import { maxAddressLength } from './odata.ts';
import type { DynamicsHttp } from './request.ts';
import type { JsonObject } from './rest-values.ts';

export interface Page {
  readonly rows: readonly JsonObject[];
  /** What leads to the next page, as it stands in an address; null on the last one. */
  readonly skipToken: string | null;
  /** What leads to what changes from now on, where changes are tracked; on the last page only. */
  readonly deltaToken: string | null;
}

export interface ListRequest {
  /** Below the API's version. */
  readonly path: string;
  /** Preferences beyond those that every list has. */
  readonly prefer?: readonly string[];
  readonly parse?: (text: string) => unknown;
  readonly signal: AbortSignal | undefined;
}

export async function fetchPage(http: DynamicsHttp, request: ListRequest): Promise<Page> {
  const { path, prefer = [], parse = JSON.parse, signal } = request;
  const headers = { prefer: [`odata.maxpagesize=${http.tuning.pageRows}`, ...prefer].join(',') };
  const origin = await http.origin();
  const read = (text: string): Page => readPage(parse(text), origin);
  if (path.length <= maxAddressLength) return await http.json({ path, headers, signal }, read);
  return read(await getInBatch(http, path, headers, signal));
}

/** A GET whose address is too long for one of its own. */
export async function getText(
  http: DynamicsHttp,
  path: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (path.length <= maxAddressLength) return (await http.send({ path, signal })).bytes.toString('utf8');
  return await getInBatch(http, path, {}, signal);
}

async function getInBatch(
  http: DynamicsHttp,
  path: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<string> {
  const [answer] = await sendBatch(http, [{ method: 'GET', path, headers }], signal);
  if (answer === undefined) throw new Error('A batch of one has no answer');
  if (!isSuccess(answer.status)) throw errorOfAnswer(answer);
  return answer.body;
}

function readPage(answer: unknown, origin: string): Page {
  if (!isObject(answer) || !Array.isArray(answer['value'])) {
    throw new Error('The answer to a query has no records');
  }
  const rows: unknown[] = answer['value'];
  if (!rows.every(isObject)) throw new Error('A record of the answer is no object');
  return {
    rows,
    skipToken: tokenIn(answer['@odata.nextLink'], 'skiptoken', origin),
    deltaToken: tokenIn(answer['@odata.deltaLink'], 'deltatoken', origin),
  };
}

/**
 * As it stands in the link: encoded, and opaque. Nothing else of the link is used.
 *
 * @throws Error where a link has none; FatalError `foreign_link`
 */
function tokenIn(link: unknown, name: string, origin: string): string | null {
  if (link === undefined) return null;
  if (typeof link === 'string' && URL.canParse(link, origin) && new URL(link, origin).origin !== origin)
    throw foreignLink('Dynamics 365');
  const found = typeof link === 'string' ? new RegExp(`[?&](?:\\$|%24)${name}=([^&]+)`).exec(link) : null;
  if (found?.[1] === undefined) throw new Error(`A link of the answer has no ${name}`);
  return found[1];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
