import { isTold } from '../domain/errors.ts';
import type { RunError } from '../domain/run.ts';

/** What a person, or a program that reads JSON, is told of an error. */
export function toldError(error: unknown): RunError {
  if (isTold(error)) return { code: error.code, message: error.message };
  const what =
    error instanceof Error ? `${error.name}: ${error.message}` : 'something that is no error was thrown';
  return { code: 'internal_error', message: `This is a fault of Crosswalk's own: ${what}` };
}
