import type { Value } from '../schema/column.ts';

/** A record as queries see it. */
export interface Row {
  readonly id: string;
  /** Logical name of its table. */
  readonly table: string;
  /** Counts up with every change in the org. */
  readonly version: number;
  /** A stored value: calculated columns are made from these (`Org.reader`). */
  get(column: string): Value;
}

/**
 * Records that are made when they are asked for instead of being held: for tables of millions of rows.
 * Positions run from 0 to `count` - 1 in the order of the ids and of `modifiedon`. What a source gives never changes.
 */
export interface RecordSource {
  readonly count: number;
  at(position: number): Row;
  /** The position of the record with this id, or null. */
  find(id: string): number | null;
}

/** A record that is held. Never changed: an update puts another one in its place. */
export class StoredRow implements Row {
  readonly id: string;
  readonly table: string;
  readonly values: Readonly<Record<string, Value>>;
  readonly version: number;
  /** Milliseconds since 1970: queries do not see it before. */
  readonly visibleAtMs: number;

  constructor(
    table: string,
    id: string,
    values: Readonly<Record<string, Value>>,
    version: number,
    visibleAtMs: number,
  ) {
    this.table = table;
    this.id = id;
    this.values = values;
    this.version = version;
    this.visibleAtMs = visibleAtMs;
  }

  get(column: string): Value {
    return this.values[column] ?? null;
  }
}
