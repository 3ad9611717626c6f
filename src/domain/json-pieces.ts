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

/** All items as one list, in UTF-8. */
export function listOfPieces(pieces: JsonPieces): Uint8Array {
  const parts = pieces.map((piece) => Buffer.from(piece));
  // Between two lists a comma is left of their brackets.
  for (const part of parts.slice(0, -1)) part[part.length - 1] = comma;
  return parts.length === 0
    ? Buffer.from('[]')
    : Buffer.concat(parts.map((part, index) => (index === 0 ? part : part.subarray(1))));
}

const comma = ','.charCodeAt(0);
