/** Runs, from the queue to their end, as the rest of Crosswalk sees them. */
import type { Approval, ApprovalDecision } from '../domain/guard.ts';
import type { NewOutgoing } from '../domain/outgoing.ts';
import type {
  Run,
  RunCounts,
  RunError,
  RunFiles,
  RunMode,
  RunPhase,
  RunRetry,
  RunStatus,
  RunTrigger,
} from '../domain/run.ts';
import type { AuditEntry } from './audit-entry.ts';
import type { JobCursor } from './job-store.ts';

export interface NewRun {
  readonly id: string;
  readonly jobId: string;
  readonly jobVersion: number;
  readonly mode: RunMode;
  readonly trigger: RunTrigger;
  readonly startedBy: string;
  readonly dryRun: boolean;
  readonly rebuild?: true;
  readonly retryOf?: string;
  readonly queuedAt: Date;
}

export interface RunFilter {
  readonly jobId?: string;
  readonly statuses?: readonly RunStatus[];
  readonly mode?: RunMode;
  readonly since?: Date;
  readonly until?: Date;
  /** Only such as have a file with their rows; all where it is left out. */
  readonly withRows?: true;
  /** Dry runs are left out. */
  readonly wrote?: true;
}

/** Runs that were queued from `since` and before `until`. */
export interface RunsInTime {
  readonly jobIds: readonly string[];
  readonly since: Date;
  readonly until: Date;
}

export interface RunTotals {
  readonly jobId: string;
  readonly status: RunStatus;
  readonly runs: number;
  /** Of all of them together. */
  readonly counts: RunCounts;
}

export interface RunProgress {
  readonly phase: RunPhase;
  readonly retry: RunRetry | null;
  readonly counts: RunCounts;
  readonly expectedRows: number | null;
}

export interface RunOutcome {
  readonly status: Extract<RunStatus, 'succeeded' | 'partly succeeded' | 'failed' | 'cancelled'>;
  readonly counts: RunCounts;
  readonly error: RunError | null;
  readonly files: RunFiles;
  readonly finishedAt: Date;
  /** Written in the same transaction; null = the cursor stays where it is. */
  readonly cursor: JobCursor | null;
}

/** A run as it is left for somebody to decide. */
export interface HeldRun {
  /** What it would come to. */
  readonly counts: RunCounts;
  readonly files: RunFiles;
  readonly approval: Approval;
}

export interface ConnectionWait {
  /** Why it waits; kept with the run until it goes on. */
  readonly error: RunError;
  readonly isUntouched: boolean;
}

export interface ApprovalAnswer {
  readonly decision: ApprovalDecision;
  /** Of the question that is answered: a run may ask again. */
  readonly askedAt: Date;
  /** Why the run ended, where it does; null where it goes on. */
  readonly error: RunError | null;
  readonly audit: AuditEntry;
}

/**
 * `settled`: by this answer. `not waiting`: somebody was faster, or it was cancelled. `asked again`: the question was
 * another one. `too late`: its time is up.
 */
export type ApprovalSettled = 'settled' | 'not waiting' | 'asked again' | 'too late';

/** What is written in one transaction with a run that is queued. */
export interface BesideRun {
  readonly audit?: AuditEntry;
  /** Where it is told how the run gets on, and that it has ended; nowhere where it is left out. */
  readonly progress?: Omit<NewOutgoing, 'content'>;
}

/** By what a call is known again. */
export interface OnceKey {
  readonly tokenId: string;
  readonly key: string;
  /** Of what is asked for: with the same key it must be the same. */
  readonly fingerprint: string;
  readonly until: Date;
}

/** `repeated`: an earlier call queued that run. `key reused`: it asked for something else. */
export type EnqueuedOnce =
  | { readonly kind: 'queued'; readonly run: Run }
  | { readonly kind: 'repeated'; readonly runId: string }
  | { readonly kind: 'key reused' }
  | { readonly kind: 'too many keys' };

/** By the job's id. Dry runs, which leave no trace, are in neither. */
export interface LatestRuns {
  /** The newest sync of each job that has one: a retry of rejected rows says nothing of the job as a whole. */
  readonly syncs: ReadonlyMap<string, Run>;
  /** The newest retry of rejected rows, of jobs where none of their syncs is newer. */
  readonly retries: ReadonlyMap<string, Run>;
}

