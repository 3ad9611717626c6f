import type { Slack } from '../slack.ts';
import type { Conversation } from '../workspace/model.ts';
import { ApiError } from './api-error.ts';

/** By id; private ones only where the app is in them. */
export function conversationById({ workspace }: Slack, id: string): Conversation {
  const found = workspace.conversations.get(id);
  if (found === undefined || !isSeenByApp(found, workspace.bot.id)) throw new ApiError('channel_not_found');
  return found;
}

export function isSeenByApp({ type, members }: Conversation, botUserId: string): boolean {
  return type === 'public' || members.has(botUserId);
}

/** Where a message may be sent: an id, a channel's name with or without #, or a person. */
export function conversationToPostIn(slack: Slack, target: string): Conversation {
  const { workspace } = slack;
  const person = workspace.people.get(target);
  if (person !== undefined) {
    if (person.isBot || person.isDeactivated) throw new ApiError('channel_not_found');
    return workspace.directConversation(person.id, workspace.bot.id);
  }
  const named = workspace.channelByName(target.replace(/^#/, ''));
  const conversation = conversationById(slack, named?.id ?? target);
  if (conversation.isArchived) throw new ApiError('is_archived');
  if (!conversation.members.has(workspace.bot.id)) {
    const mayPostUninvited = conversation.type === 'public' && workspace.scopes.includes('chat:write.public');
    if (!mayPostUninvited) throw new ApiError('not_in_channel');
  }
  return conversation;
}

/** The app must be in it. */
export function conversationOfApp(slack: Slack, id: string): Conversation {
  const conversation = conversationById(slack, id);
  if (!conversation.members.has(slack.workspace.bot.id)) throw new ApiError('not_in_channel');
  return conversation;
}
