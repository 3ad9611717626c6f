import { childOf } from './child-signal.ts';

export interface BegunAhead<T> {
  readonly result: Promise<T>;
  /** Ends it, if it still goes on. */
  abort(): void;
}

/** Starts what will be wanted next while something else is worked on. */
export function beginAhead<T>(task: (signal: AbortSignal) => Promise<T>, parent: AbortSignal): BegunAhead<T> {
  const { signal, abort } = childOf(parent);
  const result = task(signal);
  // Whoever awaits the result sees the error. Without this, one that comes before that would end the process.
  result.catch(() => undefined);
  return { result, abort };
}
