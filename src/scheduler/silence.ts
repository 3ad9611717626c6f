/** Whose run is not heard of any more, by what this process sees itself: clocks of other machines mean nothing here. */
import type { Run } from '../domain/run.ts';

/**
 * A process elsewhere that writes nothing for this long while it is looked at is taken for dead: it writes a heartbeat
 * every five seconds, and gives its run up when it has written none for 35.
 */
export const silenceLimitMs = 38_000;

/**
 * Between two looks, which are 10 seconds apart: who could not look for longer (the database was away, for the others
 * too) does not know who was silent meanwhile.
 */
const longestGapMs = 20_000;

export interface Silence {
  /**
   * Takes note of what the runs say, and tells which of them have said the very same for too long.
   *
   * @returns their ids
   */
  hear(runs: readonly Run[], look: Look): ReadonlySet<string>;
}

/** By this machine's own count. */
interface Look {
  /** When the runs were asked for. */
  readonly askedMs: number;
  /** When they were there. */
  readonly seenMs: number;
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
  let lastSeenMs = Number.NEGATIVE_INFINITY;
  return {
    hear(runs, { askedMs, seenMs }) {
      const isGap = seenMs - lastSeenMs > longestGapMs;
      lastSeenMs = seenMs;
      const now = new Map<string, Heard>();
      for (const run of runs) {
        const words = wordsOf(run);
        const before = heard.get(run.id);
        now.set(run.id, before?.words === words && !isGap ? before : { words, sinceMs: seenMs });
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
