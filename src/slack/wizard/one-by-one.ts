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
}

/** An impatient person presses several buttons; more than these wait for nothing. */
const maxWaiting = 10;

export function oneByOne(): OneByOne {
  const places = new Map<string, Map<string, Promise<void>>>();
  return {
    async run(place, what, work) {
      const waiting = places.get(place) ?? new Map<string, Promise<void>>();
      if (waiting.has(what) || waiting.size >= maxWaiting) return;
      places.set(place, waiting);
      const before = [...waiting.values()].at(-1) ?? Promise.resolve();
      // What went wrong before was told to whoever asked for it.
      const done = before.then(work, work);
      waiting.set(what, done);
      try {
        await done;
      } finally {
        waiting.delete(what);
        if (waiting.size === 0) places.delete(place);
      }
    },
  };
}
