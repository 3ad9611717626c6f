import type { KnownBlock } from '@slack/types';
import type { AnyBlock } from '../blocks/blocks.ts';
import type { FileOnScreen, MessageOnScreen } from '../screen.ts';
import type { Slack } from '../slack.ts';
import type { Message } from '../workspace/model.ts';
import { messageState } from './desk.ts';
import type { Desk } from './desk.ts';
import { slackbot } from './notices.ts';

export function messageOnScreen(
  slack: Slack,
  desk: Desk,
  message: Message,
  replyCount: number,
): MessageOnScreen {
  const { content } = message;
  const { values, busy, problem } = messageState(desk, message);
  return {
    conversation: message.conversation,
    ts: message.ts,
    author: authorOf(slack, message),
    text: content.text,
    markdown: content.markdown,
    blocks: shownBlocks(content.blocks),
    values,
    busy,
    problem,
    attachments: content.attachments.map(({ color, text, blocks }) => ({
      color,
      text,
      blocks: shownBlocks(blocks),
    })),
    files: message.files.flatMap((id) => fileOnScreen(slack, desk, id)),
    isEphemeral: message.visibleTo !== null,
    isEdited: message.editedTs !== null,
    isStreaming: message.stream !== null,
    threadTs: message.threadTs,
    replyCount,
    reactions: [...message.reactions].map(([name, users]) => ({
      name,
      count: users.size,
      isMine: users.has(desk.person.id),
    })),
  };
}

/** What was checked to be Block Kit, in the type that its readers know. */
export function shownBlocks(blocks: readonly AnyBlock[]): readonly KnownBlock[] {
  return blocks as readonly KnownBlock[];
}

function authorOf({ workspace }: Slack, { userId, username }: Message): MessageOnScreen['author'] {
  if (userId === slackbot.id) return { ...slackbot, isBot: true };
  const person = workspace.people.get(userId);
  return { id: userId, name: username ?? person?.name ?? userId, isBot: person?.isBot ?? false };
}

function fileOnScreen({ workspace }: Slack, { person }: Desk, id: string): FileOnScreen[] {
  const file = workspace.files.get(id);
  if (file === undefined) return [];
  const { name, title, mimetype, size } = file;
  return [{ id, name, title, mimetype, size, path: `/playground/api/people/${person.id}/files/${id}` }];
}
