import type { OperationContext } from '../../operations/operation.ts';
import type { Feature } from '../feature.ts';
import { createNotifications } from '../notifications/index.ts';
import type { SlackServices } from '../services.ts';
import { createOwners } from './owners.ts';
import { createSender } from './sender.ts';

export interface Sending {
  readonly feature: Feature;
  /** Something was written into the outbox: it is sent now, and not only soon. */
  readonly wake: () => void;
}

/** Sends what is in the outbox, for as long as the door is open. */
export function createSending(services: SlackServices): Sending {
  const { operations, people, slack, sending, newId, now, timers, log } = services;
  const context = (): OperationContext => ({
    actor: 'crosswalk',
    role: 'viewer',
    door: 'system',
    now: now(),
  });
  const sender = createSender({
    ...sending,
    word: createNotifications({ operations, context }),
    ownersOf: createOwners({ operations, people, slack, context, log }),
    newId,
    now,
    timers,
    log,
  });
  return {
    wake: () => sender.wake(),
    feature: { start: () => sender.start(), stop: () => sender.stop() },
  };
}
