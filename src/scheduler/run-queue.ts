import type { Run } from '../domain/run.ts';
import type { Heartbeat } from '../store/run-store.ts';

/**
 * The runs that wait, as one instance of Crosswalk sees them. A queue hands runs out and takes them back; what
 * is known about a run is its row in the store, whose owner and attempt are the fence against everyone who no
 * longer holds it.
 *
 * A run that was claimed ends in the store (`RunStore.finish`), or goes back with `requeue` or `release`. These
 * two and `heartbeat` do nothing for someone who does not hold the run.
 */
export interface RunQueue {
  /** Takes the oldest queued run (or the one named) for this instance; null where there is none. Each is taken once. */
  claim(now: Date, runId?: string): Promise<Run | null>;
  /** Says that the run is still executed, and hears whether it should be. */
  heartbeat(run: Run, now: Date): Promise<Heartbeat>;
  /** After a crash: it waits again, as the next attempt. False where it is not held. */
  requeue(run: Run): Promise<boolean>;
  /** After a graceful stop: it waits again, as the same attempt. False where it is not held. */
  release(run: Run): Promise<boolean>;
  /**
   * Running runs that nobody executes any more, oldest first, whoever claimed them. Of what cannot be seen from here
   * that is known by looking again and again: the first look tells nothing about it.
   *
   * @param executing ids of the runs that this instance executes
   */
  abandoned(executing: ReadonlySet<string>): Promise<readonly Run[]>;
  /** A run was queued in the store. Never rejects: what does not get into the queue is found by `mend`. */
  put(runId: string): Promise<void>;
  /** Puts runs into the queue that wait in the store and may have been lost from it. */
  mend(): Promise<void>;
  /** Tells the other instances to look now: a run was asked to cancel, a job was saved. Never rejects. */
  tell(): Promise<void>;
  /** From now on it is told what comes from other instances; where they are not heard of, looking now and then does. */
  listen(listener: QueueListener): void;
  /** @throws where the queue is away. Runs are executed all the same. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface QueueListener {
  /** A run was queued. */
  readonly onAdded: () => void;
  /** Another instance called `tell`. */
  readonly onTold: () => void;
}
