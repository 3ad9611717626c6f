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
