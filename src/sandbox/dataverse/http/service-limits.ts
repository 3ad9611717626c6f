import { ApiError } from './api-error.ts';

/** What one user may ask of the service: Microsoft's service protection limits. */
export interface ServiceLimits {
  /** Requests in five minutes. */
  requests: number;
  /** Requests at once. */
  concurrent: number;
}

const windowMs = 300_000;

/** Counts requests over the last five minutes and at this moment. */
export class ServiceProtection {
  readonly limits: ServiceLimits;
  private readonly now: () => number;
  private times: number[] = [];
  private running = 0;

  constructor(limits: ServiceLimits, now: () => number) {
    this.limits = limits;
    this.now = now;
  }

  get remaining(): number {
    return Math.max(0, this.limits.requests - this.times.length);
  }

  /** @throws ApiError where it is one too many. Whoever begins also ends. */
  begin(): void {
    const nowMs = this.now();
    const first = this.times.findIndex((time) => time > nowMs - windowMs);
    this.times = first < 0 ? [] : this.times.slice(first);
    const [oldest = nowMs] = this.times;
    if (this.times.length >= this.limits.requests)
      throw requestLimit(Math.ceil((oldest + windowMs - nowMs) / 1000), this.limits.requests);
    if (this.running >= this.limits.concurrent) throw concurrentLimit(1, this.limits.concurrent);
    this.times.push(nowMs);
    this.running += 1;
  }

  end(): void {
    this.running -= 1;
  }
}

export const defaultLimits: Readonly<ServiceLimits> = { requests: 6_000, concurrent: 52 };

export function requestLimit(wait: number | string, limit = defaultLimits.requests): ApiError {
  const said = `Number of requests exceeded the limit of ${limit} over time window of 300 seconds.`;
  return new ApiError(429, '0x80072322', said, wait);
}

export function executionTimeLimit(wait: number | string): ApiError {
  return new ApiError(
    429,
    '0x80072321',
    'Combined execution time of incoming requests exceeded limit of 1,200,000 milliseconds over time window of 300 seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later.',
    wait,
  );
}

export function concurrentLimit(wait: number | string, limit = defaultLimits.concurrent): ApiError {
  return new ApiError(
    429,
    '0x80072326',
    `Number of concurrent requests exceeded the limit of ${limit}.`,
    wait,
  );
}
