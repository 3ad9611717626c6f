/** What happens in the workspace, told to the app if it asked for it. */
import type { Conversation, Message } from '../workspace/model.ts';
import type { Slack } from '../slack.ts';
import { messageJson } from '../workspace/message-json.ts';

type Event = Readonly<Record<string, unknown>> & { readonly type: string };

/**
 * Where the app is not installed, it hears nothing.
 *
 * @param subscription the name under which an app asks for it, where that is not the event's type.
 */
export async function announce(slack: Slack, event: Event, subscription = event.type): Promise<void> {
  const { workspace, ids } = slack;
  if (!workspace.isInstalled) return;
  await send(slack, event, subscription, {
    context_team_id: workspace.id,
    context_enterprise_id: null,
    authorizations: [
      {
        enterprise_id: null,
        team_id: workspace.id,
        user_id: workspace.bot.id,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${ids.make('')}`,
  });
}

/** That the app may not be there any more: nobody is left in whose name it could be told. */
export async function announceLeaving(slack: Slack, event: Event): Promise<void> {
  await send(slack, event, event.type, {});
}

async function send(
  { workspace, ids, clock, secrets, deliveries }: Slack,
  event: Event,
  subscription: string,
  more: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (!workspace.app.events.includes(subscription)) return;
  const payload = {
    token: secrets.verificationToken,
    team_id: workspace.id,
    api_app_id: workspace.appId,
    event,
    type: 'event_callback',
    event_id: ids.event(),
    event_time: Math.floor(clock.now().getTime() / 1_000),
    ...more,
  };
  await deliveries.announce({ kind: 'events_api', name: event.type, payload });
}

const channelTypes = { public: 'channel', private: 'group', direct: 'im' } as const;
const subscriptions = {
  public: 'message.channels',
  private: 'message.groups',
  direct: 'message.im',
} as const;

/** Only apps that are in a conversation hear what is said in it. */
function isHeard(slack: Slack, conversation: Conversation, message: Message): boolean {
  return conversation.members.has(slack.workspace.bot.id) && message.visibleTo === null;
}

export async function announceMessage(
  slack: Slack,
  conversation: Conversation,
  message: Message,
): Promise<void> {
  if (!isHeard(slack, conversation, message)) return;
  const { workspace } = slack;
  const said = messageJson(slack, message);
  const { ts: eventTs } = message;
  const event = {
    ...said,
    type: 'message',
    channel: conversation.id,
    channel_type: channelTypes[conversation.type],
    event_ts: eventTs,
  };
  const mentions = message.content.text.includes(`<@${workspace.bot.id}>`);
  const isMention = mentions && message.userId !== workspace.bot.id && conversation.type !== 'direct';
  await Promise.all([
    announce(slack, event, subscriptions[conversation.type]),
    isMention
      ? announce(slack, { ...said, type: 'app_mention', channel: conversation.id, event_ts: eventTs })
      : null,
  ]);
}

export async function announceChange(
  slack: Slack,
  conversation: Conversation,
  message: Message,
  subtype: 'message_changed' | 'message_deleted',
): Promise<void> {
  if (!isHeard(slack, conversation, message)) return;
  const ts = slack.ids.timestamp();
  const about =
    subtype === 'message_changed' ? { message: messageJson(slack, message) } : { deleted_ts: message.ts };
  const event = {
    type: 'message',
    subtype,
    channel: conversation.id,
    channel_type: channelTypes[conversation.type],
    hidden: true,
    ts,
    event_ts: ts,
    ...about,
  };
  await announce(slack, event, subscriptions[conversation.type]);
}
