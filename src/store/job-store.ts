/** Jobs with their versions, schedules and cursors, as the rest of Crosswalk sees them. */
import type { Job } from '../domain/job.ts';
import type { Drift, FieldShape } from '../domain/schema-drift.ts';
import type { StoredDraft } from '../domain/stored-draft.ts';
import type { AuditEntry } from './audit-entry.ts';
import type { BesideRun, NewRun } from './run-store.ts';

export interface JobStore {
  list(): Promise<readonly Job[]>;
  byId(id: string): Promise<Job | null>;
  byName(name: string): Promise<Job | null>;
  /** As it was in one of its versions; null where there is none of that number. */
  version(id: string, version: number): Promise<Job | null>;
  /** Its versions, newest first, and how many there are in all. */
  versions(id: string, page: { limit: number; offset: number }): Promise<JobVersions>;
  /** Who saved its newest version. */
  savedBy(id: string): Promise<SavedBy | null>;
  /** When the schedule fires next; null where it does not. */
  nextRunAt(id: string): Promise<Date | null>;
  /**
   * Enabled jobs whose time has come, earliest first, at most `limit`; without those at `except`, and without those
   * whose connection has expired: they wait.
   */
  due(now: Date, limit: number, except?: readonly DueAt[]): Promise<readonly { job: Job; dueAt: Date }[]>;
  /** All enabled jobs that fire again. */
  scheduled(): Promise<readonly { job: Job; nextRunAt: Date }[]>;
  /** When each enabled job that fires again does, by its id. */
  nextRuns(): Promise<ReadonlyMap<string, Date>>;
  /** The job's next run reads everything. */
  forgetCursor(id: string): Promise<void>;
  /** When the schema that each enabled job relies on was last looked at, by the job's id; none where it never was. */
  schemasCheckedAt(): Promise<ReadonlyMap<string, Date>>;
  /**
   * Keeps what the job relies on as it is now. Writes what has become of it since the last look into the outbox, where
   * the job's rules ask for that, and returns it.
   */
  noteSchema(id: string, schema: { shapes: readonly FieldShape[]; at: Date }): Promise<readonly Drift[]>;
  /** Moves a schedule without firing it, if it still stands at `expected`. */
  reschedule(id: string, expected: Date, next: Date): Promise<boolean>;
  /** When the earliest schedule of all, or of those after a moment, fires; null where none does. */
  earliestRunAt(after?: Date): Promise<Date | null>;
  /**
   * Fires a schedule: moves it on and queues its run in one transaction, so that nothing is lost between the
   * two, and only if it still stands at `expected`, so that two processes fire it once.
   */
  advance(id: string, expected: Date, next: Date | null, run: NewRun): Promise<Advanced>;
  cursor(id: string): Promise<JobCursor | null>;
  /**
   * Saves a job with its version, its audit entry, the run that is wanted with it and the end of its draft, in one
   * transaction. Where nothing differs there is no new version and no audit entry.
   *
   * @throws UserError `name_taken`.
   */
  save(wanted: WantedJob): Promise<SavedJob>;
  /**
   * Deletes a job with its versions and cursor, and the drafts of it that `by` has; its runs stay in the history, and
   * the drafts of other people, who may save them as a new job.
   */
  remove(id: string, by: string, audit: AuditEntry): Promise<DeletedJob>;
  /**
   * Changes a job as it is at that moment, with its new version and the audit entry in one transaction. `change`
   * returns null where there is nothing to do.
   *
   * @returns the job as it is now; null where there is none of that id.
   */
  change(id: string, change: (job: Job) => ChangedJob | null, savedBy: SavedBy): Promise<Job | null>;
}

/** A job as somebody wants it who knows which version of it they changed. */
export interface WantedJob {
  /** Its version is the store's to count. */
  readonly job: Job;
  /** The version that it is to take the place of; null for a job that is not there yet. */
  readonly based: number | null;
  /** Without it the schedule stands where it stood. */
  readonly nextRunAt?: Date | null;
  readonly savedBy: SavedBy;
  readonly audit: AuditEntry;
  /** The draft that it was made of, as it was then: it goes with the save. */
  readonly draft?: StoredDraft;
  /** Queued with it, unless the job has an active run. */
  readonly run?: { readonly run: Omit<NewRun, 'jobVersion'>; readonly beside: BesideRun };
}

/**
 * `saved`: with the run that was queued, or that the job has already; null where none was asked for. Everything else
 * has changed nothing. `conflict`: the job is another one by now. `draft changed`: the draft is another one, or gone.
 */
export type SavedJob =
  | { readonly kind: 'saved'; readonly job: Job; readonly runId: string | null }
  | { readonly kind: 'conflict'; readonly job: Job }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'draft changed' };

/** `deleted`, `gone` before, or not while this run of it is active. */
export type DeletedJob =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'active'; readonly runId: string };

export interface JobVersions {
  readonly versions: readonly { readonly job: Job; readonly saved: SavedBy }[];
  readonly total: number;
}

export interface ChangedJob {
  readonly job: Job;
  readonly nextRunAt: Date | null;
  readonly audit: AuditEntry;
}

/** A schedule as it stands. */
export interface DueAt {
  readonly jobId: string;
  readonly dueAt: Date;
}

/**
 * `queued`: the run waits to be claimed. `overlap`: the schedule moved on, but the job has an active run and
 * got no other. `postponed`: the same, and it stays where it is, for it would not fire again. `moved before`:
 * someone else fired or changed it, and nothing happened.
 */
export type Advanced = 'queued' | 'overlap' | 'postponed' | 'moved before';

/** How far a job has read. Moves only when everything before it was loaded. */
export interface JobCursor {
  /** Upper bound of the last window, ISO 8601 UTC, by the CRM's clock. */
  readonly until: string;
  /** Fingerprint of source, mapping and target: when it changes the next run is a full one. */
  readonly fingerprint: string;
  readonly lastFullAt: string;
  /** Where the CRM tells deletions from, if it tells them by marks: opaque. */
  readonly deletionMark?: string;
}

export interface SavedBy {
  readonly at: Date;
  readonly actor: string;
  /** slack, api, cli, assistant, system */
  readonly door: string;
}
