/**
 * `npm run bench`: the figures of README, as one table. Every figure stands beside what it is held against,
 * measured in the same run, because a figure alone says more about the machine than about the program.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Figure } from './figure.ts';
import { inRows } from './figure.ts';
import { openMeasurements } from './measurements.ts';
import { partNames, parts } from './parts.ts';
import { tableOf } from './table.ts';

const usage = `usage: npm run bench -- [--rows N] [--runs N] [${partNames.join(' ')}]`;
const usualRows = 1_000_000;
const fewestRows = 1_000;
const usualRuns = 3_000;

const { values, positionals } = parseArgs({
  options: {
    rows: { type: 'string', default: String(usualRows) },
    runs: { type: 'string', default: String(usualRuns) },
  },
  allowPositionals: true,
});
const rows = Number(values.rows);
const runs = Number(values.runs);
const isCount = (count: number, least: number): boolean => Number.isSafeInteger(count) && count >= least;
const unknown = positionals.filter((name) => !partNames.some((each) => each === name));
if (unknown.length > 0 || !isCount(rows, fewestRows) || !isCount(runs, 1)) {
  console.error(
    `${usage}\nA part is one of ${partNames.join(', ')}; N is at least ${fewestRows} rows, and 1 run.`,
  );
  process.exitCode = 2;
} else {
  const chosen = partNames.filter((name) => positionals.length === 0 || positionals.includes(name));
  const measurements = await openMeasurements({ rows, runs, onStart: (what) => console.error(`… ${what}`) });
  try {
    const figures: Figure[] = [];
    for (const part of chosen) {
      for (const figure of await parts[part](measurements)) figures.push({ part, ...figure });
    }
    console.log(
      `${inRows(rows)} rows of 20 columns, Node ${process.version}, ${availableParallelism()} cores\n\n${tableOf(figures)}`,
    );
  } finally {
    await measurements.close();
  }
}
