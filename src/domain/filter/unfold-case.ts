/** The other way round than fold-case.ts: which characters become a given one when text is compared. */
import { foldCase } from './fold-case.ts';

/** Where Unicode has capital letters beyond ASCII; a test looks through all the rest. */
const blocks = [
  [0x80, 0x24ff],
  [0x2c00, 0x2dff],
  [0xa640, 0xabff],
  [0xff21, 0xff3a],
  [0x10400, 0x10dff],
  [0x118a0, 0x118df],
  [0x16e40, 0x16eff],
  [0x1e900, 0x1e95f],
] as const;

export interface Unfolded {
  /** Not an ASCII letter. */
  readonly character: string;
  readonly folded: string;
}

/**
 * Characters beyond ASCII that are compared as one of those in `folded`, or as several of which one is among them
 * (İ is i with a dot above). ASCII's own capitals are not told.
 */
export function unfoldedTo(folded: string): readonly Unfolded[] {
  const wanted = new Set(folded);
  if (isAscii(folded))
    return asciiOnes.filter((each) => Array.from(each.folded).some((one) => wanted.has(one)));
  const found = new Set<Unfolded>();
  for (const character of wanted) for (const each of byFolded().get(character) ?? []) found.add(each);
  return [...found];
}

/** The only character that is compared as more than one. */
export const dottedI: Unfolded = { character: 'İ', folded: foldCase('İ') };
/** What is compared as ASCII though it is not: texts of ASCII, which are most, need no table. */
const asciiOnes: readonly Unfolded[] = [dottedI, { character: '\u212a', folded: 'k' }];

function isAscii(text: string): boolean {
  // eslint-disable-next-line no-control-regex
  return /^[\u0000-\u007f]*$/.test(text);
}

let table: ReadonlyMap<string, readonly Unfolded[]> | null = null;

function byFolded(): ReadonlyMap<string, readonly Unfolded[]> {
  table ??= indexFolded();
  return table;
}

function indexFolded(): ReadonlyMap<string, readonly Unfolded[]> {
  const found = new Map<string, Unfolded[]>();
  for (const [first, last] of blocks) {
    for (let code = first; code <= last; code++) {
      const character = String.fromCodePoint(code);
      const folded = foldCase(character);
      if (folded === character) continue;
      const unfolded = { character, folded };
      for (const one of folded) found.set(one, [...(found.get(one) ?? []), unfolded]);
    }
  }
  return found;
}
