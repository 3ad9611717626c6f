import type { IncomingHttpHeaders } from 'node:http';

/** A request as it came, read to its end. */
export interface ReceivedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly body?: string | Uint8Array;
}

export function jsonAnswer(body: unknown, status = 200): Answer {
  return jsonText(JSON.stringify(body), status);
}

export function jsonText(body: string, status = 200): Answer {
  return { status, contentType: 'application/json;charset=UTF-8', body };
}
