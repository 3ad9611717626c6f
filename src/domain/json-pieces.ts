/**
 * Long lists as JSON, a piece at a time. V8 gives a text of more than some 100 KB memory of its own, which costs more than
 * writing it, and again in the thread that gets it: in pieces a page of records is written, sent and read in a third of
 * the time.
 */

/** Each a list of some of the items, in their order. */
export type JsonPieces = readonly string[];

/** Letters of one piece, about: the items of a list are mostly as long as those before them. */
const pieceLength = 40_000;
const firstItems = 50;
const mostItems = 1_000;

export function jsonPieces(items: readonly unknown[]): JsonPieces {
  const pieces: string[] = [];
  let size = firstItems;
  for (let at = 0; at < items.length;) {
    const piece = JSON.stringify(items.slice(at, at + size));
    pieces.push(piece);
    at += size;
    const fitting = Math.round((size * pieceLength) / piece.length);
    size = Math.min(Math.max(fitting, 1), mostItems);
  }
  return pieces;
}

/** What `jsonPieces` was given. */
export function itemsOfPieces(pieces: JsonPieces): readonly unknown[] {
  return pieces.flatMap((piece) => JSON.parse(piece) as readonly unknown[]);
}

/** The items as one list, in UTF-8, in memory of its own. */
export function jsonBytes(items: readonly unknown[]): Buffer {
  const pieces = jsonPieces(items);
  const length = pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
  const bytes = Buffer.allocUnsafeSlow(Math.max(length, emptyList.length));
  if (pieces.length === 0) bytes.write(emptyList);
  // Each has brackets of its own: between two of them a comma takes the place of one, and the other is written over.
  let end = 0;
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) bytes[end - 1] = comma;
    end += index === 0 ? bytes.write(piece) : bytes.write(piece.slice(1), end);
  }
  return end === 0 ? bytes : bytes.subarray(0, end);
}

const emptyList = '[]';
const comma = ','.charCodeAt(0);
