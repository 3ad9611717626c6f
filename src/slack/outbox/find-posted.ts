import type { WebClient } from '@slack/web-api';
import type { ClaimedOutgoing, Place } from '../../domain/outgoing.ts';

/** Marks our messages; `event_payload.key` tells them apart. */
export const messageEventType = 'crosswalk_message';

/** How far Slack's clock and ours may be apart, and how long an answer may have been under way. */
const marginMs = 10 * 60_000;
const pageSize = 200;
/** More than a busy channel holds in twice the margin. */
const maxPages = 10;

/** Whether a message that was tried stands in the channel after all; null where it does not. */
export async function findPosted(
  slack: WebClient,
  channel: string,
  { key, thread, triedAt }: Pick<ClaimedOutgoing, 'key' | 'thread' | 'triedAt'>,
): Promise<Place | null> {
  if (triedAt === null) return null;
  const window = {
    channel,
    oldest: inSeconds(triedAt.getTime() - marginMs),
    latest: inSeconds(triedAt.getTime() + marginMs),
    include_all_metadata: true,
    limit: pageSize,
  };
  let cursor = '';
  for (let page = 0; page < maxPages; page += 1) {
    const asked = { ...window, ...(cursor === '' ? {} : { cursor }) };
    const answer =
      thread === null
        ? await slack.conversations.history(asked)
        : await slack.conversations.replies({ ...asked, ts: thread.ts });
    for (const { ts, metadata } of answer.messages ?? []) {
      if (ts !== undefined && keyOf(metadata) === key) return { channel, ts };
    }
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '') break;
  }
  return null;
}

function keyOf(metadata: { event_type?: string; event_payload?: object } | undefined): unknown {
  if (metadata?.event_type !== messageEventType) return null;
  return new Map(Object.entries(metadata.event_payload ?? {})).get('key');
}

function inSeconds(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(6);
}
