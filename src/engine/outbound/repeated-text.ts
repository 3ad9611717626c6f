/** Texts that many records which follow each other have alike: told once, and one text in memory for all of them. */

/** The text, or 0 where it is that of the record before. */
export type Repeatable = string | 0;

/** To be asked about the records in their order. */
export function repeatsMarked(): (text: string) => Repeatable {
  let before: string | null = null;
  return (text) => {
    if (text === before) return 0;
    before = text;
    return text;
  };
}

/** The other way round. @throws where the first one repeats something. */
export function repeatsTold(): (marked: Repeatable) => string {
  let before: string | null = null;
  return (marked) => {
    if (marked !== 0) before = marked;
    if (before === null) throw new Error('A text is repeated before it was told.');
    return before;
  };
}
