/** Whose run is not heard of any more, by what this process sees itself: clocks of other machines mean nothing here. */
import type { Run } from '../domain/run.ts';

/**
 * A process elsewhere that writes nothing for this long while it is looked at is taken for dead: it writes a heartbeat
 * every five seconds, and gives its run up when it could write none for 35.
 */
export const silenceLimitMs = 38_000;

export interface Silence {
  /**
   * Takes note of what the runs say, and tells which of them have said the very same for too long.
   *
   * @param asked when the runs were asked for, and `seen` when they were there, both by this machine's own count
   * @returns their ids
   */
  hear(
    runs: readonly Run[],
    moment: { readonly askedMs: number; readonly seenMs: number },
  ): ReadonlySet<string>;
}

interface Heard {
  readonly words: string;
  readonly sinceMs: number;
}

/**
 * A heartbeat is a mark that changes, and not a time that is compared: the clock of who wrote it may be a day ahead or
 * behind. So nothing is taken over at the first look.
 */
export function createSilence(): Silence {
  let heard: ReadonlyMap<string, Heard> = new Map();
  return {
    hear(runs, { askedMs, seenMs }) {
      const now = new Map<string, Heard>();
      for (const run of runs) {
        const words = wordsOf(run);
        const before = heard.get(run.id);
        now.set(run.id, before?.words === words ? before : { words, sinceMs: seenMs });
      }
      heard = now;
      return new Set(
        [...now].flatMap(([id, { sinceMs }]) => (askedMs - sinceMs >= silenceLimitMs ? [id] : [])),
      );
    },
  };
}

/** Of another owner or attempt the silence begins anew. */
function wordsOf({ owner, attempt, heartbeatAt }: Run): string {
  return JSON.stringify([owner, attempt, heartbeatAt]);
}
