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
  const giveUp = (): void => {
    if (reasonOf(signal) === 'cancelled') crm.abort(new RunStopped('cancelled'));
  };
  if (signal.aborted) giveUp();
  else signal.addEventListener('abort', giveUp, { once: true });
  return {
    crm: crm.signal,
    check() {
      if (signal.aborted) throw new RunStopped(reasonOf(signal));
    },
    race: (task) => unlessStopped(task, signal, { counts: () => true, graceMs: 0 }),
    raceToLeave: (task) => unlessStopped(task, signal, { counts: isLeft, graceMs: 0 }),
    raceToLeaveLater: (task, graceMs) => unlessStopped(task, signal, { counts: isLeft, graceMs }),
  };
}

const isLeft = (reason: StopReason): boolean => reason !== 'cancelled';

/**
 * Not `Promise.race` with one promise for the whole run: that would hold the answer of every task until the run ends,
 * which is all its rows.
 */
function unlessStopped<T>(
  task: Promise<T>,
  signal: AbortSignal,
  { counts, graceMs }: { readonly counts: (reason: StopReason) => boolean; readonly graceMs: number },
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let isOver = false;
    const onAbort = (): void => {
      const reason = reasonOf(signal);
      if (isOver || !counts(reason)) return;
      if (graceMs === 0) reject(new RunStopped(reason));
      else timer = setTimeout(() => reject(new RunStopped(reason)), graceMs);
    };
    const over = (): void => {
      isOver = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    task.then(
      (answer) => {
        over();
        resolve(answer);
      },
      (error: Error) => {
        over();
        reject(error);
      },
    );
    // After what is done already: that counts.
    if (signal.aborted) queueMicrotask(onAbort);
    else signal.addEventListener('abort', onAbort, { once: true });
  });
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
