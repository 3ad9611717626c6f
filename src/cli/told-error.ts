import { kindOf } from '../domain/error-report.ts';
import { isTold } from '../domain/errors.ts';
import type { RunError } from '../domain/run.ts';

/** What a person, or a program that reads JSON, is told of an error. */
export function toldError(error: unknown): RunError {
  if (isTold(error)) return { code: error.code, message: error.message };
  return { code: 'internal_error', message: faultOfOurs(kindOf(error)) };
}

/** @param what holds no message of an error that was not written for people: it may quote a row */
export function faultOfOurs(what: string): string {
  return `This is a fault of Crosswalk's own: ${what}`;
}
