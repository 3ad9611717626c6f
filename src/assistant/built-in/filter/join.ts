import type { Filter } from '../../../domain/filter/syntax.ts';
import { joinAll } from './condition.ts';

/** What was read, in its order: conditions, and the words between them. */
export type Piece =
  { readonly kind: 'condition'; readonly filter: Filter } | { readonly kind: 'and' | 'or' | 'comma' };

/**
 * Puts conditions together as people mean them: side by side binds closest, then "and", then "or"; a comma parts
 * what stands on either side, and takes on the "or" of a plain list: `a, b or c`.
 */
export function joinPieces(pieces: readonly Piece[]): Filter | null {
  const parts = splitAtCommas(pieces);
  const [first] = parts;
  if (first === undefined) return null;
  if (isPlainOrList(parts))
    return joinAll(
      'or',
      parts.flatMap(({ pieces }) => conditionsOf(pieces)),
    );
  let joined = joinPart(first.pieces);
  for (const { before, pieces } of parts.slice(1)) {
    const next = joinPart(pieces);
    if (next === null) continue;
    joined = joined === null ? next : joinAll(before, [joined, next]);
  }
  return joined;
}

interface Part {
  /** How it is joined to what stands before. */
  readonly before: 'and' | 'or';
  readonly pieces: readonly Piece[];
}

function splitAtCommas(pieces: readonly Piece[]): Part[] {
  const parts: { before: 'and' | 'or'; pieces: Piece[] }[] = [{ before: 'and', pieces: [] }];
  for (const piece of pieces) {
    const part = parts.at(-1);
    if (part === undefined) break;
    if (piece.kind === 'comma') {
      if (part.pieces.length > 0) parts.push({ before: 'and', pieces: [] });
    } else if (part.pieces.length === 0 && (piece.kind === 'or' || piece.kind === 'and')) {
      // ", or": the word is the comma's.
      if (parts.length > 1) part.before = piece.kind;
    } else part.pieces.push(piece);
  }
  return parts.filter(({ pieces }) => conditionsOf(pieces).length > 0);
}

/** `a, b or c`: single conditions, and one "or" between the last two. */
function isPlainOrList(parts: readonly Part[]): boolean {
  const last = parts.at(-1);
  if (parts.length < 2 || last === undefined) return false;
  const kinds = last.pieces.map(({ kind }) => kind).join(' ');
  const isLast =
    kinds === 'condition or condition' || (last.before === 'or' && kinds === 'condition' && parts.length > 2);
  return isLast && parts.slice(0, -1).every(({ pieces }) => pieces.length === 1);
}

const conditionsOf = (pieces: readonly Piece[]): Filter[] =>
  pieces.flatMap((piece) => (piece.kind === 'condition' ? [piece.filter] : []));

function joinPart(pieces: readonly Piece[]): Filter | null {
  const groups: Filter[][] = [[]];
  for (const piece of pieces) {
    if (piece.kind === 'or') groups.push([]);
    else if (piece.kind === 'condition') groups.at(-1)?.push(piece.filter);
  }
  const joined = groups.flatMap((group) => joinAll('and', group) ?? []);
  return joinAll('or', joined);
}
