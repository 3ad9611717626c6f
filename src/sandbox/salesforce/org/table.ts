import { idOf } from './record-ids.ts';
import type { RecordSource, Row, StoredRow } from './row.ts';

export interface Scan {
  readonly nowMs: number;
  readonly includeDeleted: boolean;
}

/** Ids by the values that records have, or had, in one field. */
type Index = Map<string, Set<string>>;

/** The records of one object: held ones, in the order they came, or those of a source. */
export class Table {
  readonly object: string;
  readonly source: RecordSource | null;
  private readonly keyPrefix: string;
  private readonly rows = new Map<string, StoredRow>();
  private readonly indexes = new Map<string, Index>();
  /** What stood before the transaction that runs; null while none does. */
  private before: Map<string, StoredRow | undefined> | null = null;
  private lastNumber = 0;

  constructor(object: string, keyPrefix: string, source: RecordSource | null = null) {
    this.object = object;
    this.keyPrefix = keyPrefix;
    this.source = source;
  }

  nextId(): string {
    for (;;) {
      this.lastNumber += 1;
      const id = idOf(this.keyPrefix, this.lastNumber);
      // A program may have given a record this very id.
      if (!this.rows.has(id)) return id;
    }
  }

  /** The held record, deleted or not. */
  stored(id: string): StoredRow | undefined {
    return this.rows.get(id);
  }

  put(row: StoredRow): void {
    if (this.source !== null)
      throw new Error(`The records of ${this.object} are generated and cannot change.`);
    this.note(row.id);
    this.rows.set(row.id, row);
    for (const [field, index] of this.indexes) addToIndex(index, row, field);
  }

  purge(id: string): void {
    this.note(id);
    this.rows.delete(id);
  }

  all(): IterableIterator<StoredRow> {
    return this.rows.values();
  }

  /** The records that are not deleted and have this value, without letter case. */
  withValue(field: string, value: string): StoredRow[] {
    let index = this.indexes.get(field);
    if (index === undefined) {
      index = new Map();
      for (const row of this.rows.values()) addToIndex(index, row, field);
      this.indexes.set(field, index);
    }
    const key = value.toLowerCase();
    // An index still names what had the value once.
    const rows = [...(index.get(key) ?? [])].flatMap((id) => this.rows.get(id) ?? []);
    return rows.filter((row) => row.deletedAt === null && keyOf(row, field) === key);
  }

  /** Does all of `act` or, where it says so, none of it. */
  transaction(act: () => boolean): void {
    const before = new Map<string, StoredRow | undefined>();
    this.before = before;
    const isKept = act();
    this.before = null;
    if (isKept) return;
    for (const [id, row] of before) {
      if (row === undefined) this.rows.delete(id);
      else this.put(row);
    }
  }

  /** The held records as they are now. */
  snapshot(): StoredRow[] {
    return [...this.rows.values()];
  }

  find(id: string, scan: Scan): Row | null {
    if (this.source !== null) return this.source.find(id);
    const row = this.rows.get(id);
    return row !== undefined && isVisible(row, scan) ? row : null;
  }

  private note(id: string): void {
    if (this.before !== null && !this.before.has(id)) this.before.set(id, this.rows.get(id));
  }

  *scan(scan: Scan): Generator<Row, void, undefined> {
    if (this.source !== null) {
      for (let position = 0; position < this.source.count; position += 1) yield this.source.at(position);
      return;
    }
    for (const row of this.rows.values()) if (isVisible(row, scan)) yield row;
  }
}

function keyOf(row: StoredRow, field: string): string | null {
  const value = row.get(field);
  return typeof value === 'string' ? value.toLowerCase() : null;
}

function addToIndex(index: Index, row: StoredRow, field: string): void {
  const key = keyOf(row, field);
  if (key === null) return;
  const ids = index.get(key);
  if (ids === undefined) index.set(key, new Set([row.id]));
  else ids.add(row.id);
}

function isVisible(row: StoredRow, { nowMs, includeDeleted }: Scan): boolean {
  return row.visibleAtMs <= nowMs && (includeDeleted || row.deletedAt === null);
}
