/** Going from one place to another. */
import { announce } from '../../delivery/events.ts';
import type { Act } from '../../act.ts';
import type { Slack } from '../../slack.ts';
import { repliesOf } from '../../workspace/message-json.ts';
import { ActError } from '../act-error.ts';
import type { Desk } from '../desk.ts';
import { conversationOf, findMessageOf } from '../find-element.ts';
import { markRead } from '../read-marks.ts';
import { viewJson } from '../view-json.ts';

type ActOf<Name extends Act['act']> = Extract<Act, { readonly act: Name }>;

export async function openConversation(
  slack: Slack,
  desk: Desk,
  act: ActOf<'open-conversation'>,
): Promise<void> {
  checkNoModal(desk);
  const conversation = conversationOf(slack, desk, act.conversation);
  desk.place = { kind: 'conversation', id: conversation.id };
  desk.thread = null;
  markRead(desk, conversation);
  slack.changed();
  if (slack.workspace.isWithApp(conversation)) await announceHome(slack, desk, conversation.id, 'messages');
}

export async function openDirectMessage(
  slack: Slack,
  desk: Desk,
  act: ActOf<'open-direct-message'>,
): Promise<void> {
  const { workspace } = slack;
  if (!workspace.people.has(act.person)) throw new ActError('no_such_person', 'There is no such person.');
  const { id } = workspace.directConversation(desk.person.id, act.person);
  await openConversation(slack, desk, { act: 'open-conversation', conversation: id });
}

export async function openHome(slack: Slack, desk: Desk): Promise<void> {
  checkNoModal(desk);
  const { workspace } = slack;
  if (!workspace.isInstalled || workspace.app.hasHome !== true)
    throw new ActError('no_home', `${workspace.app.name} has no Home.`);
  desk.place = { kind: 'home' };
  desk.thread = null;
  slack.changed();
  const { id } = workspace.directConversation(desk.person.id, workspace.bot.id);
  await announceHome(slack, desk, id, 'home');
}

async function announceHome(
  slack: Slack,
  desk: Desk,
  channel: string,
  tab: 'home' | 'messages',
): Promise<void> {
  await announce(slack, {
    type: 'app_home_opened',
    user: desk.person.id,
    channel,
    tab,
    event_ts: slack.ids.timestamp(),
    ...(tab === 'home' && desk.home !== null ? { view: viewJson(slack, desk.home) } : {}),
  });
}

export function openThread(slack: Slack, desk: Desk, act: ActOf<'open-thread'>): void {
  checkNoModal(desk);
  const { conversation, message } = findMessageOf(slack, desk, act);
  const ts = message.threadTs ?? message.ts;
  desk.thread = { conversation: conversation.id, ts };
  markRead(desk, conversation, repliesOf(slack, message).at(-1)?.ts);
  slack.changed();
}

export function closeThread(slack: Slack, desk: Desk): void {
  desk.thread = null;
  slack.changed();
}

/** Nothing can be reached while a modal stands before it. */
function checkNoModal({ modals }: Desk): void {
  if (modals.length > 0) throw new ActError('behind', 'A modal is open. Close it first.');
}
