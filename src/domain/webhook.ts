/** What other systems are told of runs: an address, and the messages that go to it. */
import { approvalDocument } from './approval-document.ts';
import type { Run } from './run.ts';

/** How a run ended, or that it waits for somebody to decide. Dry runs leave no trace here either. */
export const webhookEvents = [
  'run.succeeded',
  'run.partly_succeeded',
  'run.failed',
  'run.cancelled',
  'run.waiting_for_approval',
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

export interface Webhook {
  readonly id: string;
  readonly url: string;
  /** The one job that it is told of; null where it is all. */
  readonly jobId: string | null;
  readonly events: readonly WebhookEvent[];
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** `test` is sent where somebody asks for it. */
export interface WebhookMessage {
  /** The same for the same event, however often it is sent: by it a receiver tells repeats. */
  readonly id: string;
  readonly type: WebhookEvent | 'test';
  /** What is sent, as JSON: the same at every try. */
  readonly body: string;
}

export type DeliveryState = 'waiting' | 'delivered' | 'given up';

export interface WebhookDelivery {
  readonly message: Pick<WebhookMessage, 'id' | 'type'>;
  readonly createdAt: Date;
  readonly state: DeliveryState;
  readonly tries: number;
  /** When it is tried next; null where it is not. */
  readonly nextAt: Date | null;
  /** Of the last try, in words; null before the first one, and where it was taken. */
  readonly problem: string | null;
}

/** A message that somebody sees to at this moment, and nobody else. */
export interface ClaimedDelivery {
  readonly key: number;
  readonly claim: string;
  readonly webhookId: string;
  readonly url: string;
  readonly message: WebhookMessage;
  /** Before this one. */
  readonly tries: number;
}

export type DeliveryOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'waits'; readonly until: Date; readonly problem: string }
  | { readonly kind: 'given up'; readonly problem: string };

const eventOfStatus: Readonly<Partial<Record<Run['status'], WebhookEvent>>> = {
  succeeded: 'run.succeeded',
  'partly succeeded': 'run.partly_succeeded',
  failed: 'run.failed',
  cancelled: 'run.cancelled',
  'waiting for approval': 'run.waiting_for_approval',
};

/** What is told of a run that has ended, or waits for somebody to decide; null where nothing is. Nothing of what stands in its rows. */
export function messageOfRun(run: Run, job: string | null): WebhookMessage | null {
  const type = eventOfStatus[run.status];
  if (type === undefined || run.dryRun) return null;
  const { id: runId, jobId, mode, status, trigger, startedBy, counts, error } = run;
  const [queuedAt, startedAt, finishedAt] = [run.queuedAt, run.startedAt, run.finishedAt].map(
    (moment) => moment?.toISOString() ?? null,
  );
  const about = { runId, jobId, job, mode, status, trigger, startedBy, counts };
  const asked = status === 'waiting for approval' ? (run.approval ?? null) : null;
  const data = { ...about, queuedAt, startedAt, finishedAt, error, approval: approvalDocument(run) };
  const timestamp = asked?.askedAt.toISOString() ?? finishedAt ?? queuedAt;
  return {
    // A run may ask more than once.
    id: asked === null ? `${type}/${runId}` : `${type}/${runId}/${asked.askedAt.getTime()}`,
    type,
    body: JSON.stringify({ type, timestamp, data }),
  };
}

export function testMessage(id: string, now: Date): WebhookMessage {
  const timestamp = now.toISOString();
  const data = { text: 'A test, which somebody asked for in Slack.' };
  return { id: `test/${id}`, type: 'test', body: JSON.stringify({ type: 'test', timestamp, data }) };
}
