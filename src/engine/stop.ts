import { setTimeout as delay } from 'node:timers/promises';
import { isTold } from '../domain/errors.ts';
import { stopReasons } from '../domain/run.ts';
import type { StopReason } from '../domain/run.ts';
import { RunStopped } from './run-stopped.ts';

/** What a request to stop means for a run's parts. */
export interface Stop {
  /**
   * Given to the CRM's client. A cancelled run gives up for good, so what it holds open there is closed. One that
   * somebody will go on with (shutdown, lost) leaves it as it is: the bulk query is still there to be read.
   */
  readonly crm: AbortSignal;
  /** @throws RunStopped where the run was asked to stop. Called between batches. */
  check(): void;
  /** Rejects with RunStopped as soon as the run is asked to stop. For calls that leave nothing behind. */
  race<T>(task: Promise<T>): Promise<T>;
  /** As `race`, but not for `cancelled`, which takes the time to close what is open. */
  raceToLeave<T>(task: Promise<T>): Promise<T>;
  /** As `raceToLeave`, with some time for what is nearly done and could not be known otherwise. */
  raceToLeaveLater<T>(task: Promise<T>, graceMs: number): Promise<T>;
}

/** @param signal its `reason` is a StopReason */
export function stopOf(signal: AbortSignal): Stop {
  const crm = new AbortController();
  const stopped = whenStopped(signal, () => true);
  const left = whenStopped(signal, (reason) => reason !== 'cancelled');
  whenStopped(signal, (reason) => reason === 'cancelled').catch((error: unknown) => crm.abort(error));
  return {
    crm: crm.signal,
    check() {
      if (signal.aborted) throw new RunStopped(reasonOf(signal));
    },
    race: (task) => Promise.race([task, stopped]),
    raceToLeave: (task) => Promise.race([task, left]),
    async raceToLeaveLater(task, graceMs) {
      const over = new AbortController();
      const later = left.catch(async (error: unknown) => {
        await delay(graceMs, undefined, { signal: over.signal });
        throw error;
      });
      later.catch(() => undefined);
      try {
        return await Promise.race([task, later]);
      } finally {
        over.abort();
      }
    },
  };
}

/** Rejects with RunStopped. */
function whenStopped(signal: AbortSignal, counts: (reason: StopReason) => boolean): Promise<never> {
  const promise = new Promise<never>((_, reject) => {
    const onAbort = (): void => {
      const reason = reasonOf(signal);
      if (counts(reason)) reject(new RunStopped(reason));
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  // Who races it sees the rejection; nobody needs to.
  promise.catch(() => undefined);
  return promise;
}

/** Whether a run that ends with `error` will be gone on with, so that what the CRM holds open for it is to stay. */
export function isLeftOpen(error: unknown): boolean {
  if (error instanceof RunStopped) return error.reason !== 'cancelled';
  // A bug: the scheduler resumes the run once.
  return !isTold(error);
}

function reasonOf(signal: AbortSignal): StopReason {
  const reason: unknown = signal.reason;
  // An abort without a reason of ours must not be taken for a person's wish to cancel.
  return stopReasons.find((each) => each === reason) ?? 'shutdown';
}
