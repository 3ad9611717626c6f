import type { WebClient } from '@slack/web-api';
import { keepNewest } from '../domain/keep-newest.ts';

/** Finds the id of what a message is addressed to, and gets the bot into public channels. */
export interface Conversations {
  /** null where no channel that the bot can see has the name. */
  idOf(destination: string): Promise<string | null>;
  join(channel: string): Promise<void>;
}

/** A workspace with more channels than this is not read to its end. */
const pageSize = 1_000;
const maxPages = 20;
/** Channels are renamed and made seldom; one that is not known yet is looked for at most this often. */
const keepMs = 10 * 60_000;
const lookAgainMs = 30_000;
const maxDirectMessages = 2_000;

export function createConversations(slack: WebClient, now: () => Date): Conversations {
  let channels: ReadonlyMap<string, string> = new Map();
  let readAtMs = Number.NEGATIVE_INFINITY;
  /** Person → direct messages, oldest first; these never change. */
  const directMessages = new Map<string, string>();

  async function channelNamed(name: string): Promise<string | null> {
    const ageMs = now().getTime() - readAtMs;
    if (ageMs > keepMs || (!channels.has(name) && ageMs > lookAgainMs)) {
      channels = await readChannels(slack);
      readAtMs = now().getTime();
    }
    return channels.get(name) ?? null;
  }

  async function directMessagesWith(person: string): Promise<string | null> {
    const known = directMessages.get(person);
    if (known !== undefined) return known;
    const { channel } = await slack.conversations.open({ users: person });
    if (channel?.id === undefined) return null;
    keepNewest(directMessages, person, channel.id, maxDirectMessages);
    return channel.id;
  }

  return {
    async idOf(destination) {
      if (destination.startsWith('#')) return await channelNamed(destination.slice(1).toLowerCase());
      if (/^[UW]/.test(destination)) return await directMessagesWith(destination);
      return destination;
    },
    async join(channel) {
      await slack.conversations.join({ channel });
    },
  };
}

async function readChannels(slack: WebClient): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  let cursor = '';
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await slack.conversations.list({
      types: 'public_channel,private_channel',
      limit: pageSize,
      ...(cursor === '' ? {} : { cursor }),
    });
    for (const { id, name } of answer.channels ?? []) {
      if (id !== undefined && name !== undefined) found.set(name, id);
    }
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '') break;
  }
  return found;
}
