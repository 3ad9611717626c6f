import { randomBytes } from 'node:crypto';
import { isTold } from '../domain/errors.ts';
import type { RunError } from '../domain/run.ts';

/** A short id that joins what a person is told to a line in the log. */
export function newIncident(): string {
  return randomBytes(4).toString('hex');
}

/** What people are told about a run that an error interrupted twice. The log has the error under `incident`. */
export function crash(error: unknown, incident: string): RunError {
  return {
    code: codeOf(error),
    message:
      `The run was interrupted by an error, resumed once, and interrupted again: ${reasonOf(error)}. The log has ` +
      `the details under ${incident}. Start the run again; if it ends like this again, report it with that id.`,
  };
}

const codeOf = (error: unknown): string => (isTold(error) ? error.code : 'run_crashed');

/** An error that is not written for people may hold a row's values: only its kind is told. */
function reasonOf(error: unknown): string {
  if (isTold(error)) return error.message.replace(/\.$/, '');
  if (!(error instanceof Error)) return 'something that is no error was thrown';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return knownCodes[code] ?? `${error.name} ${code}`.trim();
}

const knownCodes: Readonly<Record<string, string>> = {
  ERR_WORKER_OUT_OF_MEMORY: 'its worker thread ran out of memory',
  ENOSPC: 'the disk is full',
};
