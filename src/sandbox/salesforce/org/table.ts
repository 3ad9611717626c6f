import { idOf } from './record-ids.ts';
import type { RecordSource, Row, StoredRow } from './row.ts';

export interface Scan {
  readonly nowMs: number;
  readonly includeDeleted: boolean;
}

/** The records of one object: held ones, in the order they came, or those of a source. */
export class Table {
  readonly object: string;
  readonly source: RecordSource | null;
  private readonly keyPrefix: string;
  private readonly rows = new Map<string, StoredRow>();
  private lastNumber = 0;

  constructor(object: string, keyPrefix: string, source: RecordSource | null = null) {
    this.object = object;
    this.keyPrefix = keyPrefix;
    this.source = source;
  }

  nextId(): string {
    this.lastNumber += 1;
    return idOf(this.keyPrefix, this.lastNumber);
  }

  /** The held record, deleted or not. */
  stored(id: string): StoredRow | undefined {
    return this.rows.get(id);
  }

  put(row: StoredRow): void {
    if (this.source !== null)
      throw new Error(`The records of ${this.object} are generated and cannot change.`);
    this.rows.set(row.id, row);
  }

  purge(id: string): void {
    this.rows.delete(id);
  }

  all(): IterableIterator<StoredRow> {
    return this.rows.values();
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

  *scan(scan: Scan): Generator<Row, void, undefined> {
    if (this.source !== null) {
      for (let position = 0; position < this.source.count; position += 1) yield this.source.at(position);
      return;
    }
    for (const row of this.rows.values()) if (isVisible(row, scan)) yield row;
  }
}

function isVisible(row: StoredRow, { nowMs, includeDeleted }: Scan): boolean {
  return row.visibleAtMs <= nowMs && (includeDeleted || row.deletedAt === null);
}
