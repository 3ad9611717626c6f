import type { Answer } from '../../http/http-types.ts';
import { errorBody } from './api-error.ts';
import type { ApiError } from './api-error.ts';
import { odataJson } from './api-request.ts';

export function errorAnswer(error: ApiError): Answer {
  const answer = odataJson(errorBody(error), error.status);
  if (error.retryAfter === null) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(error.retryAfter) } };
}
