import type { Value } from '../schema/column.ts';
import { guidOf } from './guid.ts';
import type { RecordSource, Row, StoredRow } from './row.ts';

/** Ids by the values that records have, or had, in the columns of a key. */
type Index = Map<string, Set<string>>;

export interface Deletion {
  readonly id: string;
  readonly version: number;
}

/** The records of one table: held ones, in the order of their ids, or those of a source. */
export class Table {
  readonly name: string;
  readonly source: RecordSource | null;
  private readonly objectTypeCode: number;
  private readonly rows = new Map<string, StoredRow>();
  private readonly indexes = new Map<string, Index>();
  private deletions: Deletion[] = [];
  /** The rows in the order of their ids. */
  private readonly sorted: StoredRow[] = [];
  private before: { rows: Map<string, StoredRow | undefined>; deletions: readonly Deletion[] } | null = null;
  private lastNumber = 0;

  constructor(name: string, objectTypeCode: number, source: RecordSource | null = null) {
    this.name = name;
    this.objectTypeCode = objectTypeCode;
    this.source = source;
  }

  nextId(): string {
    for (;;) {
      this.lastNumber += 1;
      const id = guidOf(this.objectTypeCode, this.lastNumber);
      // A program may have given a record this very id.
      if (!this.rows.has(id)) return id;
    }
  }

  stored(id: string): StoredRow | undefined {
    return this.rows.get(id);
  }

  put(row: StoredRow): void {
    if (this.source !== null) throw new Error(`The records of ${this.name} are generated and cannot change.`);
    this.note(row.id);
    const place = this.placeOf(row.id);
    this.sorted.splice(place, this.rows.has(row.id) ? 1 : 0, row);
    this.rows.set(row.id, row);
    for (const [columns, index] of this.indexes) addToIndex(index, row, columns);
  }

  remove(id: string, version: number): void {
    this.note(id);
    this.drop(id);
    this.deletions.push({ id, version });
  }

  /** Those after a version, in the order in which they happened. */
  deletedAfter(version: number): Deletion[] {
    return this.deletions.filter((each) => each.version > version);
  }

  /** The records with these values, without letter case. */
  withValues(columns: readonly string[], values: readonly Value[]): StoredRow[] {
    const name = columns.join();
    let index = this.indexes.get(name);
    if (index === undefined) {
      index = new Map();
      for (const row of this.rows.values()) addToIndex(index, row, name);
      this.indexes.set(name, index);
    }
    const key = keyOf(values);
    if (key === null) return [];
    // An index still names what had the values once.
    const rows = [...(index.get(key) ?? [])].flatMap((id) => this.rows.get(id) ?? []);
    return rows.filter((row) => keyOf(columns.map((column) => row.get(column))) === key);
  }

  find(id: string, nowMs: number): Row | null {
    if (this.source !== null) {
      const position = this.source.find(id);
      return position === null ? null : this.source.at(position);
    }
    const row = this.rows.get(id);
    return row !== undefined && row.visibleAtMs <= nowMs ? row : null;
  }

  /** The lowest version of what queries do not see yet, or null. */
  firstHidden(nowMs: number): number | null {
    const hidden = this.all().filter((row) => row.visibleAtMs > nowMs);
    return hidden.length === 0 ? null : Math.min(...hidden.map((row) => row.version));
  }

  /** In the order of the ids. Not to be kept: it changes with the table. */
  all(): readonly StoredRow[] {
    return this.sorted;
  }

  /** In the order of the ids, those after `afterId` only. */
  *scan(nowMs: number, afterId: string | null = null): Generator<Row, void, undefined> {
    const { source } = this;
    if (source !== null) {
      const first = afterId === null ? 0 : (source.find(afterId) ?? -1) + 1;
      for (let position = first; position < source.count; position += 1) yield source.at(position);
      return;
    }
    const first = afterId === null ? 0 : this.placeOf(afterId) + (this.rows.has(afterId) ? 1 : 0);
    for (let place = first; place < this.sorted.length; place += 1) {
      const row = this.sorted[place];
      if (row !== undefined && row.visibleAtMs <= nowMs) yield row;
    }
  }

  /** Does all of `act` or, where it throws, none of it. */
  transaction<T>(act: () => T): T {
    // Within another one it is a part of that.
    if (this.before !== null) return act();
    const before = { rows: new Map<string, StoredRow | undefined>(), deletions: [...this.deletions] };
    this.before = before;
    try {
      return act();
    } catch (error) {
      this.before = null;
      this.deletions = before.deletions;
      for (const [id, row] of before.rows) {
        if (row === undefined) this.drop(id);
        else this.put(row);
      }
      throw error;
    } finally {
      this.before = null;
    }
  }

  private drop(id: string): void {
    if (this.rows.delete(id)) this.sorted.splice(this.placeOf(id), 1);
  }

  /** Where the id stands in the order, or would. Most come after all that are there. */
  private placeOf(id: string): number {
    let low = 0;
    let high = this.sorted.length;
    if ((this.sorted[high - 1]?.id ?? '') < id) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sorted[middle]?.id ?? '') < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private note(id: string): void {
    if (this.before !== null && !this.before.rows.has(id)) this.before.rows.set(id, this.rows.get(id));
  }
}

/** null where a part is missing: an empty key leads nowhere and is never taken twice. */
function keyOf(values: readonly Value[]): string | null {
  if (values.some((value) => value === null)) return null;
  return JSON.stringify(values.map((value) => String(value).toLowerCase()));
}

function addToIndex(index: Index, row: StoredRow, columns: string): void {
  const key = keyOf(columns.split(',').map((column) => row.get(column)));
  if (key === null) return;
  const ids = index.get(key);
  if (ids === undefined) index.set(key, new Set([row.id]));
  else ids.add(row.id);
}
