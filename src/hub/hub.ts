/** The customer data hub as the rest of Crosswalk sees it. Opened in the main thread only. */
import type { HubAttribute, HubObjectName, HubValue, NewAttribute } from '../domain/hub-object.ts';
import type { RunCounts } from '../domain/run.ts';
import type { HubSelections } from './selection.ts';

/** Which records are paired with which: everything one connection brings from one CRM object to one hub object. */
export interface MatchScope {
  readonly connectionId: string;
  readonly sourceObject: string;
  readonly hubObject: HubObjectName;
}

export interface LoadTarget extends MatchScope {
  readonly runId: string;
  /** Which attempt of the run this is. One that a later attempt has followed is refused. */
  readonly attempt: number;
  readonly jobId: string;
  readonly allowCreate: boolean;
  readonly resolveConflicts: boolean;
  /** Everything is worked out and counted, and nothing is kept. */
  readonly dryRun: boolean;
  /** The run reads everything: what it brings is remembered, for `reconcile`. */
  readonly isFull: boolean;
  /** Attributes this job maps, without the keys. */
  readonly attributes: readonly string[];
}

/**
 * A batch on its way into the hub. `rows` is the UTF-8 JSON text of an array with one array a row:
 * `[crmId, sourceModifiedAt, hash, {attribute: value, …}, key1, key2, …]`. null is written as null: it clears
 * the attribute. The rows are taken one after the other: where a batch ends makes no difference to what becomes of them.
 */
export interface LoadBatch {
  /** 1, 2, 3 … within a run. A number that was already loaded is answered from the checkpoint and not loaded again. */
  readonly sequence: number;
  readonly rows: Uint8Array;
  readonly rowCount: number;
  /** A key or a crmId occurs more than once. */
  readonly hasRepeats: boolean;
  /** CRM ids that were read but not loaded (rejected before this): they exist, so a full sync keeps them. */
  readonly seenIds: readonly string[];
  /** Counted before this batch reached the hub (rejected rows). */
  readonly countsBefore: RunCounts;
  /** Where to go on after a crash once this batch is in; kept in the same transaction. JSON. */
  readonly checkpoint: unknown;
}

export interface LoadReject {
  readonly crmId: string;
  readonly code: string;
  /** The reason in words. May name ids and keys; it goes to the rejects file, never to a channel. */
  readonly message: string;
}

export interface LoadResult {
  /** Of the whole run so far, this batch and countsBefore included. */
  readonly counts: RunCounts;
  readonly rejects: readonly LoadReject[];
}

export interface RunCheckpoint {
  readonly sequence: number;
  readonly counts: RunCounts;
  readonly checkpoint: unknown;
  /**
   * What the latest `maxBatchesInFlight` batches had rejected, oldest first; batches without any may be missing.
   * A run that died between a load and its answer writes them down when it goes on.
   */
  readonly rejects: readonly { readonly sequence: number; readonly rejects: readonly LoadReject[] }[];
}

/** Where a run begins that has something to begin with: its first checkpoint, and what counts already. */
export type RunStart = Pick<RunCheckpoint, 'counts' | 'checkpoint'>;

export interface RunWithCheckpoint {
  readonly runId: string;
  /** When it last moved. */
  readonly notedAt: Date;
}

/** Code of the error by which an attempt is told that a later one goes on with its run. */
export const attemptOver = 'attempt_over';

export interface Hub extends HubSelections {
  /** Given to this hub when it was made, and to no other. */
  readonly id: string;
  /** All attributes of an object, keys first, then standard ones, then added ones by name. */
  attributes(object: HubObjectName): Promise<readonly HubAttribute[]>;
  /**
   * Adds what is not there yet and rebuilds the view.
   * @throws UserError where one exists with another type, or a name is not allowed.
   */
  addAttributes(object: HubObjectName, attributes: readonly NewAttribute[]): Promise<void>;

  load(target: LoadTarget, batch: LoadBatch): Promise<LoadResult>;
  /** Marks the hub records matched with these CRM records as deleted and forgets the matches. Idempotent by sequence. */
  applyDeletes(
    target: LoadTarget,
    sequence: number,
    crmIds: readonly string[],
    checkpoint: unknown,
  ): Promise<LoadResult>;
  /**
   * End of a full sync: records this job matched before and that this run has not seen are marked deleted.
   * Idempotent by sequence.
   */
  reconcile(target: LoadTarget, sequence: number, checkpoint: unknown): Promise<LoadResult>;
  checkpoint(runId: string): Promise<RunCheckpoint | null>;
  /**
   * The checkpoint for an attempt that is about to go on with the run: from now on earlier attempts are refused, also
   * where there is no checkpoint yet. @throws FatalError `attemptOver` where a later attempt has it.
   */
  takeCheckpoint(runId: string, attempt: number): Promise<RunCheckpoint | null>;
  /**
   * Forgets what the run had seen and loaded, before this attempt starts from the beginning, or from `start`.
   * @throws as `takeCheckpoint`.
   */
  restart(runId: string, attempt: number, start?: RunStart): Promise<void>;
  /** Forgets a run's checkpoint and what it has seen, after it ended. */
  clearCheckpoint(runId: string): Promise<void>;
  /** The runs that keep a checkpoint, so that housekeeping can clear those of runs that ended. */
  runsWithCheckpoint(): Promise<readonly RunWithCheckpoint[]>;
  /**
   * Forgets which CRM record has which hub record ("Rebuild mapping"), so that all are matched anew. The full sync
   * that follows still tells which of those records the CRM gives no more. Returns how many.
   */
  dropMatches(scope: MatchScope): Promise<number>;

  /** Records that a job knows: those that it brought and the CRM still has, or those that it sent. */
  countKnown(jobId: string): Promise<number>;
  /** Up to when a job's last sync brought everything, as `noteSync` was told; null where it was told nothing. */
  syncedUntil(jobId: string): Promise<string | null>;
  noteSync(jobId: string, until: string): Promise<void>;

  count(object: HubObjectName): Promise<number>;
  /** First rows of an object's view, for the demo and previews. */
  sample(object: HubObjectName, limit: number): Promise<readonly Readonly<Record<string, HubValue>>[]>;
  close(): Promise<void>;
}
