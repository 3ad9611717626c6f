/** How often one may call: a bucket of calls a caller, which fills up again as time goes by. */

export interface RateLimit {
  /** null where the call may go on; otherwise how many milliseconds to wait. */
  readonly take: (caller: string, now: Date) => number | null;
}

export interface CallRate {
  readonly perMinute: number;
  /** Calls at one moment. */
  readonly burst: number;
}

export interface RateLimitOptions extends CallRate {
  /** Callers that are remembered; of more, those go whose call was longest ago. */
  readonly maxCallers: number;
}

interface Bucket {
  readonly calls: number;
  readonly atMs: number;
}

export function createRateLimit({ perMinute, burst, maxCallers }: RateLimitOptions): RateLimit {
  const msACall = 60_000 / perMinute;
  /** In the order of their last call. */
  const buckets = new Map<string, Bucket>();
  return {
    take(caller, now) {
      const nowMs = now.getTime();
      const { calls, atMs } = buckets.get(caller) ?? { calls: burst, atMs: nowMs };
      // A clock that was set back fills nothing.
      const filled = Math.min(burst, calls + Math.max(nowMs - atMs, 0) / msACall);
      const isAllowed = filled >= 1;
      buckets.delete(caller);
      buckets.set(caller, { calls: isAllowed ? filled - 1 : filled, atMs: nowMs });
      const [oldest] = buckets.keys();
      if (buckets.size > maxCallers && oldest !== undefined) buckets.delete(oldest);
      return isAllowed ? null : (1 - filled) * msACall;
    },
  };
}
