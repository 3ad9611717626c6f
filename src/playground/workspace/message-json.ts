import type { Slack } from '../slack.ts';
import { fileJson } from './file-json.ts';
import type { Message } from './model.ts';

/** A message as Slack's answers and events have it. */
export function messageJson(slack: Slack, message: Message): Readonly<Record<string, unknown>> {
  const { workspace } = slack;
  const { content } = message;
  const isFromBot = message.userId === workspace.bot.id;
  const files = message.files.flatMap((id) => {
    const file = workspace.files.get(id);
    return file === undefined ? [] : [fileJson(slack, file)];
  });
  const replies = repliesOf(slack, message);
  return {
    type: 'message',
    user: message.userId,
    ts: message.ts,
    text: content.text,
    team: workspace.id,
    ...(isFromBot
      ? { bot_id: workspace.botId, app_id: workspace.appId, bot_profile: botProfile(slack) }
      : {}),
    ...(message.username === null ? {} : { username: message.username }),
    ...(content.blocks.length === 0 ? {} : { blocks: content.blocks }),
    ...(content.attachments.length === 0 ? {} : { attachments: attachmentsJson(message) }),
    ...(content.metadata === null ? {} : { metadata: content.metadata }),
    ...(files.length === 0 ? {} : { files, upload: false, subtype: 'file_share' }),
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    ...(message.editedTs === null ? {} : { edited: { user: message.userId, ts: message.editedTs } }),
    ...(message.reactions.size === 0 ? {} : { reactions: reactionsJson(message) }),
    ...(replies.length === 0
      ? {}
      : {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map(({ userId }) => userId))],
          latest_reply: replies.at(-1)?.ts,
        }),
  };
}

/** Those everybody sees, oldest first. */
export function repliesOf({ workspace }: Slack, { conversation, ts }: Message): Message[] {
  const messages = workspace.conversations.get(conversation)?.messages ?? [];
  return messages.filter(({ threadTs, visibleTo }) => threadTs === ts && visibleTo === null);
}

export function botProfile({ workspace }: Slack): Readonly<Record<string, unknown>> {
  return {
    id: workspace.botId,
    app_id: workspace.appId,
    name: workspace.app.name,
    deleted: false,
    team_id: workspace.id,
  };
}

function attachmentsJson({ content }: Message): readonly Readonly<Record<string, unknown>>[] {
  return content.attachments.map(({ color, text, fallback, blocks }, index) => ({
    id: index + 1,
    ...(color === null ? {} : { color }),
    ...(text === '' ? {} : { text }),
    ...(blocks.length === 0 ? {} : { blocks }),
    fallback,
  }));
}

function reactionsJson({ reactions }: Message): readonly Readonly<Record<string, unknown>>[] {
  return [...reactions].map(([name, users]) => ({ name, users: [...users], count: users.size }));
}
