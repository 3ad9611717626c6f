import type { Clock } from '../clock.ts';

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** One bucket a method and a channel; the least used are forgotten. */
const maxBuckets = 10_000;
const minuteMs = 60_000;

/**
 * So many calls a minute, after as many at once: Slack promises the rate ("50+ per minute") and bears bursts.
 */
export class RateLimits {
  private readonly buckets = new Map<string, Bucket>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Seconds to wait, or null where the call may go on. */
  take(key: string, perMinute: number, burst: number): number | null {
    const now = this.clock.now().getTime();
    const known = this.buckets.get(key) ?? { tokens: burst, filledAt: now };
    const filled = ((now - known.filledAt) / minuteMs) * perMinute;
    const tokens = Math.min(burst, known.tokens + filled);
    const isAllowed = tokens >= 1;
    this.buckets.delete(key);
    this.buckets.set(key, { tokens: isAllowed ? tokens - 1 : tokens, filledAt: now });
    const [oldest] = this.buckets.keys();
    if (this.buckets.size > maxBuckets && oldest !== undefined) this.buckets.delete(oldest);
    return isAllowed ? null : Math.max(1, Math.ceil(((1 - tokens) / perMinute) * 60));
  }
}
