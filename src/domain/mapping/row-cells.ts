/** Cells in the order of the read's columns: text, or null where there is no value. */
export type SourceCells = readonly (string | null)[];

/**
 * One row as a mapping reads it. Most cells go into the hub as they came: those are copied as bytes and never become
 * strings, which is where most of a run's own time would go.
 */
export interface RowCells {
  /** null where there is no value. */
  text(column: number): string | null;
  /**
   * Length of a cell that is JSON text as it stands, which is ASCII without quotes, backslashes and control
   * characters; 0 where there is no value, -1 where it has to be read as text.
   */
  plainLength(column: number): number;
  /** Where a cell whose `plainLength` is positive begins in `bytes`. */
  startOf(column: number): number;
  readonly bytes: Uint8Array;
  /** All cells as text. */
  cells(): SourceCells;
}

const noBytes = new Uint8Array();

/** A row that is text already. */
export function rowOfCells(cells: SourceCells): RowCells {
  return {
    text: (column) => cells[column] || null,
    plainLength: (column) => (cells[column] ? -1 : 0),
    startOf: () => 0,
    bytes: noBytes,
    cells: () => cells,
  };
}
