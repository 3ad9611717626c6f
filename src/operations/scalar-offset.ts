import type { Scalar } from 'yaml';

/**
 * Where a character of a scalar's value stands in the file. Value and file are followed side by side, by the rules
 * of the scalar's style. Where the two part, the scalar's beginning.
 *
 * @param source the whole file.
 * @param position zero-based offset into the value.
 * @returns zero-based offset into the file.
 */
export function scalarOffset({ value, type, range }: Scalar, source: string, position: number): number {
  const [start = 0, end = start] = range ?? [];
  if (typeof value !== 'string') return start;
  const style = styles.get(type ?? '') ?? plain;
  let at = style.begin(source, start);
  for (const unit of value.slice(0, position).split('')) {
    const next = style.step(source, style.skip(source, at, unit), unit);
    if (next === null || next > end) return start;
    at = next;
  }
  return Math.min(style.skip(source, at, value[position] ?? '\n'), end);
}

interface Style {
  /** Where the content begins. */
  begin(source: string, start: number): number;
  /** Past what stands for nothing, on the way to the next UTF-16 unit of the value. */
  skip(source: string, at: number, unit: string): number;
  /** Past the one unit that stands at `at`; null where something else stands there. */
  step(source: string, at: number, unit: string): number | null;
}

const plain: Style = {
  begin: (_, start) => start,
  skip: (_, at) => at,
  step: (source, at, unit) => foldEnd(source, at) ?? (source[at] === unit ? at + 1 : null),
};

const singleQuoted: Style = {
  ...plain,
  begin: (_, start) => start + 1,
  step: (source, at, unit) => (unit === "'" ? at + 2 : plain.step(source, at, unit)),
};

const doubleQuoted: Style = {
  begin: (_, start) => start + 1,
  // A line end that is escaped, and the indentation after it.
  skip: (source, at) => matchEnd(/(?:\\\r?\n[ \t]*)*/y, source, at) ?? at,
  step(source, at, unit) {
    if (source[at] !== '\\') return plain.step(source, at, unit);
    const letter = source[at + 1] ?? '';
    // This escape alone stands for two units.
    if (letter === 'U' && /[\uD800-\uDBFF]/.test(unit)) return at;
    return at + 2 + (escapedDigits.get(letter) ?? 0);
  },
};

const escapedDigits: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/** Any stretch of line ends and indentation stands for the blanks of the value there, however many they are. */
const block: Style = {
  begin: (source, start) => source.indexOf('\n', start),
  skip: (source, at, unit) => (isBlank(unit) ? at : (matchEnd(/[ \t\r\n]*/y, source, at) ?? at)),
  step: (source, at, unit) =>
    isBlank(unit) && matchEnd(/[ \t]*\r?\n/y, source, at) !== null ? at : plain.step(source, at, unit),
};

const styles: ReadonlyMap<string, Style> = new Map([
  ['QUOTE_SINGLE', singleQuoted],
  ['QUOTE_DOUBLE', doubleQuoted],
  ['BLOCK_LITERAL', block],
  ['BLOCK_FOLDED', block],
]);

const isBlank = (unit: string): boolean => unit === ' ' || unit === '\t' || unit === '\n';

/** One line end is folded into a blank, several into one less; null where there is none. */
function foldEnd(source: string, at: number): number | null {
  const ends = matchEnd(/[ \t]*(?:\r?\n[ \t]*){1,2}/y, source, at);
  if (ends === null) return null;
  const isLast = matchEnd(/\r?\n/y, source, ends) === null;
  return isLast ? ends : matchEnd(/[ \t]*\r?\n[ \t]*/y, source, at);
}

function matchEnd(pattern: RegExp, source: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : null;
}
