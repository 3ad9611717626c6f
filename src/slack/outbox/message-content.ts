import { createHash } from 'node:crypto';
import { messageEventType } from './find-posted.ts';
import type { Worded } from './outbox.ts';

/** Between two looks at a message that follows something, and so between two edits of it. */
export const lookEveryMs = 2_000;

export function contentOf({ text, blocks }: Worded) {
  return { text, blocks: [...blocks], unfurl_links: false, unfurl_media: false };
}

export function markOf(key: string) {
  return { metadata: { event_type: messageEventType, event_payload: { key } } };
}

export function nextLook({ isLive, lookAgainMs = lookEveryMs }: Worded, now: Date): Date | null {
  return isLive ? new Date(now.getTime() + lookAgainMs) : null;
}

export function fingerprintOf({ text, blocks }: Worded): string {
  return createHash('sha256')
    .update(JSON.stringify([text, blocks]))
    .digest('base64url');
}
