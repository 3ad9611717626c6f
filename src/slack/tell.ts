/** How a person is told something that only they see. */
import type { RespondFn } from '@slack/bolt';
import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import { isDatabaseAway, isDiskFull } from '../domain/storage-trouble.ts';
import { UserError } from '../domain/errors.ts';
import { connectionExpired } from '../domain/usable-connection.ts';
import type { Log } from '../log.ts';
import { actions, asTyped, cut, section } from './blocks/index.ts';
import { reconnectButton } from './connections/connection-buttons.ts';
import type { Told } from './feature.ts';

/** What Slack shows of a message's text. */
const maxTextLength = 4_000;

export interface Place {
  /** Where there is one: it works in every channel, also those that the bot is not in. */
  readonly respond: RespondFn | undefined;
  readonly channelId: string | null;
  readonly personId: string;
}

/** An ephemeral message; in the person's own conversation with the bot where they are in no channel. */
export async function tell(slack: WebClient, place: Place, message: Told): Promise<void> {
  const text = cut(message.text, maxTextLength);
  const blocks = message.blocks === undefined ? {} : { blocks: [...message.blocks] };
  if (place.respond !== undefined) {
    await place.respond({ response_type: 'ephemeral', replace_original: false, text, ...blocks });
    return;
  }
  const channel = place.channelId ?? (await directMessage(slack, place.personId));
  await slack.chat.postEphemeral({ channel, user: place.personId, text, ...blocks });
}

async function directMessage(slack: WebClient, personId: string): Promise<string> {
  const { channel } = await slack.conversations.open({ users: personId });
  if (channel?.id === undefined) throw new Error('Slack opened a conversation and did not say which.');
  return channel.id;
}

export interface Trouble {
  readonly error: unknown;
  /** What was tried, for the log: `action job-menu`. */
  readonly doing: string;
  readonly personId: string | null;
}

/** What the person is told of what failed, with what mends it at hand where a press does. */
export function troubleTold(trouble: Trouble, log: Log, newId: () => string): Told {
  const text = troubleText(trouble, log, newId);
  const { error } = trouble;
  const isExpired = error instanceof UserError && error.code === connectionExpired;
  if (!isExpired || error.about === undefined) return { text, isTrouble: true };
  const reconnect = reconnectButton({ id: error.about, state: 'expired' });
  return { text, isTrouble: true, blocks: [section(text), actions([reconnect])] };
}

/** What the person is told. Whatever is not meant for people goes to the log, and they get the number to ask for. */
export function troubleText({ error, doing, personId }: Trouble, log: Log, newId: () => string): string {
  if (error instanceof UserError) return asTyped(error.message);
  const busy = busyText(error);
  if (busy !== null) {
    log.warn({ err: error, person: personId }, `Slack: ${doing} came too late, or was too much`);
    return busy;
  }
  if (isDatabaseAway(error)) {
    log.error({ err: error, person: personId }, `Slack: ${doing} failed: a database is away`);
    return awayText;
  }
  if (isDiskFull(error)) {
    log.error({ err: error, person: personId }, `Slack: ${doing} failed: a disk is full`);
    return fullText;
  }
  const id = newId().replaceAll('-', '').slice(0, 8);
  log.error({ err: error, errorId: id, person: personId }, `Slack: ${doing} failed`);
  return `Something went wrong on our side, and it was written down. If it happens again, tell your admin this number: ${id}`;
}

/** Which of the two it is, and why, is nothing that a person in Slack could mend. */
const awayText =
  'Crosswalk cannot reach its database at the moment, so it does not know whether this was done. ' +
  'Look in a minute, and try again. Jobs that run go on by themselves.';

const fullText =
  'Crosswalk cannot store anything at the moment, because a disk of its is full. Nothing was changed. ' +
  'Tell your admin, and try again when there is room.';

/** Where the same click will do in a moment; null where nobody knows. */
function busyText(error: unknown): string | null {
  if (error instanceof WebAPIRateLimitedError) {
    const seconds = Math.max(error.retryAfter, 1);
    return `Slack asks Crosswalk to slow down. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
  }
  if (!(error instanceof WebAPIPlatformError) || !tooLate.includes(error.data.error)) return null;
  return 'Slack did not wait long enough for the window that this opens. Try again.';
}

const tooLate: readonly string[] = ['expired_trigger_id', 'exchanged_trigger_id'];
