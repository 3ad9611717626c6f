import { announceChange, announceMessage } from '../delivery/events.ts';
import type { Slack } from '../slack.ts';
import type { Conversation, Message, MessageContent, Stream } from './model.ts';

export interface MessageInput {
  readonly userId: string;
  readonly content: MessageContent;
  readonly username?: string;
  readonly files?: readonly string[];
  readonly threadTs?: string | null;
  readonly isBroadcast?: boolean;
  readonly visibleTo?: string | null;
  readonly stream?: Stream;
}

export const emptyContent: MessageContent = {
  text: '',
  markdown: null,
  blocks: [],
  attachments: [],
  metadata: null,
};

/** Keeps a message, shows it, and tells the app; the telling is not waited for. */
export function postMessage(slack: Slack, conversation: Conversation, input: MessageInput): Message {
  const message: Message = {
    conversation: conversation.id,
    ts: slack.ids.timestamp(),
    userId: input.userId,
    username: input.username ?? null,
    content: input.content,
    files: input.files ?? [],
    threadTs: input.threadTs ?? null,
    isBroadcast: input.isBroadcast ?? false,
    visibleTo: input.visibleTo ?? null,
    editedTs: null,
    stream: input.stream ?? null,
    reactions: new Map(),
  };
  slack.workspace.keep(message);
  for (const id of message.files) slack.workspace.files.get(id)?.sharedIn.add(conversation.id);
  slack.changed();
  void announceMessage(slack, conversation, message);
  return message;
}

export function findMessage(conversation: Conversation, ts: string): Message | undefined {
  return conversation.messages.findLast((message) => message.ts === ts);
}

/** Says something else in its place and tells the app. */
export function changeMessage(
  slack: Slack,
  conversation: Conversation,
  message: Message,
  content: MessageContent,
): void {
  message.content = content;
  slack.changed();
  void announceChange(slack, conversation, message, 'message_changed');
}

export function deleteMessage(slack: Slack, conversation: Conversation, message: Message): void {
  const at = conversation.messages.indexOf(message);
  if (at >= 0) conversation.messages.splice(at, 1);
  slack.changed();
  void announceChange(slack, conversation, message, 'message_deleted');
}
