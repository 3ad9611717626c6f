import type { Score } from './score.ts';

export interface Column {
  /** Who answered. */
  readonly name: string;
  readonly scores: readonly Score[];
}

const kindWidth = 16;
const columnWidth = 34;

/** A table by kind, a column for each that answered; and what was wrong, where that is asked for. */
export function printScores(file: string, columns: readonly Column[], showsWrong: boolean): void {
  const names = columns.map(({ name }) => name.padEnd(columnWidth)).join('');
  console.log(
    `\n${(file.split('/').at(-1) ?? file).padEnd(kindWidth + 2)}${columns.length > 1 ? `\n${' '.repeat(kindWidth + 3)}${names}` : ''}`.trimEnd(),
  );
  const kinds = [...new Set(columns.flatMap(({ scores }) => scores.map(({ kind }) => kind)))].sort();
  for (const kind of [...kinds, 'all']) {
    const cells = columns.map(({ scores }) => cellOf(scores, kind).padEnd(columnWidth));
    console.log(`  ${kind.padEnd(kindWidth)} ${cells.join('')}`.trimEnd());
  }
  if (!showsWrong) return;
  for (const { name, scores } of columns) {
    if (columns.length > 1) console.log(`  ${name}:`);
    for (const { right, of, id, ask, wanted, got, isUnsafe } of scores) {
      if (right < of)
        console.log(`  ${isUnsafe ? '!!' : '- '} ${id} ${ask}\n       want ${wanted}\n       got  ${got}`);
    }
  }
}

function cellOf(scores: readonly Score[], kind: string): string {
  const these = scores.filter((score) => kind === 'all' || score.kind === kind);
  const right = these.reduce((sum, each) => sum + each.right, 0);
  const unsafe = these.filter(({ isUnsafe }) => isUnsafe).length;
  const share = these.length === 0 ? 0 : (100 * right) / these.length;
  const note = unsafe === 0 ? '' : `   ${unsafe} unsafe`;
  return `${String(right).padStart(4)} of ${String(these.length).padStart(4)}  ${share.toFixed(1).padStart(5)} %${note}`;
}
