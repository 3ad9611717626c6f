/** Sends what webhooks are to be told. Several processes may work on one database. */
import { isTold } from '../domain/errors.ts';
import type { ClaimedDelivery, DeliveryOutcome } from '../domain/webhook.ts';
import type { Log } from '../log.ts';
import { startLoop } from '../timing/loop.ts';
import type { Loop } from '../timing/loop.ts';
import { systemTimers } from '../timing/timers.ts';
import type { Timers } from '../timing/timers.ts';
import { outcomeOf } from './outcome.ts';
import { post } from './post.ts';
import type { PostOptions } from './post.ts';
import { signedHeaders } from './signature.ts';

/** What is sent, as the store has it. */
export interface Deliveries {
  claim(request: { claim: string; now: Date; leaseUntil: Date }): Promise<ClaimedDelivery | null>;
  settle(delivery: ClaimedDelivery, outcome: DeliveryOutcome): Promise<boolean>;
  secret(webhookId: string): Promise<string | null>;
}

export interface WebhookSenderOptions extends Pick<PostOptions, 'allowsPrivate' | 'resolve'> {
  readonly deliveries: Deliveries;
  readonly newId: () => string;
  readonly log: Log;
  readonly now?: () => Date;
  readonly timers?: Timers;
}

export interface WebhookSender {
  readonly start: () => void;
  /** Begins nothing more. Resolves when what was begun is done. */
  readonly stop: () => Promise<void>;
  /** Sends what is due, once. Resolves when that is done. */
  readonly sendDue: () => Promise<void>;
}

/** Addresses that are written to at one time. */
const maxAtOnce = 4;
/** In a row, before others get their turn: a bound for what a test or a loop asks for. */
const maxInARow = 1_000;
const pollMs = 1_000;
const timeoutMs = 10_000;
/** Longer than a try takes. What a dead process held is free after it. */
const leaseMs = 60_000;
const agent = 'Crosswalk';

export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { deliveries, allowsPrivate, newId, log, now = () => new Date(), timers = systemTimers } = options;
  const resolve = options.resolve === undefined ? {} : { resolve: options.resolve };
  let loop: Loop | null = null;
  const state = { isStopping: false };

  async function deliver(delivery: ClaimedDelivery): Promise<DeliveryOutcome> {
    const { url, message, webhookId } = delivery;
    const secret = await deliveries.secret(webhookId);
    if (secret === null) return { kind: 'given up', problem: 'The webhook has been deleted.' };
    const headers = {
      'content-type': 'application/json',
      'user-agent': agent,
      ...signedHeaders(message, secret, now()),
    };
    const posted = await post({ url, headers, body: message.body }, { allowsPrivate, timeoutMs, ...resolve });
    return outcomeOf(posted, delivery, now());
  }

  /** What cannot even be signed waits as if it had not been answered. */
  async function outcomeFor(delivery: ClaimedDelivery): Promise<DeliveryOutcome> {
    try {
      return await deliver(delivery);
    } catch (error) {
      log.error({ err: error, webhook: delivery.webhookId }, 'a message to a webhook could not be sent');
      const reason = isTold(error) ? error.message : 'It could not be sent; see the log.';
      return outcomeOf({ kind: 'not answered', reason }, delivery, now());
    }
  }

  /** False where nothing is due. */
  async function sendOne(): Promise<boolean> {
    const moment = now();
    const leaseUntil = new Date(moment.getTime() + leaseMs);
    const delivery = await deliveries.claim({ claim: newId(), now: moment, leaseUntil });
    if (delivery === null) return false;
    const outcome = await outcomeFor(delivery);
    if (!(await deliveries.settle(delivery, outcome))) {
      log.warn({ webhook: delivery.webhookId }, 'a message to a webhook was seen to for too long');
    }
    return true;
  }

  async function sendInARow(): Promise<void> {
    for (let sent = 0; sent < maxInARow && !state.isStopping; sent += 1) if (!(await sendOne())) return;
  }

  async function sendDue(): Promise<void> {
    await Promise.all(Array.from({ length: maxAtOnce }, sendInARow));
  }

  async function work(): Promise<number> {
    await sendDue();
    return pollMs;
  }

  return {
    sendDue,
    start() {
      if (!state.isStopping) loop ??= startLoop('sending to webhooks', work, { timers, log });
    },
    async stop() {
      state.isStopping = true;
      await loop?.stop();
    },
  };
}
