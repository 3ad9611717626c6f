import type { Fault, FaultKind } from './faults.ts';
import { jsonAnswer } from '../../http/http-types.ts';
import type { Answer } from '../../http/http-types.ts';

type Refused = readonly [status: number, errorCode: string, message: string];

const refusals: Partial<Record<FaultKind, Refused>> = {
  'too many requests': [429, 'TOO_MANY_REQUESTS', 'Too many requests; try again later.'],
  unavailable: [503, 'SERVER_UNAVAILABLE', 'The server is temporarily unavailable.'],
  'daily limit': [403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'],
  'daily bulk limit': [400, 'EXCEEDEDQUOTA', 'Max bulk v2 query jobs (10000) per 24 hrs has been reached'],
  'concurrent limit': [
    403,
    'REQUEST_LIMIT_EXCEEDED',
    'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
  ],
};

const badGateway: Answer = {
  status: 502,
  contentType: 'text/html',
  body: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
};

/** What stands in for the real answer; null where that comes, only disturbed. */
export function answerOfFault({ kind, retryAfter }: Fault): Answer | null {
  if (kind === 'bad gateway') return badGateway;
  const refusal = refusals[kind];
  if (refusal === undefined) return null;
  const [status, errorCode, message] = refusal;
  const wait = retryAfter ?? (kind === 'too many requests' ? 1 : null);
  return {
    ...jsonAnswer([{ message, errorCode }], status),
    ...(wait === null ? {} : { headers: { 'retry-after': String(wait) } }),
  };
}
