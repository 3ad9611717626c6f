import { kindOf } from '../domain/error-report.ts';
import { FatalError, RecordError, RetryableError, UserError } from '../domain/errors.ts';
import { RunStopped } from './run-stopped.ts';
import { stopReasons } from '../domain/run.ts';

/**
 * An error on its way between threads. A message port clones errors as plain ones, without class and code, and
 * these are what tells what happens next.
 */
export interface CarriedError {
  readonly kind: 'UserError' | 'RetryableError' | 'RecordError' | 'FatalError' | 'RunStopped' | 'bug';
  readonly message: string;
  readonly code: string;
  readonly position: number | undefined;
  readonly path: readonly (string | number)[] | undefined;
  readonly retryAfterMs: number | undefined;
  readonly stack: string | undefined;
}

export function carryError(error: unknown): CarriedError {
  const nothing = { code: '', position: undefined, path: undefined, retryAfterMs: undefined };
  if (!(error instanceof Error)) return { ...nothing, kind: 'bug', message: String(error), stack: undefined };
  const { message, stack } = error;
  if (error instanceof UserError) {
    const { code, position, path } = error;
    return { ...nothing, kind: 'UserError', message, code, position, path, stack };
  }
  if (error instanceof RetryableError) {
    const { code, retryAfterMs } = error;
    return { ...nothing, kind: 'RetryableError', message, code, retryAfterMs, stack };
  }
  if (error instanceof RecordError)
    return { ...nothing, kind: 'RecordError', message, code: error.code, stack };
  if (error instanceof FatalError)
    return { ...nothing, kind: 'FatalError', message, code: error.code, stack };
  if (error instanceof RunStopped)
    return { ...nothing, kind: 'RunStopped', message, code: error.reason, stack };
  return { ...nothing, kind: 'bug', message, code: kindOf(error).replaceAll(' ', ':'), stack };
}

/** The error again, with the stack of where it was thrown. */
export function errorOf(carried: CarriedError): Error {
  const error = makers[carried.kind](carried);
  if (carried.stack !== undefined) error.stack = carried.stack;
  return error;
}

const makers: Readonly<Record<CarriedError['kind'], (carried: CarriedError) => Error>> = {
  UserError: ({ message, code, position, path }) =>
    new UserError(message, {
      code,
      ...(position === undefined ? {} : { position }),
      ...(path === undefined ? {} : { path }),
    }),
  RetryableError: ({ message, code, retryAfterMs }) =>
    new RetryableError(message, { code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }),
  RecordError: ({ message, code }) => new RecordError(message, { code }),
  FatalError: ({ message, code }) => new FatalError(message, { code }),
  RunStopped: ({ code }) => new RunStopped(stopReasons.find((reason) => reason === code) ?? 'shutdown'),
  // Of a bug the log has class and code, but not its message.
  bug: ({ message, code }) => Object.assign(new Error(message), { code }),
};
