import type { Slack } from '../slack.ts';
import type { Conversation } from '../workspace/model.ts';

/** A conversation as Slack's answers have it, seen by the app. */
export function conversationJson({ workspace }: Slack, conversation: Conversation) {
  const { id, type, name, isArchived, members, createdAt, topic } = conversation;
  const common = { id, created: createdAt, is_archived: isArchived, is_org_shared: false };
  if (type === 'direct') {
    const other = [...members].find((member) => member !== workspace.bot.id) ?? workspace.bot.id;
    return { ...common, is_im: true, user: other, is_user_deleted: false, priority: 0 };
  }
  return {
    ...common,
    name,
    name_normalized: name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: type === 'private',
    is_general: name === 'general',
    is_member: members.has(workspace.bot.id),
    num_members: members.size,
    topic: { value: topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    context_team_id: workspace.id,
  };
}
