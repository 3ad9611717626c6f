/**
 * The four kinds of trouble, told apart by what happens next. Anything else that is thrown is a bug and is
 * allowed to fail loudly.
 */

/** Something the person can mend. The message is shown as it is: what happened, where, and what to do. */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** A stable, machine-readable word such as `unknown_field`. */
  readonly code: string;
  /** Zero-based offset into the text that was wrong, where there is one. */
  readonly position: number | undefined;
  /** Where in the input the trouble is (`['auth', 'clientId']`), so that a door can point at it. */
  readonly path: readonly (string | number)[] | undefined;
  /** Id of what stands in the way, so that a door can link to it. */
  readonly about: string | undefined;
  /** What else is wrong with the same input, so that a door can say it all at once. */
  readonly others: readonly UserError[];

  constructor(
    message: string,
    options: {
      code?: string;
      position?: number;
      path?: readonly (string | number)[];
      about?: string;
      others?: readonly UserError[];
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = options.code ?? 'invalid_input';
    this.position = options.position;
    this.path = options.path;
    this.about = options.about;
    this.others = options.others ?? [];
  }
}

/** Trouble that passes: try again, no sooner than `retryAfterMs`. */
export class RetryableError extends Error {
  override readonly name = 'RetryableError';
  readonly code: string;
  /** The wait the service asked for, in milliseconds; undefined where it named none. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { code?: string; retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = options.code ?? 'temporarily_unavailable';
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** One row cannot be stored. The run goes on; the row is rejected with this reason. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
  readonly code: string;

  constructor(message: string, options: { code?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = options.code ?? 'invalid_record';
  }
}

/** The run stops and the job's owner is told. Trying again without a change would end the same way. */
export class FatalError extends Error {
  override readonly name = 'FatalError';
  readonly code: string;

  constructor(message: string, options: { code?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = options.code ?? 'fatal';
  }
}

/** Its message was written for whoever asked, and is all there is to say. A RecordError is told with its row only. */
export type ToldError = UserError | RetryableError | FatalError;

const told = [UserError, RetryableError, FatalError];

/** Whether an error that ended something is to be told; anything else is a bug. */
export function isTold(error: unknown): error is ToldError {
  return told.some((kind) => error instanceof kind);
}
