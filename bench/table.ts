import type { Figure } from './figure.ts';

const headings = ['', 'what', 'measured', 'against', 'ratio', 'goal', ''] as const;
const numeric = new Set([4]);

/** The figures as text, columns in line. */
export function tableOf(figures: readonly Figure[]): string {
  const cells = figures.map(({ part, what, measured, against, ratio, goal }) => [
    part,
    what,
    measured,
    against,
    ratio === null ? '' : ratio.toFixed(2),
    goal?.text ?? '',
    goal === null ? '' : goal.isMet ? 'met' : 'missed',
  ]);
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return numeric.has(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(headings), rule, ...cells.map(line)].join('\n');
}
