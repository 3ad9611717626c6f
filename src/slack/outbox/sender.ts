import type { WebClient } from '@slack/web-api';
import type { ClaimedOutgoing, Settlement } from '../../domain/outgoing.ts';
import type { Log } from '../../log.ts';
import { startLoop } from '../../timing/loop.ts';
import type { Loop } from '../../timing/loop.ts';
import type { Timers } from '../../timing/timers.ts';
import { keepNewest } from '../../domain/keep-newest.ts';
import { createConversations } from '../conversations.ts';
import type { DeliverDeps } from './deliver-deps.ts';
import { deliver } from './deliver.ts';
import type { Outbox, WordMessage } from './outbox.ts';
import { createPacing } from './pacing.ts';
import { after, waits } from './waits.ts';

export interface SenderOptions {
  readonly outbox: Outbox;
  /** One that does not try again by itself. */
  readonly slack: WebClient;
  readonly word: WordMessage;
  readonly ownersOf: DeliverDeps['ownersOf'];
  readonly howToLetIn: string;
  /** Whether there is a token: nothing is claimed without one. */
  readonly isLetIn: () => Promise<boolean>;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly timers: Timers;
  readonly log: Log;
}

/** Sends what is in the outbox. Several may work on one outbox. */
export interface Sender {
  readonly start: () => void;
  /** Something was written into the outbox. */
  readonly wake: () => void;
  /** Begins nothing more. Resolves when what was begun is done. */
  readonly stop: () => Promise<void>;
}

/** Conversations that are written to at one time. */
const maxAtOnce = 8;
/** It is woken when something is due that is not known here (outbox-watch.ts). */
const longestWaitMs = 60_000;
const shortestWaitMs = 10;
/** Longer than all that is done about one message takes. What a dead process held is free after it. */
const leaseMs = 60_000;
/** An error that is not Slack's is a bug: the message that it happens with must not stop all that come after it. */
const maxBugs = 3;
/** Messages that met one; another process may have taken them over since. */
const maxRemembered = 1_000;

export function createSender(options: SenderOptions): Sender {
  const { outbox, isLetIn, newId, now, timers, log } = options;
  const pacing = createPacing();
  const deps: DeliverDeps = {
    ...options,
    pacing,
    conversations: createConversations(options.slack, now),
  };
  const inFlight = new Set<Promise<void>>();
  /** When there is something to do again, as far as it is known here; in milliseconds. */
  const comingUp = new Set<number>();
  /** Message → errors of our own in a row. Slack's troubles are counted elsewhere: they are no reason to give up. */
  const bugs = new Map<string, number>();
  let loop: Loop | null = null;
  let isStopping = false;

  function remember(settlement: Settlement): void {
    const moments =
      settlement.kind === 'shown'
        ? [settlement.postAfter, settlement.lookAt]
        : settlement.kind === 'waits'
          ? [settlement.until]
          : [];
    for (const moment of moments) if (moment !== null) comingUp.add(moment.getTime());
  }

  async function see(message: ClaimedOutgoing, leaseUntil: Date): Promise<void> {
    try {
      const settlement = await settlementOf(message, leaseUntil);
      if (!(await outbox.settle(message, settlement))) {
        log.warn({ key: message.key }, 'a message was seen to for too long, and somebody else took it over');
      }
      remember(settlement);
    } catch (error) {
      log.error({ err: error, key: message.key }, 'what became of a message could not be written');
    }
  }

  async function settlementOf(message: ClaimedOutgoing, leaseUntil: Date): Promise<Settlement> {
    try {
      const settlement = await deliver(message, leaseUntil, deps);
      bugs.delete(message.key);
      return settlement;
    } catch (error) {
      log.error({ err: error, key: message.key }, 'a message could not be sent');
      const met = (bugs.get(message.key) ?? 0) + 1;
      if (met < maxBugs) {
        keepNewest(bugs, message.key, met, maxRemembered);
        return waits(message, now(), message.triedAt);
      }
      bugs.delete(message.key);
      return { kind: 'given up', reason: 'It could not be written; see the log.' };
    }
  }

  async function claim(): Promise<boolean> {
    const moment = now();
    const leaseUntil = after(moment, leaseMs);
    const message = await outbox.claim({
      claim: newId(),
      now: moment,
      leaseUntil,
      posts: pacing.mayPost(moment),
      edits: pacing.mayEdit(moment),
    });
    if (message === null) return false;
    const seen = see(message, leaseUntil).finally(() => {
      inFlight.delete(seen);
      loop?.wake();
    });
    inFlight.add(seen);
    return true;
  }

  function hasRoom(): boolean {
    return !isStopping && inFlight.size < maxAtOnce;
  }

  /** Ends when as many are under way as may be, or nothing is due. */
  async function work(): Promise<number> {
    while (hasRoom() && (await isLetIn()) && (await claim()));
    return untilNext();
  }

  function untilNext(): number {
    const nowMs = now().getTime();
    for (const moment of comingUp) if (moment <= nowMs) comingUp.delete(moment);
    const soonest = Math.min(...comingUp, nowMs + longestWaitMs);
    return Math.max(soonest - nowMs, shortestWaitMs);
  }

  return {
    start() {
      if (!isStopping) loop ??= startLoop('sending to Slack', work, { timers, log });
    },
    wake() {
      loop?.wake();
    },
    async stop() {
      isStopping = true;
      await loop?.stop();
      await Promise.all(inFlight);
    },
  };
}
