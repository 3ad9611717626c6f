import { announce } from '../../delivery/events.ts';
import type { Act } from '../../act.ts';
import type { Slack } from '../../slack.ts';
import type { Conversation } from '../../workspace/model.ts';
import { ActError } from '../act-error.ts';
import type { Desk } from '../desk.ts';
import { conversationOf } from '../find-element.ts';

type ActOf<Name extends Act['act']> = Extract<Act, { readonly act: Name }>;

export function join(slack: Slack, desk: Desk, act: ActOf<'join'>): void {
  const conversation = channelOf(slack, desk, act.conversation);
  if (conversation.type !== 'public')
    throw new ActError('private', 'A private channel is joined by invitation.');
  add(slack, conversation, desk.person.id, null);
}

export function invite(slack: Slack, desk: Desk, act: ActOf<'invite'>): void {
  const conversation = channelOf(slack, desk, act.conversation);
  if (!conversation.members.has(desk.person.id)) {
    throw new ActError('not_a_member', `${desk.person.name} is not in #${conversation.name}.`);
  }
  if (slack.workspace.people.get(act.member)?.isDeactivated !== false)
    throw new ActError('no_such_person', 'There is no such person.');
  add(slack, conversation, act.member, desk.person.id);
}

export function remove(slack: Slack, desk: Desk, act: ActOf<'remove'>): void {
  const conversation = channelOf(slack, desk, act.conversation);
  if (!conversation.members.delete(act.member)) throw new ActError('not_a_member', 'They are not in it.');
  slack.changed();
}

function channelOf(slack: Slack, desk: Desk, id: string): Conversation {
  const conversation = conversationOf(slack, desk, id);
  if (conversation.type === 'direct')
    throw new ActError('direct', 'Direct messages stay between their members.');
  if (conversation.isArchived) throw new ActError('archived', `#${conversation.name} is archived.`);
  return conversation;
}

function add(slack: Slack, conversation: Conversation, member: string, inviter: string | null): void {
  if (conversation.members.has(member)) return;
  conversation.members.add(member);
  slack.changed();
  if (!conversation.members.has(slack.workspace.bot.id)) return;
  void announce(slack, {
    type: 'member_joined_channel',
    user: member,
    channel: conversation.id,
    channel_type: conversation.type === 'public' ? 'C' : 'G',
    team: slack.workspace.id,
    ...(inviter === null ? {} : { inviter }),
    event_ts: slack.ids.timestamp(),
  });
}
