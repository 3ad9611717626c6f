/** What waiting is done with. Tests give one that they move by hand. */
export interface Timers {
  /** Calls once after a delay. Returns what calls it off. */
  after(delayMs: number, call: () => void): () => void;
  /** Milliseconds since some moment in the past; goes on evenly, whatever the clock is set to. */
  elapsedMs(): number;
}

/** 24.8 days. Node fires a timer that is longer at once: its delay is a signed number of 32 bits. */
export const longestTimerMs = 2 ** 31 - 1;

export const systemTimers: Timers = {
  after(delayMs, call) {
    const timer = setTimeout(call, Math.min(Math.max(delayMs, 0), longestTimerMs));
    return () => {
      clearTimeout(timer);
    };
  },
  elapsedMs: () => performance.now(),
};
