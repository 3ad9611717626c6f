import type { WebClient } from '@slack/web-api';
import type { Log } from '../log.ts';
import type { Operations } from '../operations/index.ts';
import type { Timers } from '../timing/timers.ts';
import type { Conversations } from './conversations.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { People } from './people.ts';

/** What every part of the door to a workspace is given. */
export interface DoorTools {
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly now: () => Date;
  readonly timers: Timers;
  readonly newId: () => string;
  readonly log: Log;
}

/** What features are built on. */
export interface SlackServices extends DoorTools {
  readonly operations: Operations;
  readonly slack: WebClient;
  readonly people: People;
  /** Channels by their names: read once for all that ask. */
  readonly conversations: Conversations;
  readonly sending: SendingServices;
  readonly leases: Leases;
  /** To be called when something has changed that App Home shows: whoever has it open sees it soon. */
  readonly changed: () => void;
}

/** For what is sent without anybody waiting for it. */
export interface SendingServices {
  readonly outbox: Outbox;
  /** Does not try again by itself: what was sent though no answer came would be sent twice. */
  readonly slack: WebClient;
  /** What to do where Slack does not take the token: it stands in the log. */
  readonly howToLetIn: string;
  /** Whether there is a token: nothing is tried without one. */
  readonly isLetIn: () => Promise<boolean>;
}

/** What one instance of several does for a person at a time. */
export interface Leases {
  /** True where another instance had it. */
  seize(name: string, lease: { readonly holder: string; readonly until: Date }, now: Date): Promise<boolean>;
  heldBy(holder: string, names: readonly string[], now: Date): Promise<ReadonlySet<string>>;
}
