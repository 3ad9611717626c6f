/** What the two directions of a run have in common. */
import { positionGone } from '../connectors/connector.ts';
import type { CrmClient } from '../connectors/connector.ts';
import { RetryableError } from '../domain/errors.ts';
import type { RunCounts, RunFiles } from '../domain/run.ts';
import type { JobCursor } from '../store/job-store.ts';
import type { HeldRun } from '../store/run-store.ts';
import type { RunHost, RunSpec } from './run-host.ts';
import type { Stop } from './stop.ts';

/** A run from where an earlier attempt got to, or from the beginning, up to the last thing it does to the hub. */
export interface Attempt {
  execute(): Promise<AttemptEnd>;
  /** So far, earlier attempts included. */
  readonly counts: RunCounts;
  readonly files: RunFiles;
  /** Hands nothing more to the hub, waits for what is under way there, and completes the files. */
  close(): Promise<void>;
  /** The run's end is stored: removes what only another attempt would have needed. */
  tidy(): void;
}

/**
 * `done`: with the cursor to be kept; null where there is none, as in a dry run. `held`: nothing is written, and
 * somebody has to decide.
 */
export type AttemptEnd =
  | { readonly kind: 'done'; readonly cursor: JobCursor | null }
  | ({ readonly kind: 'held' } & Pick<HeldRun, 'counts' | 'approval'>);

/** What differs by direction. */
export interface Attempts {
  /** From where an earlier attempt got to; null where this one cannot go on from there. */
  readonly resumed: Attempt | null;
  /** From the beginning. */
  begin(): Attempt;
  /** Ends early where the run is left for somebody else to go on with. */
  leaving<T>(task: Promise<T>): Promise<T>;
}

export interface AttemptsOptions<Spec extends RunSpec> {
  readonly spec: Spec;
  readonly host: RunHost;
  readonly client: CrmClient;
  readonly crmTitle: string;
  readonly stop: Stop;
  readonly now: () => Date;
}

/** What an earlier attempt got to cannot be gone on with. */
export function beginAgain(reason: string): RetryableError {
  return new RetryableError(`${reason} Begin again.`, { code: positionGone });
}
