/** How a job gets on: it moves when somebody looks at it, so that tests know when. */
import type { Fault } from '../http/faults.ts';

export type JobState = 'Open' | 'UploadComplete' | 'InProgress' | 'Aborted' | 'JobComplete' | 'Failed';

const defaultFailure = 'InternalServerError : Retried more than 15 times';
const slowPolls = 5;

export class JobProgress {
  state: JobState;
  changedAt: string;
  /** Why it failed, or is going to. */
  failure: string | null;
  /** Rows that it writes before it fails. */
  private readonly rowsBeforeFailure: number;
  private pollsLeft: number;
  private isAtWork = false;

  /** @param polls looks that find it in progress. @param fault that its creation met. */
  constructor(state: JobState, at: string, polls: number, fault: Fault | null) {
    this.state = state;
    this.changedAt = at;
    this.failure = fault?.kind === 'bulk job failed' ? (fault.message ?? defaultFailure) : null;
    this.rowsBeforeFailure = fault?.rows ?? 0;
    this.pollsLeft = polls + (fault?.kind === 'bulk job slow' ? (fault.polls ?? slowPolls) : 0);
  }

  get isWaiting(): boolean {
    return this.state === 'UploadComplete' || this.state === 'InProgress';
  }

  /** Neither thrown away nor failed: it holds something for its owner. */
  get isOpen(): boolean {
    return this.state !== 'Aborted' && this.state !== 'Failed';
  }

  move(state: JobState, at: string): void {
    this.state = state;
    this.changedAt = at;
  }

  /**
   * Resolves when the job has got on. Whoever looks when its work is due waits for that; others who look meanwhile find
   * it in progress, and may abort it.
   *
   * @param complete does the job's work: all of it or, where it is to fail, that of some rows
   */
  async look(at: string, complete: (maxRows: number) => Promise<void>): Promise<void> {
    if (!this.isWaiting || this.isAtWork) return;
    if (this.pollsLeft > 0) {
      this.pollsLeft -= 1;
      this.move('InProgress', at);
      return;
    }
    this.isAtWork = true;
    this.move('InProgress', at);
    try {
      if (this.failure === null) await complete(Number.POSITIVE_INFINITY);
      else if (this.rowsBeforeFailure > 0) await complete(this.rowsBeforeFailure);
    } finally {
      this.isAtWork = false;
    }
    if (this.isWaiting) this.move(this.failure === null ? 'JobComplete' : 'Failed', at);
  }
}
