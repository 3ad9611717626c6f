import type { IncomingHttpHeaders } from 'node:http';
import type { Fault } from './faults.ts';

export interface ApiRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** What the route's pattern caught, decoded. */
  readonly params: readonly string[];
  /** `/services/data/v62.0` where the address has a version. */
  readonly root: string;
  readonly version: string;
  /** What is to go wrong with it, for those that have a part in it. */
  readonly fault: Fault | null;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly body?: string | Uint8Array;
}

export type Handler = (request: ApiRequest) => Answer | Promise<Answer>;

export function jsonAnswer(body: unknown, status = 200): Answer {
  return jsonText(JSON.stringify(body), status);
}

export function jsonText(body: string, status = 200): Answer {
  return { status, contentType: 'application/json;charset=UTF-8', body };
}
