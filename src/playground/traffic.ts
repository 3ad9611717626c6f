/** What passed between the app and the workspace, secrets taken out. */

export interface TrafficEntry {
  /** Counts up from 1. */
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  /** `call`: the app called the Web API or a response_url. `delivery`: something was delivered to the app. */
  readonly direction: 'call' | 'delivery';
  /** A method (`views.open`), `response_url`, or what was delivered (`block_actions`, `slash_commands`, `message`). */
  readonly name: string;
  /** `ok`, Slack's error word, `timeout`, or the HTTP status where that is what went wrong. */
  readonly outcome: string;
  readonly isOk: boolean;
  /** From the request to the answer or the acknowledgement. */
  readonly durationMs: number;
  /** Of a delivery: how often it had been tried before. */
  readonly retry: number;
  /** The arguments or the payload. */
  readonly sent: unknown;
  /** The answer or what was acknowledged. */
  readonly received: unknown;
}

export type TrafficNote = Omit<TrafficEntry, 'number' | 'at'>;

const maxKept = 500;
const maxListeners = 100;

/** The latest that passed. */
export class Traffic {
  private readonly kept: TrafficEntry[] = [];
  private count = 0;
  private readonly listeners = new Set<(entry: TrafficEntry) => void>();
  private readonly now: () => Date;

  constructor(now: () => Date) {
    this.now = now;
  }

  get entries(): readonly TrafficEntry[] {
    return this.kept;
  }

  note(note: TrafficNote): void {
    this.count += 1;
    const entry: TrafficEntry = {
      ...note,
      number: this.count,
      at: this.now().toISOString(),
      sent: redact(note.sent),
      received: redact(note.received),
    };
    this.kept.push(entry);
    if (this.kept.length > maxKept) this.kept.splice(0, this.kept.length - maxKept);
    for (const listener of this.listeners) listener(entry);
  }

  /** The answer ends it. */
  listen(listener: (entry: TrafficEntry) => void): () => void {
    if (this.listeners.size >= maxListeners) throw new Error('Too many listen to the traffic.');
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }
}

const secretKey = /token|secret|authorization|^code$/i;
/** Tokens, and addresses that let whoever has them act. */
const secretText = /^xox|^xapp-|^wss?:|^https?:\/\/[^/]+\/(actions|upload)\//;

/** A copy without what would let its reader act as the app. */
function redact(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return secretKey.test(key) || secretText.test(value) ? '[redacted]' : value;
  if (Array.isArray(value)) return value.map((each) => redact(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, redact(each, name)]));
}
