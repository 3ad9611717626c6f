/** What is delivered to the app, whichever way. */
export interface Envelope {
  readonly kind: 'events_api' | 'interactive' | 'slash_commands';
  /** For people and faults: `block_actions`, `message`, `slash_commands`. */
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Of a repeated one. */
  readonly retry: Retry | null;
}

export interface Retry {
  readonly attempt: number;
  readonly reason: string;
}

export type Acknowledgement =
  | { readonly outcome: 'ok'; readonly payload: unknown }
  /** Nothing came within three seconds. */
  | { readonly outcome: 'timeout' }
  /** Nothing is connected, or the connection broke. */
  | { readonly outcome: 'unreachable' }
  | { readonly outcome: 'http'; readonly status: number };

export interface Transport {
  readonly isConnected: boolean;
  /** Never rejects: what goes wrong is the outcome. */
  deliver(envelope: Envelope, signal: AbortSignal): Promise<Acknowledgement>;
}

/** As Slack calls them in its retries and to the person. */
export const failureWords = {
  timeout: { retry: 'timeout', person: 'operation_timeout' },
  unreachable: { retry: 'connection_failed', person: 'dispatch_failed' },
  http: { retry: 'http_error', person: 'http_service_error' },
} as const;
