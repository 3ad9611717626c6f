/** What is on its way to a conversation in Slack, or stands there. */
import type { Digest } from './digest.ts';
import type { Drift } from './schema-drift.ts';
import type { RunEvent } from './run-event.ts';

/**
 * What a message is about, not how it reads: it is worded when it is sent, so that it says how things stand then,
 * and an edit is always the newest one.
 */
export type OutgoingContent =
  /** How a run gets on; follows the run until it has ended. */
  | { readonly kind: 'run progress'; readonly runId: string }
  /** What is to be known of a run that has ended, in the thread of its progress. */
  | { readonly kind: 'run details'; readonly runId: string; readonly event: RunEvent | null }
  /** A run has ended in a way that its job's rules name. */
  | { readonly kind: 'run ended'; readonly runId: string; readonly event: RunEvent }
  /** A run stopped before its first write, for somebody to decide. */
  | {
      readonly kind: 'approval needed';
      readonly runId: string;
      /** Which question of the run it is; ISO 8601. */
      readonly askedAt: string;
    }
  /** Somebody saved a job, or switched its scheduling. */
  | { readonly kind: 'job changed'; readonly jobId: string; readonly version: number }
  | {
      readonly kind: 'job deleted';
      readonly jobId: string;
      readonly name: string;
      /** Who deleted it, and through which door. */
      readonly actor: string;
      readonly door: string;
      readonly mention: readonly string[];
    }
  /** A job failed so often that its scheduling was disabled. */
  | {
      readonly kind: 'job disabled';
      readonly jobId: string;
      /** Of the job, with its scheduling disabled. */
      readonly version: number;
      readonly failures: number;
      /** The last one that failed. */
      readonly runId: string;
    }
  /** A run takes longer than its job's runs do. */
  | {
      readonly kind: 'long-running';
      readonly runId: string;
      /** What they usually take. */
      readonly usualMs: number;
    }
  /** The CRM no longer has what a job relies on. */
  | {
      readonly kind: 'schema changed';
      readonly jobId: string;
      /** When it was found; ISO 8601. */
      readonly at: string;
      /** At most `maxDriftTold`. */
      readonly drift: readonly Drift[];
      /** How many more there are. */
      readonly more: number;
    }
  /** What the jobs of a channel did; `until` is ISO 8601. */
  | ({ readonly kind: 'digest'; readonly until: string } & Omit<Digest, 'until'>)
  /** To whoever made a connection in their browser, or renewed its login. `at` is ISO 8601. */
  | {
      readonly kind: 'connection made';
      readonly connectionId: string;
      readonly isNew: boolean;
      readonly at: string;
    }
  /** To the owner of a connection: nobody gets in by it until they consent anew. `at` is ISO 8601. */
  | { readonly kind: 'connection expired'; readonly connectionId: string; readonly at: string }
  /** To the owner of a job: its channel takes no messages. */
  | {
      readonly kind: 'channel closed';
      readonly jobId: string;
      readonly channel: string;
      readonly reason: string;
    };

/** Somewhere a message is to be: `#name`, the id of a channel or direct message, or of a person. */
export type Destination = string;

export interface NewOutgoing {
  readonly to: Destination;
  readonly content: OutgoingContent;
  /** The job whose channel this is: where it takes no messages the job's owner is told, once. */
  readonly jobId?: string;
  /** A person who gets it instead where `to` takes no messages. */
  readonly fallback?: string;
}

/** Where a message stands. */
export interface Place {
  readonly channel: string;
  /** Slack's name for it within the channel. */
  readonly ts: string;
}

/** For the message that has waited longest. */
export interface ClaimRequest {
  /** Names the claim. */
  readonly claim: string;
  readonly now: Date;
  readonly leaseUntil: Date;
  /** Whether messages may be posted, and edited, at this time. */
  readonly posts: boolean;
  readonly edits: boolean;
}

/** A message that somebody sees to at this moment, and nobody else. */
export interface ClaimedOutgoing {
  /** Goes with it to Slack, where it can be recognised by this. */
  readonly key: string;
  readonly to: Destination;
  /** One conversation's messages, which go out one after the other; its id, once that is known. */
  readonly lane: string;
  readonly content: OutgoingContent;
  readonly jobId: string | null;
  readonly fallback: string | null;
  /** The message in whose thread it stands; null for one that stands by itself. */
  readonly thread: Place | null;
  readonly createdAt: Date;
  /** When it was last tried without an answer that says whether Slack took it; null where that is known. */
  readonly triedAt: Date | null;
  /** Tries in a row that failed. */
  readonly failures: number;
  /** null until it was posted: then it is about to be edited. */
  readonly place: Place | null;
  /** Fingerprint of what stands there. */
  readonly shown: string | null;
  /** Names this claim. */
  readonly claim: string;
}

/** What became of a message that was claimed. */
export type Settlement =
  /** It stands there. */
  | {
      readonly kind: 'shown';
      readonly place: Place;
      readonly shown: string;
      /** When to look whether it has to be edited; null where it stays as it is. */
      readonly lookAt: Date | null;
      /** When the next message may be posted there; null after an edit. */
      readonly postAfter: Date | null;
    }
  /** It waits. What stands in its way stands in the way of all that is to be posted there. */
  | {
      readonly kind: 'waits';
      readonly until: Date;
      readonly triedAt: Date | null;
      readonly failures: number;
    }
  /** It waits for its turn, as it did before. */
  | { readonly kind: 'put back' }
  /** It goes to the person that it falls back to, with all that is in its thread. */
  | ({ readonly kind: 'moved' } & Closed)
  /** All that was to go to this lane goes to another: it is another name for the same conversation. */
  | { readonly kind: 'renamed'; readonly lane: string }
  /** The conversation takes no messages. Nothing more is done about it, nor about what was to stand in its thread. */
  | ({ readonly kind: 'closed' } & Closed)
  /** Likewise, but the reason is the message itself: others are taken there. */
  | { readonly kind: 'given up'; readonly reason: string };

interface Closed {
  readonly reason: string;
  readonly at: Date;
  /** Written where this is the first message of its job that was not taken there. */
  readonly tell: readonly NewOutgoing[];
}

/** The same for the same message, so that it is written once. */
export function outgoingKey({ to, content }: NewOutgoing, now: Date): string {
  return [content.kind, ...subjectOf(content, to, now)].join('/');
}

function subjectOf(content: OutgoingContent, to: Destination, now: Date): readonly (string | number)[] {
  switch (content.kind) {
    case 'run progress':
    case 'run details':
    case 'run ended':
    case 'long-running':
      return [content.runId];
    case 'approval needed':
      return [content.runId, content.askedAt];
    case 'job changed':
    case 'job disabled':
      return [content.jobId, content.version];
    case 'schema changed':
      return [content.jobId, content.at];
    case 'connection made':
    case 'connection expired':
      return [content.connectionId, content.at];
    case 'job deleted':
      return [content.jobId];
    case 'digest':
      return [content.channel, content.cadence, content.until];
    case 'channel closed':
      break;
  }
  return [content.jobId, content.channel, to, now.getTime()];
}
