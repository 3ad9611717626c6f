import type { StopReason } from '../domain/run.ts';

/** Thrown where a run is asked to stop; not a kind of trouble. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super(`The run was asked to stop: ${reason}.`);
    this.reason = reason;
  }
}
