import type { RecordSource, Row } from '../org/row.ts';

/** The records that a query found, in its order. They stay as they were when it ran. */
export interface Selection {
  readonly count: number;
  rows(from: number, max: number): readonly Row[];
  /** Set where the records are all those of a source, in its own order. */
  readonly source: RecordSource | null;
}

export function selectionOf(rows: readonly Row[]): Selection {
  return { count: rows.length, rows: (from, max) => rows.slice(from, from + max), source: null };
}

export function wholeSource(source: RecordSource): Selection {
  return {
    count: source.count,
    rows(from, max) {
      const last = Math.min(source.count, from + max);
      return Array.from({ length: Math.max(0, last - from) }, (_, index) => source.at(from + index));
    },
    source,
  };
}
