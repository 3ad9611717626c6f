import type { Answer, ReceivedRequest } from '../../http/http-types.ts';

export interface ApiRequest extends ReceivedRequest {
  /** What the route's pattern caught, decoded. */
  readonly params: readonly string[];
  /** Address of the version, such as `http://127.0.0.1:4000/api/data/v9.2`. */
  readonly root: string;
}

/** Done at once: a batch is all of its requests or, where it has to be, none. */
export type Handler = (request: ApiRequest) => Answer;

export function odataJson(body: string, status = 200): Answer {
  return { status, contentType: 'application/json; odata.metadata=minimal', body };
}

/** The value of a header that comes once. */
export function headerOf({ headers }: ReceivedRequest, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value.join(',') : value) ?? null;
}