export interface RunStore {
  /**
   * @throws UserError `run_active` naming the active run where the job has one; `connection_expired` where a person
   *   has to connect anew first, `unknown_connection`.
   */
  enqueue(run: NewRun, beside?: BesideRun): Promise<Run>;
  /**
   * The same for a call that may be repeated: the key is remembered in the transaction that queues the run, so that it
   * queues one run however many calls with it arrive at one moment, and none where the run is refused.
   *
   * @throws UserError `run_active` as `enqueue`.
   */
  enqueueOnce(run: NewRun, once: OnceKey, beside?: BesideRun): Promise<EnqueuedOnce>;
  byId(id: string): Promise<Run | null>;
  /** The job's queued, running or waiting run. */
  activeOf(jobId: string): Promise<Run | null>;
  /** Newest first. */
  list(
    filter: RunFilter,
    page: { limit: number; offset: number },
  ): Promise<{ runs: readonly Run[]; total: number }>;
  /** Ids of the jobs that have such a run, the one with the newest first. */
  jobsWith(filter: RunFilter): Promise<readonly string[]>;
  latest(): Promise<LatestRuns>;
  /** Ids of the jobs of which a run has a file with its rows. */
  jobsWithRows(): Promise<ReadonlySet<string>>;
  /**
   * Takes the oldest queued run (or the one named) for `owner`; null where there is none. Each is taken once. An outbound
   * run waits while the matches of its pair are being rebuilt, and a rebuild while one of its pair is sent. Runs that
   * wait for their connection (see `waitsForConnection`) are passed over while its login has expired.
   */
  claim(owner: string, now: Date, runId?: string): Promise<Run | null>;
  heartbeat(id: string, owner: string, attempt: number, now: Date): Promise<Heartbeat>;
  /** All of these do nothing and return false where `owner` and `attempt` no longer hold the run. */
  saveProgress(id: string, owner: string, attempt: number, progress: RunProgress): Promise<boolean>;
  changeMode(id: string, owner: string, attempt: number, mode: RunMode, reason: string): Promise<boolean>;
  /** What is told of the end is written into the outbox in the same transaction. */
  finish(id: string, owner: string, attempt: number, outcome: RunOutcome): Promise<boolean>;
  /**
   * The run stops before its first write and waits for somebody to decide: nobody holds it any more. Who is asked is
   * written into the outbox in the same transaction.
   */
  awaitApproval(id: string, owner: string, attempt: number, held: HeldRun): Promise<boolean>;
  /**
   * Answers a question once: an approved run waits in the queue again, any other has ended with nothing written. The
   * audit entry is written with the first answer only.
   */
  decideApproval(id: string, answer: ApprovalAnswer): Promise<ApprovalSettled>;
  /**
   * The login of the connection has expired, and the run waits in the queue, as the same attempt, until there is
   * another.
   *
   * @param wait.isUntouched it has not read anything: it begins anew, whenever that is
   */
  awaitConnection(id: string, owner: string, attempt: number, wait: ConnectionWait): Promise<boolean>;
  /** Runs that wait for somebody to decide. */
  awaitingApproval(): Promise<readonly Run[]>;
  /** After a crash: back to queued with attempt + 1. */
  requeue(id: string, owner: string, attempt: number): Promise<boolean>;
  /** After a graceful stop: back to queued with the same attempt, so that the one resume is not used up. */
  release(id: string, owner: string, attempt: number): Promise<boolean>;

  /** Runs that are `running` under any owner; whether it still lives is the caller's to judge. */
  running(): Promise<readonly Run[]>;
  /** Ids of runs that are `queued`, those that wait longest first. */
  waiting(limit: number): Promise<readonly string[]>;
  /**
   * A run that nobody executes (queued, or waiting for approval) is cancelled at once; otherwise false. The audit entry
   * is written in the same transaction, and only with true.
   */
  cancelQueued(id: string, now: Date, audit?: AuditEntry): Promise<boolean>;
  /** Asks the owner of a running run to stop it: its next heartbeat says so. False where it is not running. */
  requestCancel(id: string, audit?: AuditEntry): Promise<boolean>;
  /** Finished runs older than `before` that still name files; for housekeeping. At most `limit`. */
  withFilesBefore(before: Date, limit: number): Promise<readonly Run[]>;
  forgetFiles(id: string): Promise<void>;
  /** Those of these paths (below DATA_DIR) that a run names as one of its files. */
  namedFiles(paths: readonly string[]): Promise<readonly string[]>;
  /** What runs of these jobs came to, dry runs left out: one entry a job and status that there is. */
  totals(of: RunsInTime): Promise<readonly RunTotals[]>;
  /**
   * What the job's runs of this mode usually take from start to end, in milliseconds: the median of the last that
   * brought something to its end. null where there are too few to say.
   */
  usualDurationMs(jobId: string, mode: RunMode): Promise<number | null>;
  /** Deletes at most `limit` runs that ended before and name no files. Returns how many. */
  forget(before: Date, limit: number): Promise<number>;
}

/** `lost`: `owner` and `attempt` no longer hold the run, and nothing it does counts any more. */
export type Heartbeat = 'held' | 'cancel requested' | 'lost';
