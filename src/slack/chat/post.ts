import type { SlackServices } from '../services.ts';
import type { Told } from '../feature.ts';
import { cut } from '../blocks/index.ts';
import type { Place } from './heard.ts';

const maxTextLength = 4_000;

/** A link in an answer does not show what it leads to. */
export const noPreviews = { unfurl_links: false, unfurl_media: false } as const;

export interface For {
  readonly personId: string;
  /** Where others read along, only this person sees it. */
  readonly isPrivate: boolean;
}

export async function post(
  { slack }: Pick<SlackServices, 'slack'>,
  place: Place,
  { personId, isPrivate }: For,
  message: Told,
): Promise<void> {
  const content = contentOf(place, message);
  if (place.isShared && isPrivate) {
    await slack.chat.postEphemeral({ ...content, user: personId });
    return;
  }
  await slack.chat.postMessage({ ...content, ...noPreviews });
}

/** A message as Slack takes it, for its place. */
export function contentOf({ channelId, threadTs }: Place, { text, blocks }: Told) {
  return {
    channel: channelId,
    text: cut(text, maxTextLength),
    ...(blocks === undefined ? {} : { blocks: [...blocks] }),
    ...(threadTs === null ? {} : { thread_ts: threadTs }),
  };
}

/** In the agent's pane it stands under what was asked until the answer comes. */
export async function showThinking(
  { slack, log }: Pick<SlackServices, 'slack' | 'log'>,
  { channelId, threadTs, isShared }: Place,
): Promise<void> {
  if (isShared || threadTs === null) return;
  try {
    await slack.assistant.threads.setStatus({
      channel_id: channelId,
      thread_ts: threadTs,
      status: 'is thinking…',
    });
  } catch (error) {
    // Workspaces without the pane do not have it; the answer comes all the same.
    log.debug({ err: error }, 'Slack: no status could be shown');
  }
}
