import { reportOf } from '../domain/error-report.ts';
import { FatalError, isTold } from '../domain/errors.ts';
import type { RunError } from '../domain/run.ts';
import { exitStatus } from './exit-status.ts';
import { printJson, say } from './output.ts';
import { faultOfOurs, toldError } from './told-error.ts';

/** What `--json` prints where a command fails; null where no JSON was asked for. */
export type FailureDocument = ((error: RunError) => unknown) | null;

/**
 * From here on this process does not end in silence: an error that nobody caught, and an end before there was an
 * answer (nothing is left to wait for, which is a fault of a library or ours), are told, and the exit status is 1.
 *
 * @returns to be called when the answer is there
 */
export function endLoudly(document: FailureDocument): () => void {
  let isAnswered = false;
  const end = (error: unknown): never => {
    tellError(error, isAnswered ? null : document);
    process.exit(exitStatus.failed);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
  process.once('beforeExit', () => {
    if (!isAnswered)
      end(
        new FatalError(faultOfOurs('the command came to its end without an answer'), {
          code: 'internal_error',
        }),
      );
  });
  return () => {
    isAnswered = true;
  };
}

/** The one way in which a command says that it failed. */
export function tellError(error: unknown, document: FailureDocument): void {
  const told = toldError(error);
  if (document !== null) printJson(document(told));
  say(told.message);
  if (!isTold(error) && error instanceof Error) say(reportOf(error).stack ?? '');
}
