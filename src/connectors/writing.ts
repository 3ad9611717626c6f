/**
 * The writing half of the contract between Crosswalk and a CRM. Every connector that writes passes
 * test/contracts/connector-writing.ts.
 *
 * Cells are text in the forms that connector.ts describes for reading; references are ids of the record they lead
 * to. null is no value: `emptyValues` says what becomes of the field.
 */
import type { SourceObject } from '../domain/source-schema.ts';

export interface WriteRequest {
  /** As the CRM describes it. */
  readonly object: SourceObject;
  /** In the order of a row's cells, without repeats. All of them can be written where the request asks for it. */
  readonly fields: readonly WriteField[];
  /** API name of the field by which records are found that have no `crmId`: the object's id, an external id, a key. */
  readonly matchOn: string;
  /** Off: records that are not found are ignored. */
  readonly allowCreate: boolean;
  /** Off: records that are found are ignored. Never off together with `allowCreate`. */
  readonly updateExisting: boolean;
  /** What a null cell means: the field is left as it is, or emptied. A new record has no value there either way. */
  readonly emptyValues: 'leave' | 'clear';
  /** About how many rows are to come; large sets may be written in another way. */
  readonly expectedRows: number;
  /**
   * What `begun` told earlier attempts whose results may not be kept, in its order. Most of their rows come again, in
   * the first calls.
   */
  readonly resumeFrom: readonly WritePosition[];
  /** Aborted where the run is given up for good: what the CRM holds open is closed, see `Write.write`. */
  readonly signal: AbortSignal;
}

export interface WriteField {
  /** API name, in the CRM's own letter case. */
  readonly name: string;
  /**
   * API name of the object to which the ids lead, where the field is a reference that may lead to several; null
   * where the describe says enough.
   */
  readonly refersTo: string | null;
}

/** Opaque to all but the connector; JSON. */
export type WritePosition = { readonly [key: string]: string | number | boolean | null };

export interface WriteRow {
  /**
   * The CRM's id of the record, where it is known from elsewhere. It goes before `matchOn`, unless that is the id
   * itself and has a cell with a value. Where no such record is left, `matchOn` decides.
   */
  readonly crmId: string | null;
  /**
   * The id that a new record gets where the row has no value in `matchOn`: the same for every attempt. Only for a CRM
   * that lets ids be chosen; without it such a row is never created.
   */
  readonly newId?: string | null;
  readonly cells: readonly (string | null)[];
}

export type WriteResult =
  /** `crmId` where the CRM told it. An answer that was lost may make an `updated` of a record that was created. */
  | { readonly kind: 'created' | 'updated'; readonly crmId: string | null }
  /** One of the two switches leaves it alone. */
  | { readonly kind: 'ignored'; readonly crmId: string | null }
  | {
      readonly kind: 'rejected';
      readonly crmId: string | null;
      /** The CRM's own code, such as STRING_TOO_LONG, or one of ours in small letters. */
      readonly code: string;
      /** What happened, with the CRM's words, which may hold values of the row: for the rejects file only. */
      readonly reason: string;
    }
  /** `signal` was aborted before it was this row's turn: nothing is known to be written of it. */
  | { readonly kind: 'unsent' };

export interface WriteOptions {
  /**
   * Called when rows are on their way in something that lives on in the CRM by itself (a bulk job), and awaited
   * before any of them is written: another attempt that gets the position finds the results there. They stay there until
   * the call after the next one writes something. Each of one call of `write` takes the place of the one before.
   */
  readonly begun?: (position: WritePosition) => Promise<void>;
}

export interface Write {
  /** How rows are written, as shown to people: "REST", "Bulk API 2.0". */
  readonly method: string;
  /** Most rows of one call. Fewer at the end of the set, or of what a caller wants to have settled. */
  readonly batchRows: number;
  /**
   * Told of the rows of the next call, mostly while one is under way: what is possible without writing any of them is
   * done at once, so that the CRM waits less (a bulk job is made and filled). What goes wrong is told by `write`, which
   * is given the very same list. Rows of which it is not told are not written.
   */
  makeReady(rows: readonly WriteRow[], options?: WriteOptions): void;
  /**
   * Writes rows as if one after the other, and answers for each, in their order. Passing trouble is tried again, that
   * of single rows too. The same rows may be written again, after a crash or a lost answer: no record is ever made
   * twice. One call at a time.
   *
   * Where `signal` is aborted the call still resolves, and rows that were not begun are `unsent`.
   *
   * @throws UserError, RetryableError, FatalError where the trouble is not that of single rows. Whatever was
   * written before stays written.
   */
  write(rows: readonly WriteRow[], options?: WriteOptions): Promise<readonly WriteResult[]>;
  /**
   * What `write` would do, as far as reading tells: looked up, nothing written. What only the CRM's own rules would
   * refuse is told as `created` or `updated`. @throws as `write`.
   */
  rehearse(rows: readonly WriteRow[]): Promise<readonly WriteResult[]>;
  /** Closes what is open in the CRM; nothing is written after it. Not called where another attempt is to find it. */
  close(): Promise<void>;
}
