import { printable, textWidth } from './text-width.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** The column is narrowed down to here where there is no room; without it, not at all. */
  readonly minWidth?: number;
}

const gap = '  ';

/**
 * Rows under titles, as wide as they need to be and no wider than `width`: for that the widest of the columns that may
 * be are narrowed, and what does not fit goes on in the next line of its cell.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const cells = [columns.map(({ title }) => title), ...rows].map((row) => row.map(printable));
  const widths = fit(columns, cells, width);
  return cells.map((row) => lines(columns, row, widths)).join('');
}

function fit(columns: readonly Column[], cells: readonly (readonly string[])[], width: number): number[] {
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => textWidth(row[index] ?? ''))));
  const least = columns.map(({ minWidth = Number.POSITIVE_INFINITY }, index) =>
    Math.min(minWidth, widths[index] ?? 0),
  );
  const room = width - gap.length * (columns.length - 1);
  for (let excess = sum(widths) - room; excess > 0; excess -= 1) {
    const shrinkable = widths.map((each, index) => (each > (least[index] ?? 0) ? each : 0));
    const widest = shrinkable.indexOf(Math.max(...shrinkable));
    if (shrinkable[widest] === 0) break;
    widths[widest] = (widths[widest] ?? 1) - 1;
  }
  return widths;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

function lines(columns: readonly Column[], row: readonly string[], widths: readonly number[]): string {
  const wrapped = row.map((cell, index) => wrap(cell, widths[index] ?? 1));
  const height = Math.max(...wrapped.map((cell) => cell.length));
  return Array.from({ length: height }, (_, line) => {
    const padded = wrapped.map((cell, index) =>
      pad(cell[line] ?? '', widths[index] ?? 1, columns[index]?.align),
    );
    return `${padded.join(gap).trimEnd()}\n`;
  }).join('');
}

function pad(text: string, width: number, align: Column['align']): string {
  const blanks = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'right' ? blanks + text : text + blanks;
}

/** Breaks at blanks, and within a word only where it is wider than a whole line. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(width, 2)));
}

function wrapLine(line: string, width: number): string[] {
  const done: string[] = [];
  let current = '';
  for (const word of line.split(' ').flatMap((each) => pieces(each, width))) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (textWidth(longer) <= width) current = longer;
    else {
      done.push(current);
      current = word;
    }
  }
  return [...done, current];
}

function pieces(word: string, width: number): string[] {
  if (textWidth(word) <= width) return [word];
  const found: string[] = [];
  let piece = '';
  for (const character of word) {
    if (textWidth(piece + character) > width) {
      found.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...found, piece];
}
