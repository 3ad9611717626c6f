import { UserError } from '../domain/errors.ts';

/** Both count from 1. */
export interface SourcePlace {
  readonly line: number;
  readonly column: number;
}

/** Something wrong in a file that somebody wrote. */
export interface FileProblem extends SourcePlace {
  readonly message: string;
}

/** More at once help nobody. */
const maxProblemsShown = 50;

/** All problems of a file, each on a line of its own that names file, line and column; in the order of the file. */
export function fileError(file: string, problems: readonly FileProblem[]): UserError {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  const lines = [...new Set(sorted.map(lineOf(file)))];
  const more = lines.length - maxProblemsShown;
  return new UserError(
    [...lines.slice(0, maxProblemsShown), ...(more > 0 ? [`… and ${more} more.`] : [])].join('\n'),
    {
      code: 'invalid_file',
    },
  );
}

/** `jobs.yml:12:15: what is wrong` */
export function lineOf(file: string): (problem: FileProblem) => string {
  return ({ line, column, message }) => `${file}:${line}:${column}: ${message}`;
}
