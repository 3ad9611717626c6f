/** Refusals as RFC 9457 has them: `application/problem+json`. */
import { isTold, RetryableError, UserError } from '../../domain/errors.ts';
import type { ToldError } from '../../domain/errors.ts';

/** What may be answered instead of what was asked for. */
export const problemTitles = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;
export type ProblemStatus = keyof typeof problemTitles;

export interface Problem {
  readonly status: ProblemStatus;
  /** Stable, for programs. */
  readonly code: string;
  /** For people: what happened, and what to do. */
  readonly detail: string;
  /** What of the request is wrong; empty where it is not that. */
  readonly errors?: readonly InputProblem[];
  /** The run that stands in the way. */
  readonly runId?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface InputProblem {
  /** JSON Pointer into the body, or the name of a header or query parameter. */
  readonly at: string;
  readonly detail: string;
}

/** Thrown where a request is refused before an operation is asked. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Of what operations refuse; everything else that a caller can mend is 422. */
const statusOfCode: Readonly<Record<string, ProblemStatus>> = {
  role_needed: 403,
  out_of_scope: 403,
  unknown_job: 404,
  unknown_run: 404,
  no_file: 404,
  file_gone: 404,
  run_active: 409,
  connection_expired: 409,
  too_many_keys: 429,
};

const usualRetryMs = 10_000;
/** Keys are kept for a day: it is of no use to try at once. */
const keysRetryMs = 3_600_000;

/** null where it is not meant for anybody outside. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof ProblemError) return error.problem;
  return isTold(error) ? toldProblem(error) : null;
}

function toldProblem(error: ToldError): Problem | null {
  const { code, message: detail } = error;
  if (error instanceof RetryableError) {
    return { status: 503, code, detail, headers: retryAfter(error.retryAfterMs ?? usualRetryMs) };
  }
  if (!(error instanceof UserError)) return null;
  const status = statusOfCode[code] ?? 422;
  return {
    status,
    code,
    detail,
    ...(code === 'run_active' && error.about !== undefined ? { runId: error.about } : {}),
    ...(status === 429 ? { headers: retryAfter(keysRetryMs) } : {}),
  };
}

/** In whole seconds, never too few. */
export function retryAfter(milliseconds: number): Readonly<Record<string, string>> {
  return { 'retry-after': String(Math.max(Math.ceil(milliseconds / 1_000), 1)) };
}

export function problemBody({ status, code, detail, errors, runId }: Problem): object {
  return {
    type: `urn:crosswalk:problem:${code}`,
    title: problemTitles[status],
    status,
    detail,
    code,
    ...(errors === undefined ? {} : { errors }),
    ...(runId === undefined ? {} : { runId }),
  };
}
