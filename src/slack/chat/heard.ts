/** What people write to the bot, out of the events that Slack sends. */
import { unescape } from '../blocks/index.ts';

export interface Heard {
  readonly text: string;
  readonly place: Place;
}

/** Where an answer goes. */
export interface Place {
  readonly channelId: string;
  /** null = in the conversation itself. */
  readonly threadTs: string | null;
  /** Whether others read along. */
  readonly isShared: boolean;
}

/** Some are meant for nobody: edits, deletions, and what bots say, ourselves included. */
export function readMention(event: Readonly<Record<string, unknown>>): Heard | null {
  const said = readSaid(event);
  if (said === null) return null;
  const { text, channelId, ts, threadTs } = said;
  return { text, place: { channelId, threadTs: threadTs ?? ts, isShared: true } };
}

/** In the conversation with the bot, and in its threads there. */
export function readDirect(event: Readonly<Record<string, unknown>>): Heard | null {
  const said = readSaid(event);
  if (said === null || event['channel_type'] !== 'im') return null;
  const { text, channelId, threadTs } = said;
  return { text, place: { channelId, threadTs, isShared: false } };
}

interface Said {
  readonly text: string;
  readonly channelId: string;
  readonly ts: string;
  readonly threadTs: string | null;
}

function readSaid(event: Readonly<Record<string, unknown>>): Said | null {
  const { text, channel, ts, thread_ts: threadTs } = event;
  const isNews = event['subtype'] === undefined && event['edited'] === undefined;
  if (!isNews || event['bot_id'] !== undefined) return null;
  if (typeof text !== 'string' || typeof channel !== 'string' || typeof ts !== 'string') return null;
  const plain = plainText(text);
  if (plain === '') return null;
  return { text: plain, channelId: channel, ts, threadTs: typeof threadTs === 'string' ? threadTs : null };
}

/**
 * Without mentions of people and groups; links and channels as they read. What is quoted was said by somebody else, and
 * asks for nothing.
 */
export function plainText(text: string): string {
  const own = text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('&gt;'))
    .join('\n');
  const read = own
    .replaceAll(/<[@!][^>]*>/g, ' ')
    .replaceAll(/<[#]?[^>|]*\|([^>]*)>/g, '$1')
    .replaceAll(/<([^>]*)>/g, '$1');
  return unescape(read).replaceAll(/\s+/g, ' ').trim();
}

/** What was said there before counts for what is said next. */
export function threadOf({ channelId, threadTs }: Place): string {
  return `${channelId} ${threadTs ?? ''}`.trim();
}
