import { settled } from '../domain/settled.ts';

/** One thing at a time in a modal: what comes meanwhile waits, and the same thing again is left out. */
export interface OneByOne {
  /**
   * Resolves when the work is done, at once where the same is being done or waits already. What the work throws, it
   * throws.
   *
   * @param place the modal
   * @param what the button
   */
  run(place: string, what: string, work: () => Promise<void>): Promise<void>;
  /**
   * For an input that tells of every letter: takes the place of what waits for the same input, so that the last letter is
   * never left out and those before it cost nothing. Resolves when the work that was done instead is done.
   */
  runLatest(place: string, what: string, work: () => Promise<void>): Promise<void>;
  /** Resolves when all that is being done or waits there now has come to its end, good or bad. */
  settled(place: string): Promise<void>;
}

/** An impatient person presses several buttons; more than these wait for nothing. */
const maxWaiting = 10;

type Work = () => Promise<void>;

/** Of an input; its work is the newest one until it begins. */
interface Latest {
  work: Work;
  done: Promise<void>;
}

export function oneByOne(): OneByOne {
  const places = new Map<string, Map<string | symbol, Promise<void>>>();
  const latest = new Map<string, Latest>();

  async function enqueue(place: string, key: string | symbol, work: Work): Promise<void> {
    const waiting = places.get(place) ?? new Map<string | symbol, Promise<void>>();
    places.set(place, waiting);
    const before = [...waiting.values()].at(-1) ?? Promise.resolve();
    // What went wrong before was told to whoever asked for it.
    const done = before.then(work, work);
    waiting.set(key, done);
    try {
      await done;
    } finally {
      waiting.delete(key);
      if (waiting.size === 0) places.delete(place);
    }
  }

  return {
    async settled(place) {
      const last = [...(places.get(place)?.values() ?? [])].at(-1);
      // What goes wrong is told to whoever asked for it.
      if (last !== undefined) await settled(last);
    },

    async run(place, what, work) {
      const waiting = places.get(place);
      if (waiting?.has(what) === true || (waiting?.size ?? 0) >= maxWaiting) return;
      await enqueue(place, what, work);
    },

    // Bounded by the inputs of a modal: each has one that waits.
    async runLatest(place, what, work) {
      const input = JSON.stringify([place, what]);
      const known = latest.get(input);
      if (known !== undefined) {
        known.work = work;
        await known.done;
        return;
      }
      const entry: Latest = { work, done: Promise.resolve() };
      latest.set(input, entry);
      entry.done = enqueue(place, Symbol(what), () => {
        latest.delete(input);
        return entry.work();
      });
      await entry.done;
    },
  };
}
