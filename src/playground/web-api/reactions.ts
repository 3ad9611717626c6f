import { announce } from '../delivery/events.ts';
import type { Slack } from '../slack.ts';
import { messageJson } from '../workspace/message-json.ts';
import type { Message } from '../workspace/model.ts';
import { findMessage } from '../workspace/post-message.ts';
import { ApiError } from './api-error.ts';
import { conversationOfApp } from './find-conversation.ts';
import { arg, method } from './method.ts';
import type { Methods } from './method.ts';

const which = { channel: arg.text, timestamp: arg.text };

export const reactionMethods: Methods = {
  'reactions.add': method({
    scopes: ['reactions:write'],
    args: { ...which, name: arg.text },
    run(slack, args) {
      const message = messageOf(slack, args.channel, args.timestamp);
      if (!react(slack, message, args.name, slack.workspace.bot.id)) throw new ApiError('already_reacted');
      return {};
    },
  }),

  'reactions.remove': method({
    scopes: ['reactions:write'],
    args: { ...which, name: arg.text },
    run(slack, args) {
      const message = messageOf(slack, args.channel, args.timestamp);
      if (!takeBack(slack, message, args.name, slack.workspace.bot.id)) throw new ApiError('no_reaction');
      return {};
    },
  }),

  'reactions.get': method({
    scopes: ['reactions:read'],
    args: which,
    run(slack, args) {
      const message = messageOf(slack, args.channel, args.timestamp);
      return { type: 'message', channel: message.conversation, message: messageJson(slack, message) };
    },
  }),
};

function messageOf(slack: Slack, channel: string, ts: string): Message {
  const message = findMessage(conversationOfApp(slack, channel), ts);
  if (message === undefined || message.visibleTo !== null) throw new ApiError('message_not_found');
  return message;
}

/** Whether it is new. */
export function react(slack: Slack, message: Message, name: string, userId: string): boolean {
  const users = message.reactions.get(name) ?? new Set();
  if (users.has(userId)) return false;
  message.reactions.set(name, users.add(userId));
  tell(slack, message, 'reaction_added', name, userId);
  return true;
}

/** Whether there was one. */
export function takeBack(slack: Slack, message: Message, name: string, userId: string): boolean {
  const users = message.reactions.get(name);
  if (users?.delete(userId) !== true) return false;
  if (users.size === 0) message.reactions.delete(name);
  tell(slack, message, 'reaction_removed', name, userId);
  return true;
}

function tell(slack: Slack, message: Message, type: string, name: string, userId: string): void {
  slack.changed();
  void announce(slack, {
    type,
    user: userId,
    reaction: name,
    item_user: message.userId,
    item: { type: 'message', channel: message.conversation, ts: message.ts },
    event_ts: slack.ids.timestamp(),
  });
}
