/** What the sender needs of wherever messages are kept, and of whoever words them. */
import type { KnownBlock } from '@slack/types';
import type { ChartBlock } from '../blocks/chart.ts';
import type { ClaimedOutgoing, ClaimRequest, OutgoingContent, Settlement } from '../../domain/outgoing.ts';

export interface Outbox {
  claim(request: ClaimRequest): Promise<ClaimedOutgoing | null>;
  trying(message: ClaimedOutgoing, now: Date): Promise<boolean>;
  settle(message: ClaimedOutgoing, settlement: Settlement): Promise<boolean>;
  isClosed(jobId: string, destination: string): Promise<boolean>;
}

/** A message as it reads now. */
export interface Worded {
  /** For notifications, and where blocks cannot be shown. */
  readonly text: string;
  readonly blocks: readonly (KnownBlock | ChartBlock)[];
  /** Whether it will read differently soon, and has to be looked at again. */
  readonly isLive: boolean;
  /** When to look again, where that need not be soon. */
  readonly lookAgainMs?: number;
}

/** null where there is nothing to tell any more, because what it was about is gone. */
export type WordMessage = (content: OutgoingContent) => Promise<Worded | null>;
