import type { RetryTuning } from '../http/retry.ts';
import { wait } from '../http/wait.ts';
import { isOwnAddress } from './connect-forms.ts';

/** Times and bounds of talking to Dataverse. Tests shorten them; nothing else does. */
export interface Tuning extends RetryTuning {
  /** Rows asked for per page; the service gives no more than 5,000. */
  readonly pageRows: number;
}

export const defaultTuning: Tuning = {
  attempts: 6,
  minBackoffMs: 1_000,
  maxBackoffMs: 30_000,
  maxRetryAfterMs: 10 * 60_000,
  notByRepeating: new Set(['query_timeout']),
  // Dataverse ends a request after two minutes itself.
  answerTimeoutMs: 150_000,
  pageRows: 5_000,
  wait,
  random: Math.random,
  now: Date.now,
  reach: { isOwnAddress, allowsPrivate: false },
};

/** With what is to differ. @param allowsPrivate as `Connector` has it */
export function tuned(tuning: Partial<Tuning>, allowsPrivate: boolean): Tuning {
  const reach = { ...defaultTuning.reach, ...tuning.reach, allowsPrivate };
  return { ...defaultTuning, ...tuning, reach };
}
