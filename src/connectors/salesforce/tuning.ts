import { wait } from '../http/wait.ts';

/** Times and bounds of talking to Salesforce. Tests shorten them; nothing else does. */
export interface Tuning {
  /** How often one request is sent in all, the first time included. */
  readonly attempts: number;
  /** First and longest pause between attempts, where the service names none. It doubles, with jitter. */
  readonly minBackoffMs: number;
  readonly maxBackoffMs: number;
  /** A `Retry-After` up to here is waited out in full; a longer one ends the run with the time it named. */
  readonly maxRetryAfterMs: number;
  /** Longest wait for an answer to begin, and for its next bytes. Salesforce ends a query after 120 s itself. */
  readonly answerTimeoutMs: number;
  /** First and longest pause between two looks at a bulk job; it grows by half each time. */
  readonly minPollMs: number;
  readonly maxPollMs: number;
  /** How long a bulk job may take to be ready. */
  readonly maxJobMs: number;
  /** How often the page of a bulk result is asked for again after it broke off. */
  readonly pageAttempts: number;
  /** How long closing a bulk job may take: by then the read is over, and someone waits for it to end. */
  readonly closeTimeoutMs: number;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** 0 to 1: keeps many clients from coming back at the same moment. */
  readonly random: () => number;
  readonly now: () => number;
}

export const defaultTuning: Tuning = {
  attempts: 6,
  minBackoffMs: 1_000,
  maxBackoffMs: 30_000,
  maxRetryAfterMs: 10 * 60_000,
  answerTimeoutMs: 150_000,
  minPollMs: 500,
  maxPollMs: 10_000,
  maxJobMs: 2 * 60 * 60_000,
  pageAttempts: 5,
  closeTimeoutMs: 15_000,
  wait,
  random: Math.random,
  now: Date.now,
};
