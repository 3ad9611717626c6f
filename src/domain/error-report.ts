import { isTold, RecordError } from './errors.ts';

/** An error as a log may have it. */
export interface ErrorReport {
  readonly type: string;
  readonly code?: string;
  /** Of errors that were written for people alone: any other message may quote a row. */
  readonly message?: string;
  /** Where it was thrown, a frame a line. */
  readonly stack?: string;
  readonly cause?: ErrorReport;
  readonly errors?: readonly ErrorReport[];
}

const maxDepth = 4;
const maxErrors = 10;
const maxFrames = 30;
/** `    at load (file:///app/dist/src/hub/load.js:38:33)`, and the same without a name. */
const frame =
  /^ {4}at (?:[\w$.<>[\] #]{1,200} \()?(?:async )?(?:file:\/\/|node:|\/|[A-Za-z]:\\)[^()\n]{1,500}:\d+(?::\d+)?\)?$/;

/**
 * What is known of an error without what it was about: a database quotes the value that it refused, a parser the text
 * that it could not read, and a library hangs the whole statement with its parameters on it.
 */
export function reportOf(error: unknown, depth = 1): ErrorReport {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = codeOf(error);
  const stack = framesOf(error);
  const cause = depth < maxDepth ? causeOf(error) : undefined;
  return {
    type: nameOf(error),
    ...(code === undefined ? {} : { code }),
    ...(isTold(error) ? { message: error.message } : {}),
    ...(stack === '' ? {} : { stack }),
    ...(cause === undefined ? {} : { cause: reportOf(cause, depth + 1) }),
    ...(error instanceof AggregateError && depth < maxDepth
      ? { errors: error.errors.slice(0, maxErrors).map((each) => reportOf(each, depth + 1)) }
      : {}),
  };
}

/** Its class and its code, or that of its cause, for a sentence. */
export function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error was thrown';
  const { type, code, cause } = reportOf(error, maxDepth - 1);
  return `${type} ${code ?? cause?.code ?? ''}`.trim();
}

/** Names and codes are words of a program; what is none of them may be anything. */
const word = /^[\w$.:-]{1,100}$/;

function nameOf(error: Error): string {
  return word.test(error.name) ? error.name : 'Error';
}

function codeOf(error: Error): string | undefined {
  const told = isTold(error) || error instanceof RecordError;
  const code: unknown = 'code' in error ? error.code : undefined;
  const text = typeof code === 'number' ? String(code) : code;
  return typeof text === 'string' && (told || word.test(text)) ? text : undefined;
}

/** Sequelize keeps the driver's error as `parent`, and its code there. */
function causeOf(error: Error): unknown {
  if (error.cause !== undefined) return error.cause;
  return 'parent' in error && error.parent instanceof Error ? error.parent : undefined;
}

function framesOf({ stack = '', message }: Error): string {
  const after = message === '' ? -1 : stack.lastIndexOf(message);
  const lines = stack.slice(after === -1 ? 0 : after + message.length).split('\n');
  return lines
    .filter((line) => frame.test(line))
    .slice(0, maxFrames)
    .join('\n');
}
