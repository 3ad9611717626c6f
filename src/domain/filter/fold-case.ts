/** How the filter language compares text: without letter case, and otherwise character by character. */

/**
 * The text as it is compared. Accents, blanks and widths count. A final sigma is a sigma: JavaScript makes small
 * letters of it by where it stands, and a part of a text must be found wherever it stands.
 */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower;
}

/** Below zero where folded `a` stands before folded `b`: by code points, as databases order them without a language. */
export function compareFolded(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Halves of surrogate pairs stand for characters past all others, though their own numbers are lower. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit;
}
