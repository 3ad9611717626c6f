/** What outbound jobs and previews take out of the hub, and what the hub remembers of what was sent. */
import type { Filter } from '../domain/filter/syntax.ts';
import type { HubObjectName } from '../domain/hub-object.ts';
import type { RunCounts } from '../domain/run.ts';
import type { PackedSent } from '../domain/sent-records.ts';

/** Which records: those that the filter takes, as of one moment, deleted ones never. Plain data. */
export interface HubSelection {
  readonly object: HubObjectName;
  /** Checked against `hubSchema` of the object; null = every record. */
  readonly filter: Filter | null;
  /** What relative dates are counted from, milliseconds since 1970: the same for all pages of a run. */
  readonly nowMs: number;
  /** IANA name of the zone in which days begin. */
  readonly timezone: string;
  /** 1 = Monday to 7 = Sunday; absent = Monday. */
  readonly firstWeekday?: number;
}

/** Most records of one page. */
export const maxSelectedRecords = 10_000;

export interface PageRequest {
  /** What the cells of a record are, in this order; keys may be among them. */
  readonly attributes: readonly string[];
  /** `next` of the page before; null = the first. */
  readonly after: number | null;
  /** 1 to `maxSelectedRecords`. */
  readonly limit: number;
}

export interface SelectedRecord {
  /** Never changes and is never given again within one object; pages are in its order. */
  readonly recordId: number;
  /** In the object's order. */
  readonly keys: readonly string[];
  /**
   * In the forms of connector.ts: a date as the hub has it, a day or a moment; booleans `true` and `false`; numbers as
   * plain decimals; lists joined by `;`. No value, empty text and an empty list are null.
   */
  readonly cells: readonly (string | null)[];
}

export interface SelectedPage<Selected extends SelectedRecord = SelectedRecord> {
  /** Fewer than asked for only where these are the last ones. */
  readonly records: readonly Selected[];
  /** `after` of the next page; null where there is none. */
  readonly next: number | null;
}

/** Between what an outbound job's records go. What was sent elsewhere (another org, another object) does not count. */
export interface SendScope {
  readonly jobId: string;
  readonly connectionId: string;
  /** The org that the connection leads to. */
  readonly orgId: string;
  /** API name; letter case does not count. */
  readonly crmObject: string;
  readonly hubObject: HubObjectName;
}

export interface OutboundPageRequest extends PageRequest {
  /** The CRM object that the parent is a record of, for `parentCrmId`; null where none is wanted. */
  readonly parentObject: string | null;
}

export interface OutboundRecord extends SelectedRecord {
  /**
   * The CRM record that it stands for: by the matches that inbound jobs of this connection and CRM object made, or else
   * as the CRM answered when it was sent to that object. null where nothing is known.
   */
  readonly crmId: string | null;
  /**
   * The same for the account that it belongs to (by `account_id`; of an account by `parent_account_id`) and
   * `parentObject`.
   */
  readonly parentCrmId: string | null;
  /** What the record names as its account, as the hub has it: foreign keys are in small letters. null = none. */
  readonly parentKey: string | null;
  /** How the record stands, to be given back with `noteSent`. Opaque. */
  readonly version: string;
  /**
   * What this job last sent of it, as `noteSent` was told; null where nothing was, or where it went to another CRM
   * record than the one that the record stands for now.
   */
  readonly sent: { readonly hash: string; readonly ownHash: string } | null;
  /**
   * Since it was last sent the record was written, last by an inbound job of the same connection, CRM object and hub
   * object, and by nobody from elsewhere: what the pair's inbound jobs fill is what the CRM has already.
   * Never true where `sent` is null.
   */
  readonly isEcho: boolean;
}

export interface SendTarget extends SendScope {
  readonly runId: string;
  /** Which attempt of the run this is. One that a later attempt has followed is refused. */
  readonly attempt: number;
  /** Counts and checkpoint are kept for the run, and nothing of the records. */
  readonly dryRun: boolean;
}

export interface SentBatch {
  /** 1, 2, 3 … within a run. A number that is in already is answered from the checkpoint and not noted again. */
  readonly sequence: number;
  /** None where only the checkpoint moves. */
  readonly records: PackedSent;
  /** Of this batch. */
  readonly counts: RunCounts;
  /** Where to go on after a crash once this is noted; kept in the same transaction. JSON. */
  readonly checkpoint: unknown;
}

/** The part of `Hub` by which records leave it. Checkpoints are those of loads: `takeCheckpoint`, `restart` and so on. */
export interface HubSelections {
  /** @throws UserError where the filter names an attribute that is not there. */
  select(selection: HubSelection, page: PageRequest): Promise<SelectedPage>;
  countSelected(selection: HubSelection): Promise<number>;
  /** @param selection of `scope.hubObject`. All of a record is as of one moment. */
  selectOutbound(
    scope: SendScope,
    selection: HubSelection,
    page: OutboundPageRequest,
  ): Promise<SelectedPage<OutboundRecord>>;
  /**
   * Remembers what was sent, with the run's counts and its checkpoint, in one transaction. Idempotent by sequence.
   *
   * @returns counts of the whole run so far.
   * @throws FatalError `attemptOver` where a later attempt has the run.
   */
  noteSent(target: SendTarget, batch: SentBatch): Promise<RunCounts>;
  /** Forgets all that a job has sent, so that everything is sent again: when it is deleted. Returns how many records. */
  forgetSent(jobId: string): Promise<number>;
}
