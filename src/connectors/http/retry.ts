import pRetry from 'p-retry';
import { RetryableError } from '../../domain/errors.ts';
import type { OnRetry } from '../connector.ts';
import type { HttpTuning } from './fetch-answer.ts';

/** Times and bounds of asking again. Tests shorten them; nothing else does. */
export interface RetryTuning extends HttpTuning {
  /** How often one request is sent in all, the first time included. */
  readonly attempts: number;
  /** First and longest pause between attempts, where the service names none. It doubles, with jitter. */
  readonly minBackoffMs: number;
  readonly maxBackoffMs: number;
  /** A `Retry-After` up to here is waited out in full; a longer one ends the run with the time it named. */
  readonly maxRetryAfterMs: number;
  /** Codes of passing trouble that the same request would only run into again: the caller knows a better way on. */
  readonly notByRepeating: ReadonlySet<string>;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** 0 to 1: keeps many clients from coming back at the same moment. */
  readonly random: () => number;
}

export interface RetryOptions {
  readonly signal?: AbortSignal | undefined;
  /** Ends the pauses only: what a task that is under way brings is not thrown away. */
  readonly pauseSignal?: AbortSignal | undefined;
  readonly onRetry?: OnRetry | undefined;
}

/**
 * Repeats `task` while it throws RetryableError, a bounded number of times. A time that the service named is
 * waited out in full; beyond `maxRetryAfterMs` the error is passed on at once, with that time in it.
 */
export async function retrying<T>(
  task: () => Promise<T>,
  tuning: RetryTuning,
  { signal, pauseSignal, onRetry }: RetryOptions = {},
): Promise<T> {
  const { attempts } = tuning;
  let isRepeated = false;
  try {
    return await pRetry(task, {
      retries: attempts - 1,
      // The pause is taken below, where Retry-After is known; p-retry adds none of its own.
      minTimeout: 0,
      signal,
      shouldRetry: ({ error }) => isRepeatable(error, tuning),
      onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
        if (retriesLeft === 0 || !isRepeatable(error, tuning)) return;
        const pause = pauseMs(error, attemptNumber, tuning);
        isRepeated = true;
        const nextAt = new Date(tuning.now() + pause);
        onRetry?.({ attempt: attemptNumber, attempts, reason: error.message, nextAt });
        await tuning.wait(pause, signal ?? pauseSignal);
      },
    });
  } finally {
    if (isRepeated) onRetry?.(null);
  }
}

export function isRepeatable(error: Error, tuning: RetryTuning): error is RetryableError {
  return (
    error instanceof RetryableError &&
    !tuning.notByRepeating.has(error.code) &&
    (error.retryAfterMs ?? 0) <= tuning.maxRetryAfterMs
  );
}

/** Half of the pause is fixed, half is chance. */
export function pauseMs(error: RetryableError, attempt: number, tuning: RetryTuning): number {
  if (error.retryAfterMs !== undefined) return error.retryAfterMs;
  const full = Math.min(tuning.maxBackoffMs, tuning.minBackoffMs * 2 ** (attempt - 1));
  return Math.round((full / 2) * (1 + tuning.random()));
}
