/**
 * A number from 0 to 2³²-1 that looks random and is always the same for the same two numbers: rows need no
 * memory, any of them can be made again at any time.
 *
 * @param column keeps the columns of one row apart.
 */
export function scattered(row: number, column: number): number {
  // The finalizer of MurmurHash3: every bit of the input moves every bit of the result.
  let hash = Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(column + 1, 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** One of `choices`, by a scattered number. */
export function chosen<T>(choices: readonly T[], number: number): T {
  const found = choices[number % choices.length];
  if (found === undefined) throw new Error('Nothing to choose from');
  return found;
}
