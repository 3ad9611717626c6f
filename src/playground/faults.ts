/** What goes wrong on request: each fault hits the next calls or deliveries that it is meant for. */

export type FaultKind =
  /** A Web API call is answered with 429 and Retry-After. */
  | 'too many requests'
  /** A Web API call is done, but its answer takes its time. */
  | 'slow'
  /** The connection of a Web API call is reset before anything is done. */
  | 'reset'
  /** The connection is reset after the call was done: the caller does not know. */
  | 'lost answer'
  /** A Web API call is answered with 503 and an HTML page. */
  | 'unavailable'
  /** The trigger of the next interaction has expired when it is used. */
  | 'expired trigger'
  /** A delivery is made twice, the second time as a retry, although it was acknowledged. */
  | 'redelivered'
  /** A delivery reaches the app, but its acknowledgement does not count: it is taken for timed out. */
  | 'lost acknowledgement'
  /** All Socket Mode connections are asked to reconnect, as Slack does every few hours. Happens at once. */
  | 'refresh'
  /** All Socket Mode connections are cut. Happens at once. */
  | 'disconnect';

export interface Fault {
  readonly kind: FaultKind;
  /** Calls or deliveries that go well first. Default 0. */
  readonly after?: number;
  /** How many are hit then. Default 1. */
  readonly times?: number;
  /** Only every n-th is hit: 3 leaves two alone each time. Default 1, all of them. */
  readonly every?: number;
  /** Only these Web API methods, or these kinds of delivery (`block_actions`, `message`, `slash_commands` …). */
  readonly of?: readonly string[];
  /** Of 'too many requests'; seconds. Default 1. */
  readonly retryAfter?: number;
  /** Of 'slow'; milliseconds by the playground's clock. Default 50. */
  readonly delayMs?: number;
}

/** Kinds that happen to a Web API call; the rest happens to a delivery or at once. */
export type CallFault = Extract<
  FaultKind,
  'too many requests' | 'slow' | 'reset' | 'lost answer' | 'unavailable'
>;

const callFaults: ReadonlySet<FaultKind> = new Set<CallFault>([
  'too many requests',
  'slow',
  'reset',
  'lost answer',
  'unavailable',
]);

export function isCallFault(fault: Fault): fault is Fault & { readonly kind: CallFault } {
  return callFaults.has(fault.kind);
}

interface Pending {
  readonly fault: Fault;
  /** Calls or deliveries that it was meant for so far. */
  seen: number;
  hits: number;
}

/** The faults that are still to happen. */
export class Faults {
  private pending: Pending[] = [];

  add(fault: Fault): void {
    this.pending.push({ fault, seen: 0, hits: 0 });
  }

  clear(): void {
    this.pending = [];
  }

  /** What is to go wrong with this call or delivery, if anything: the first that is meant for it and due. */
  take(name: string, isMeant: (fault: Fault) => boolean): Fault | null {
    let taken: Fault | null = null;
    for (const each of this.pending) {
      const { fault } = each;
      if (!isMeant(fault) || fault.of?.includes(name) === false) continue;
      each.seen += 1;
      const { after = 0, every = 1 } = fault;
      const isDue = each.seen > after && (each.seen - after) % every === 0;
      if (taken !== null || !isDue) continue;
      each.hits += 1;
      taken = fault;
    }
    this.pending = this.pending.filter(({ fault, hits }) => hits < (fault.times ?? 1));
    return taken;
  }
}
