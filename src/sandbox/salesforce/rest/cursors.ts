/** Results of which pages are still to be fetched: what `nextRecordsUrl` points into. */
import { badRequest } from '../http/api-error.ts';
import { idOf } from '../org/record-ids.ts';
import type { CompiledQuery } from '../soql/compile-query.ts';
import type { Selection } from '../soql/selection.ts';

export interface Cursor {
  readonly id: string;
  readonly query: CompiledQuery;
  readonly selection: Selection;
  readonly pageRows: number;
}

/** A user has so many at most; the one not used for longest goes first. */
const maxCursors = 50;
/** They end when nobody asked for so long. */
const lifetimeMs = 15 * 60_000;

export class Cursors {
  private readonly open = new Map<string, { cursor: Cursor; usedAtMs: number }>();
  private readonly now: () => number;
  private lastNumber = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  add(query: CompiledQuery, selection: Selection, pageRows: number): Cursor {
    this.lastNumber += 1;
    const cursor = { id: idOf('01g', this.lastNumber), query, selection, pageRows };
    this.keep(cursor);
    if (this.open.size > maxCursors) {
      for (const oldest of this.open.keys()) {
        this.open.delete(oldest);
        break;
      }
    }
    return cursor;
  }

  /** @throws ApiError where it is gone. */
  find(id: string): Cursor {
    const found = this.open.get(id);
    if (found === undefined || this.now() - found.usedAtMs > lifetimeMs) {
      throw badRequest('INVALID_QUERY_LOCATOR', 'invalid query locator');
    }
    this.keep(found.cursor);
    return found.cursor;
  }

  drop(): void {
    this.open.clear();
  }

  private keep(cursor: Cursor): void {
    this.open.delete(cursor.id);
    this.open.set(cursor.id, { cursor, usedAtMs: this.now() });
  }
}
