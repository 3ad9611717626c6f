import { environmentVariable } from '../config.ts';
import { printable } from './text-width.ts';

/** Of a terminal that does not say. */
const usualWidth = 80;
/** Less than this no table fits into. */
const leastWidth = 40;

/** What a command was asked for: on standard output. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** The one JSON document that `--json` promises. */
export function printJson(document: unknown): void {
  print(JSON.stringify(document));
}

/** Everything else: on standard error. */
export function say(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}

/**
 * Columns that a table may take: those that COLUMNS names or the terminal has. A pipe has no end: who reads it, often a
 * program, wants each row on a line.
 */
export function outputWidth(): number {
  return widthOf(process.stdout, environmentVariable('COLUMNS'));
}

export function widthOf(
  { isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number },
  named: string | undefined,
): number {
  if (named !== undefined && /^[1-9]\d{0,3}$/.test(named)) return Math.max(Number(named), leastWidth);
  if (isTTY !== true) return Number.POSITIVE_INFINITY;
  return Math.max(columns ?? usualWidth, leastWidth);
}
