import { rowOfCells } from '../domain/mapping/row-cells.ts';
import type { RowCells, SourceCells } from '../domain/mapping/row-cells.ts';

/** Rows as they were read, which may be bytes still. */
export interface SourceRows extends Iterable<SourceCells> {
  readonly length: number;
  /** One row as text. */
  at(index: number): SourceCells;
  /** The row as a mapping reads it: good until the next call, because going through many is to make no objects. */
  cellsAt(index: number): RowCells;
  /** To be called when nobody needs the rows any more, for their memory to be used again. */
  release(): void;
}

/** Rows that are text already. */
export function sourceRows(rows: readonly SourceCells[]): SourceRows {
  const at = (index: number): SourceCells => rows[index] ?? [];
  return {
    length: rows.length,
    at,
    cellsAt: (index) => rowOfCells(at(index)),
    release: () => undefined,
    [Symbol.iterator]: () => rows[Symbol.iterator](),
  };
}
