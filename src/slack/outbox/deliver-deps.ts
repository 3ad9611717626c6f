import type { WebClient } from '@slack/web-api';
import type { Log } from '../../log.ts';
import type { Conversations } from '../conversations.ts';
import type { Outbox, WordMessage } from './outbox.ts';
import type { Pacing } from './pacing.ts';

export interface DeliverDeps {
  /** Must not try again by itself: a message that was posted though no answer came would be posted twice. */
  readonly slack: WebClient;
  readonly conversations: Conversations;
  readonly outbox: Pick<Outbox, 'trying' | 'isClosed'>;
  readonly word: WordMessage;
  /** Who is told that the job's channel takes no messages. */
  readonly ownersOf: (jobId: string) => Promise<readonly string[]>;
  readonly pacing: Pacing;
  readonly howToLetIn: string;
  readonly now: () => Date;
  readonly log: Log;
}
