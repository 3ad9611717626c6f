/** Time as the playground has it; a test may hold it still. */
export interface Clock {
  now(): Date;
  /** Calls once after a delay; the answer takes it back. */
  after(delayMs: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => new Date(),
  after(delayMs, call) {
    const timer = setTimeout(call, delayMs);
    return () => clearTimeout(timer);
  },
};
