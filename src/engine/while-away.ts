/** What is asked of a database of ours is asked again while it is away. */
import { setTimeout } from 'node:timers/promises';
import { isDatabaseAway } from '../domain/storage-trouble.ts';
import type { RunRetry, StopReason } from '../domain/run.ts';
import { RunStopped } from './run-stopped.ts';

export interface WhileAwayOptions {
  /** Ends the waiting; its `reason` is a StopReason. */
  readonly signal?: AbortSignal;
  /** Told before each wait, and null once it was of use. */
  readonly onRetry?: (retry: RunRetry | null) => void;
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** About five minutes: as long as a database takes to restart, or another server to take its place. */
const maxTries = 24;
const firstPauseMs = 500;
const longestPauseMs = 15_000;

const never = new AbortController().signal;

/**
 * @param task may be done twice: nobody knows whether it was done where the answer was lost
 * @throws RunStopped where `signal` ends it; what the task threw otherwise
 */
export async function askWhileAway<T>(task: () => Promise<T>, options: WhileAwayOptions = {}): Promise<T> {
  const { signal = never, onRetry, pause = usualPause } = options;
  for (let tried = 1; ; tried += 1) {
    try {
      const result = await task();
      if (tried > 1) onRetry?.(null);
      return result;
    } catch (error) {
      if (!isDatabaseAway(error) || tried === maxTries) throw error;
      const pauseMs = Math.min(firstPauseMs * 2 ** (tried - 1), longestPauseMs);
      const nextAt = new Date(Date.now() + pauseMs);
      onRetry?.({ attempt: tried, attempts: maxTries, reason: error.message, nextAt });
      await pause(pauseMs, signal);
      if (signal.aborted) throw new RunStopped(signal.reason as StopReason);
    }
  }
}

/** Over as soon as the signal ends it. */
async function usualPause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
