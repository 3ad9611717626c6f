import { printable } from './text-width.ts';

/** A table is readable on any terminal; wider ones are used up to here. */
const defaultWidth = 80;
const maxWidth = 160;

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

export function outputWidth(): number {
  return Math.min(process.stdout.columns ?? defaultWidth, maxWidth);
}
