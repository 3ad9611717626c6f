import type { FieldValue } from '../schema/field-definition.ts';

/** A record as queries see it. */
export interface Row {
  readonly id: string;
  /** Name of its object. */
  readonly object: string;
  /** A stored value: calculated and compound fields are made from these (`Org.reader`). */
  get(field: string): FieldValue;
}

/**
 * Records that are made when they are asked for instead of being held: for objects of millions of rows.
 * Positions run from 0 to `count` - 1 in the order of the ids. What a source gives never changes.
 */
export interface RecordSource {
  readonly count: number;
  at(position: number): Row;
  find(id: string): Row | null;
  /**
   * Bulk results without their header line: at most `max` rows from `position` on, each value quoted, lines
   * ended by "\n". Used where a query takes every record; without it rows are asked for one by one.
   */
  bulkPage?(position: number, max: number, columns: readonly string[]): Uint8Array;
}

/** A record that is held. Never changed: an update puts another one in its place, so results stay as they were. */
export class StoredRow implements Row {
  readonly id: string;
  readonly object: string;
  readonly values: Readonly<Record<string, FieldValue>>;
  /** Milliseconds since 1970: queries do not see it before. */
  readonly visibleAtMs: number;
  /** When it was deleted; null while it is not. */
  readonly deletedAt: string | null;

  constructor(
    object: string,
    values: Readonly<Record<string, FieldValue>>,
    visibleAtMs: number,
    deletedAt: string | null,
  ) {
    this.object = object;
    this.id = String(values['Id']);
    this.values = values;
    this.visibleAtMs = visibleAtMs;
    this.deletedAt = deletedAt;
  }

  get(field: string): FieldValue {
    return this.values[field] ?? null;
  }
}
