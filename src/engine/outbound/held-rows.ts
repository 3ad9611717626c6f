/** How much is held of rows that wait to be sent: a worker's memory bounds it, however wide or long they are. */
import type { WriteRow } from '../../connectors/writing.ts';

/**
 * Values, and characters of them, that are held at once. Each is there several times until its batch is noted: as the hub
 * has it, as it is sent, in the upload of a bulk job and in its answer.
 */
const maxCells = 80_000;
const maxCharacters = 8_000_000;

export interface HeldRows {
  add(row: Pick<WriteRow, 'cells'>): void;
  readonly isFull: boolean;
  clear(): void;
}

/** @param mostRows that are sent at once */
export function createHeldRows(mostRows: number): HeldRows {
  let rows = 0;
  let values = 0;
  let characters = 0;
  return {
    add({ cells }) {
      rows += 1;
      values += cells.length;
      for (const cell of cells) characters += cell?.length ?? 0;
    },
    get isFull() {
      return rows >= mostRows || values >= maxCells || characters >= maxCharacters;
    },
    clear() {
      rows = 0;
      values = 0;
      characters = 0;
    },
  };
}
