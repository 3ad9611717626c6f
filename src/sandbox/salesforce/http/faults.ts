/** What goes wrong on request: each fault hits the next data requests that it is meant for. */

export type FaultKind =
  /** 429 with Retry-After. */
  | 'too many requests'
  /** 503. */
  | 'unavailable'
  /** The connection is reset before anything is done. */
  | 'reset'
  /** All is done, but the answer ends before it is complete. */
  | 'truncated'
  /** The session that came with the request ends, and the request is refused for it. */
  | 'expired session'
  /** The org's requests of the day are used up. */
  | 'daily limit'
  /** The org's bulk queries of the day are used up: meant for the creation of one. */
  | 'daily bulk limit'
  /** Too many requests at the same time. */
  | 'concurrent limit'
  /** The answer takes its time. */
  | 'slow'
  /** No answer ever comes. */
  | 'silent'
  /** Half of the answer comes, then nothing. */
  | 'stalled'
  /** A proxy's HTML page, 502. */
  | 'bad gateway'
  /** The bulk job that is created ends Failed. */
  | 'bulk job failed'
  /** The bulk job that is created takes `polls` looks longer. */
  | 'bulk job slow';

export interface Fault {
  readonly kind: FaultKind;
  /** Requests that go well first. Default 0. */
  readonly after?: number;
  /** How many are hit then. Default 1. */
  readonly times?: number;
  /** Only requests of this verb, or whose address (with its query) fits. */
  readonly match?: { readonly method?: string; readonly path?: RegExp };
  /** Of 'too many requests' and 'unavailable': seconds or a date, as the header has it. Default 1 and none. */
  readonly retryAfter?: number | string;
  /** Of 'slow'. Default 50. */
  readonly delayMs?: number;
  /**
   * Of 'truncated', how the answer is framed: it names its whole length or comes in chunks and the connection
   * ends early, or ('complete') the frame is whole and only what is in it was cut. Default 'content-length'.
   */
  readonly framing?: 'content-length' | 'chunked' | 'complete';
  /** Of 'bulk job failed': what the job says. */
  readonly message?: string;
  /** Of 'bulk job slow'. Default 5. */
  readonly polls?: number;
}

export interface FaultedRequest {
  readonly method: string;
  /** With the query. */
  readonly url: string;
  readonly isLogin: boolean;
  readonly createsBulkJob: boolean;
}

export interface Faults {
  add(fault: Fault): void;
  /** The fault that this request meets, or null. Called once for each request. */
  take(request: FaultedRequest): Fault | null;
  clear(): void;
}

interface Pending {
  readonly fault: Fault;
  after: number;
  times: number;
}

export function createFaults(): Faults {
  let pending: Pending[] = [];
  return {
    add(fault) {
      pending.push({ fault, after: fault.after ?? 0, times: fault.times ?? 1 });
    },
    take(request) {
      const hit = pending.find((each) => each.after === 0 && isMeant(each.fault, request));
      if (hit === undefined) {
        // It goes well, so everything that waits for such a request is one nearer.
        for (const each of pending) if (each.after > 0 && isMeant(each.fault, request)) each.after -= 1;
        return null;
      }
      hit.times -= 1;
      pending = pending.filter((each) => each.times > 0);
      return hit.fault;
    },
    clear() {
      pending = [];
    },
  };
}

const jobKinds: ReadonlySet<FaultKind> = new Set(['bulk job failed', 'bulk job slow', 'daily bulk limit']);

function isMeant({ kind, match }: Fault, request: FaultedRequest): boolean {
  const fitsPath = match?.path?.test(request.url) ?? true;
  const fitsMethod = match?.method === undefined || match.method.toUpperCase() === request.method;
  if (!fitsPath || !fitsMethod) return false;
  // Logins are left alone unless their address is meant.
  if (request.isLogin) return match?.path !== undefined;
  return !jobKinds.has(kind) || request.createsBulkJob;
}
