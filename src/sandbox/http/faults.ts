/** What goes wrong on request: each fault hits the next requests that it is meant for. */

/** What goes wrong on the way, whoever answers. */
export type TransportFault =
  /** The connection is reset before anything is done. */
  | 'reset'
  /** All is done, but the answer ends before it is complete. */
  | 'truncated'
  /** The answer takes its time. */
  | 'slow'
  /** No answer ever comes. */
  | 'silent'
  /** Half of the answer comes, then nothing. */
  | 'stalled';

/** @typeParam Kind what else can go wrong with the service. */
export interface FaultOf<Kind extends string> {
  readonly kind: Kind | TransportFault;
  /** Requests that go well first. Default 0. */
  readonly after?: number;
  /** How many are hit then. Default 1. */
  readonly times?: number;
  /** Only requests of this verb, or whose address (with its query) fits. */
  readonly match?: { readonly method?: string; readonly path?: RegExp };
  /** Of those that have the header Retry-After: seconds or a date, as it is sent. */
  readonly retryAfter?: number | string;
  /** Of 'slow'. Default 50. */
  readonly delayMs?: number;
  /**
   * Of 'truncated', how the answer is framed: it names its whole length or comes in chunks and the connection
   * ends early, or ('complete') the frame is whole and only what is in it was cut. Default 'content-length'.
   */
  readonly framing?: 'content-length' | 'chunked' | 'complete';
}

export interface FaultedRequest {
  readonly method: string;
  /** With the query. */
  readonly url: string;
  readonly isLogin: boolean;
}

export interface Faults<Fault, Request> {
  add(fault: Fault): void;
  /** The fault that this request meets, or null. Called once for each request. */
  take(request: Request): Fault | null;
  clear(): void;
}

interface Pending<Fault> {
  readonly fault: Fault;
  after: number;
  times: number;
}

/** @param fits what else a request must be for a fault of this kind. */
export function createFaults<Fault extends FaultOf<string>, Request extends FaultedRequest>(
  fits: (fault: Fault, request: Request) => boolean = () => true,
): Faults<Fault, Request> {
  let pending: Pending<Fault>[] = [];
  const isMeant = (fault: Fault, request: Request): boolean =>
    matches(fault, request) && fits(fault, request);
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

function matches({ match }: FaultOf<string>, { method, url, isLogin }: FaultedRequest): boolean {
  const fitsPath = match?.path?.test(url) ?? true;
  const fitsMethod = match?.method === undefined || match.method.toUpperCase() === method;
  // Logins are left alone unless their address is meant.
  return fitsPath && fitsMethod && (!isLogin || match?.path !== undefined);
}
