import type { Answer } from '../../http/http-types.ts';
import { ApiError } from './api-error.ts';
import { errorAnswer } from './error-answer.ts';
import type { Fault, FaultKind } from './faults.ts';
import { concurrentLimit, executionTimeLimit, requestLimit } from './service-limits.ts';

const retryAfterS = 1;

const badGateway: Answer = {
  status: 502,
  contentType: 'text/html',
  body: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
};

const refusals: Partial<Record<FaultKind, (wait: number | string | null) => ApiError>> = {
  'too many requests': (wait) => requestLimit(wait ?? retryAfterS),
  'execution time': (wait) => executionTimeLimit(wait ?? retryAfterS),
  'concurrent limit': (wait) => concurrentLimit(wait ?? retryAfterS),
  unavailable: (wait) => new ApiError(503, '0x80040216', 'The service is unavailable.', wait),
  'missing privilege': () =>
    new ApiError(
      403,
      '0x80040220',
      'Principal user (Id=the application user, type=8, roleCount=1) is missing a privilege for this operation.',
    ),
  'sql timeout': () => new ApiError(500, '0x80044151', 'Sql error: Execution Timeout Expired.'),
};

/** What stands in for the real answer; null where that comes, only disturbed. */
export function answerOfFault({ kind, retryAfter }: Fault): Answer | null {
  if (kind === 'bad gateway') return badGateway;
  const refusal = refusals[kind];
  return refusal === undefined ? null : errorAnswer(refusal(retryAfter ?? null));
}
