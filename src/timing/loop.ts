import type { Log } from '../log.ts';
import type { Timers } from './timers.ts';

/** Something that is done again and again, never twice at a time. */
export interface Loop {
  /** Works now, without waiting for the timer; where it is at work, once more when that is done. */
  readonly wake: () => void;
  /** No more after this. Resolves when the work that has begun is done. */
  readonly stop: () => Promise<void>;
}

/** How long after an error (the database cannot be reached) it is tried again. */
const retryMs = 10_000;

/**
 * Starts at once. `work` returns how many milliseconds to wait until it is done again by itself; an error is
 * logged, and it goes on.
 */
export function startLoop(
  name: string,
  work: () => Promise<number>,
  { timers, log }: { readonly timers: Timers; readonly log: Log },
): Loop {
  const state = { isStopped: false, isAskedAgain: false };
  let turn: Promise<void> | null = null;
  let callOff: (() => void) | null = null;

  async function workOnce(): Promise<number> {
    try {
      return await work();
    } catch (error) {
      log.error({ err: error }, `${name}: failed, and is tried again in ${retryMs / 1000} seconds`);
      return retryMs;
    }
  }

  async function takeTurn(): Promise<void> {
    let delayMs = retryMs;
    do {
      state.isAskedAgain = false;
      delayMs = await workOnce();
    } while (state.isAskedAgain && !state.isStopped);
    turn = null;
    if (!state.isStopped) callOff = timers.after(delayMs, wake);
  }

  function wake(): void {
    if (state.isStopped) return;
    if (turn !== null) {
      state.isAskedAgain = true;
      return;
    }
    callOff?.();
    turn = takeTurn();
  }

  wake();
  return {
    wake,
    async stop() {
      state.isStopped = true;
      callOff?.();
      await turn;
    },
  };
}
