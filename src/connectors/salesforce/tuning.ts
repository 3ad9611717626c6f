import type { RetryTuning } from '../http/retry.ts';
import { wait } from '../http/wait.ts';
import { isOwnAddress } from './connect-forms.ts';

/** Times and bounds of talking to Salesforce. Tests shorten them; nothing else does. */
export interface Tuning extends RetryTuning {
  /** First and longest pause between two looks at a bulk job; it grows by half each time. */
  readonly minPollMs: number;
  readonly maxPollMs: number;
  /** How long a bulk job may take to be ready. */
  readonly maxJobMs: number;
  /** Most rows of one bulk load: enough for Salesforce to write them side by side, few enough to be held here. */
  readonly bulkLoadRows: number;
  /** How often the page of a bulk result is asked for again after it broke off. */
  readonly pageAttempts: number;
  /** How long closing a bulk job may take: by then the read is over, and someone waits for it to end. */
  readonly closeTimeoutMs: number;
}

export const defaultTuning: Tuning = {
  attempts: 6,
  minBackoffMs: 1_000,
  maxBackoffMs: 30_000,
  maxRetryAfterMs: 10 * 60_000,
  notByRepeating: new Set(['query_locator_gone', 'query_timeout', 'bulk_job_slow']),
  // Salesforce ends a query after 120 s itself.
  answerTimeoutMs: 150_000,
  minPollMs: 100,
  maxPollMs: 10_000,
  maxJobMs: 2 * 60 * 60_000,
  bulkLoadRows: 10_000,
  pageAttempts: 5,
  closeTimeoutMs: 15_000,
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
