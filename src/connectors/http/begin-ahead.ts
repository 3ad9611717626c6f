import { awaitedLater } from '../../domain/awaited-later.ts';
import { childOf } from './child-signal.ts';

export interface BegunAhead<T> {
  readonly result: Promise<T>;
  /** Ends it, if it still goes on. */
  abort(): void;
}

/** Starts what will be wanted next while something else is worked on. */
export function beginAhead<T>(task: (signal: AbortSignal) => Promise<T>, parent: AbortSignal): BegunAhead<T> {
  const { signal, abort } = childOf(parent);
  return { result: awaitedLater(task(signal)), abort };
}
