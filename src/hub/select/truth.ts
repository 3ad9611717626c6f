/**
 * A condition as far as SQL can tell whether a record fulfils it. Where a database cannot say exactly what the filter
 * language means (letter case beyond ASCII, digits beyond a double), what it says is kept on both sides of that:
 * records of which `certain` holds are taken, those of which `possible` does not hold are not, and `matches` decides on
 * the few between. Neither text is ever NULL, so that NOT means what it says.
 */
export interface Truth {
  readonly certain: string;
  readonly possible: string;
}

export const always = exactly('TRUE');
export const never = exactly('FALSE');

/** @param sql that is never NULL. */
export function exactly(sql: string): Truth {
  return { certain: sql, possible: sql };
}

/** SQL that may be NULL, where that means no. */
export function isTrue(sql: string): string {
  return `(${sql}) IS TRUE`;
}

export function isExact({ certain, possible }: Truth): boolean {
  return certain === possible;
}

export function not({ certain, possible }: Truth): Truth {
  return { certain: negated(possible), possible: negated(certain) };
}

export function all(truths: readonly Truth[]): Truth {
  return { certain: joined('AND', truths.map(certainOf)), possible: joined('AND', truths.map(possibleOf)) };
}

export function any(truths: readonly Truth[]): Truth {
  return { certain: joined('OR', truths.map(certainOf)), possible: joined('OR', truths.map(possibleOf)) };
}

const certainOf = ({ certain }: Truth): string => certain;
const possibleOf = ({ possible }: Truth): string => possible;

function negated(sql: string): string {
  if (sql === always.certain) return never.certain;
  return sql === never.certain ? always.certain : `NOT (${sql})`;
}

const neutral = { AND: always.certain, OR: never.certain } as const;
const decisive = { AND: never.certain, OR: always.certain } as const;

function joined(word: 'AND' | 'OR', operands: readonly string[]): string {
  if (operands.includes(decisive[word])) return decisive[word];
  const open = [...new Set(operands)].filter((operand) => operand !== neutral[word]);
  return open.length === 0 ? neutral[word] : balanced(word, open);
}

/** In halves: SQLite takes at most a thousand operators below each other, and a long chain is a deep one. */
function balanced(word: 'AND' | 'OR', operands: readonly string[]): string {
  const [only] = operands;
  if (operands.length === 1 && only !== undefined) return only;
  const middle = operands.length >> 1;
  const halves = [operands.slice(0, middle), operands.slice(middle)];
  return halves.map((half) => `(${balanced(word, half)})`).join(` ${word} `);
}
