/** What goes out and what came in: messages for Slack and webhooks, and requests that were taken. */
import type { ClaimRequest, ClaimedOutgoing, NewOutgoing, Place, Settlement } from '../domain/outgoing.ts';
import type {
  ClaimedDelivery,
  DeliveryOutcome,
  Webhook,
  WebhookDelivery,
  WebhookMessage,
} from '../domain/webhook.ts';
import type { AuditEntry } from './audit-entry.ts';

/** Which requests were taken, so that each is acted on once: after a restart and on several machines too. */
export interface DeliveryStore {
  /** True for the first who takes it; false for everyone else, up to the moment `until`. */
  take(id: string, now: Date, until: Date): Promise<boolean>;
  /** Keeps what was answered, up to the moment `until`, for whoever is given the same. */
  keepAnswer(id: string, answer: string, until: Date): Promise<void>;
  /** null where nothing was answered, or its time is up. */
  answerTo(id: string, now: Date): Promise<string | null>;
  /** Forgets what may be taken again. */
  forget(now: Date): Promise<void>;
}

/** Messages for Slack: written before they are sent, and sent by whoever claims them. */
export interface OutboxStore {
  /** Does nothing where the same message was written before. */
  add(message: NewOutgoing, now: Date): Promise<void>;
  /**
   * Takes the message that has waited longest, and its lane with it, so that one conversation's messages go out one
   * after the other. null where nothing is due. Whoever has not settled it by `leaseUntil` has lost it.
   */
  claim(request: ClaimRequest): Promise<ClaimedOutgoing | null>;
  /** To be called before Slack is: from now on it may stand there. False where the claim is lost. */
  trying(message: ClaimedOutgoing, now: Date): Promise<boolean>;
  /** Gives the claim back. False where it is lost; then what is known about where a message stands is kept. */
  settle(message: ClaimedOutgoing, settlement: Settlement): Promise<boolean>;
  /** Whether the job's owner was told that this destination takes no messages. */
  isClosed(jobId: string, destination: string): Promise<boolean>;
  /** How many were not posted yet. */
  waiting(): Promise<number>;
  /** Where a run asks for approval, or else where its progress stands; null where it stands nowhere. */
  progressOf(runId: string): Promise<Place | null>;
  /** Deletes at most `limit` messages that were written before, also such as nobody ever sent. */
  forget(before: Date, limit: number): Promise<number>;
}

/** Addresses that are told of runs. What goes to them is written before it is sent, and sent by whoever claims it. */
export interface WebhookStore {
  /** @throws UserError `too_many_webhooks`, `unknown_job`, `encryption_key_missing` */
  add(webhook: Webhook, secret: string, audit: AuditEntry): Promise<void>;
  /** Those for one job and those for all, oldest first. */
  list(jobId: string): Promise<readonly Webhook[]>;
  byId(id: string): Promise<Webhook | null>;
  /** What its messages are signed with; null where it is gone. @throws FatalError where the key of secrets is gone. */
  secret(id: string): Promise<string | null>;
  /** With all that was on its way. False where it was not there. */
  remove(id: string, audit: AuditEntry): Promise<boolean>;
  /** Sends it a message of its own. False where it is gone. */
  send(id: string, message: WebhookMessage, now: Date, audit: AuditEntry): Promise<boolean>;
  /** Newest first. */
  deliveries(webhookId: string, limit: number): Promise<readonly WebhookDelivery[]>;
  /** Takes what has waited longest; one message an address at a time. null where nothing is due. */
  claim(request: { claim: string; now: Date; leaseUntil: Date }): Promise<ClaimedDelivery | null>;
  /** False where the claim is lost: somebody else sees to it. */
  settle(delivery: ClaimedDelivery, outcome: DeliveryOutcome): Promise<boolean>;
  /** How many messages were not taken yet. */
  waiting(): Promise<number>;
  /** Deletes at most `limit` deliveries that have ended. Returns how many. */
  forget(before: Date, limit: number): Promise<number>;
}
