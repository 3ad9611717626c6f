/** Tells the app what a person did, in the payloads Slack has for it. */
import { failureWords } from '../delivery/envelope.ts';
import type { Acknowledgement } from '../delivery/envelope.ts';
import type { Slack } from '../slack.ts';
import { messageJson } from '../workspace/message-json.ts';
import type { Conversation, Message } from '../workspace/model.ts';
import type { Desk } from './desk.ts';
import type { FoundSurface } from './find-element.ts';
import { viewJson } from './view-json.ts';

type Payload = Readonly<Record<string, unknown>>;
type InteractionType =
  'block_actions' | 'block_suggestion' | 'view_submission' | 'view_closed' | 'shortcut' | 'message_action';

/** An interaction's payload; what differs is in `more`. */
export function deliverInteraction(
  slack: Slack,
  desk: Desk,
  type: InteractionType,
  more: Payload,
): Promise<Acknowledgement> {
  // What it left behind in its messages belongs to nobody.
  if (!slack.workspace.isInstalled) return Promise.resolve({ outcome: 'unreachable' });
  const payload = { type, ...whoAndWhere(slack, desk), ...more };
  return slack.deliveries.deliver({ kind: 'interactive', name: type, payload });
}

function whoAndWhere({ workspace, secrets }: Slack, { person }: Desk): Payload {
  return {
    user: { id: person.id, username: person.handle, name: person.handle, team_id: workspace.id },
    api_app_id: workspace.appId,
    token: secrets.verificationToken,
    team: { id: workspace.id, domain: workspace.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** What a payload says about the view or message that was used. */
export function surfaceJson(slack: Slack, surface: FoundSurface): Payload {
  if (surface.kind === 'view') {
    return {
      view: viewJson(slack, surface.view),
      container: { type: 'view', view_id: surface.view.id },
      state: { values: surface.view.values },
    };
  }
  const { message, conversation, state } = surface;
  return {
    channel: { id: conversation.id, name: channelName(conversation) },
    message: messageJson(slack, message),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: conversation.id,
      is_ephemeral: message.visibleTo !== null,
      ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    },
    state: { values: state.values },
  };
}

/** As Slack calls it in payloads. */
export function channelName({ type, name }: Conversation): string {
  if (type === 'direct') return 'directmessage';
  return type === 'private' ? 'privategroup' : name;
}

export function makeTrigger(slack: Slack, desk: Desk, surface: FoundSurface | null, name: string): string {
  const expired = slack.faults.take(name, ({ kind }) => kind === 'expired trigger');
  const trigger = {
    personId: desk.person.id,
    viewId: surface?.kind === 'view' ? surface.view.id : null,
    conversation: desk.place.kind === 'conversation' ? desk.place.id : null,
  };
  return slack.triggers.make(trigger, expired !== null);
}

export function responseUrl(
  slack: Slack,
  desk: Desk,
  conversation: Conversation,
  original: Message | null,
): string {
  const key = slack.responseUrls.make({
    personId: desk.person.id,
    conversation: conversation.id,
    original: original === null ? null : { conversation: conversation.id, ts: original.ts },
    threadTs: original?.threadTs ?? null,
  });
  return `${slack.origin()}/actions/${slack.workspace.id}/${key}`;
}

/** What a person reads where the app did not answer an interaction. */
export function failureText(failure: Exclude<Acknowledgement, { readonly outcome: 'ok' }>): string {
  const word = failureWords[failure.outcome].person;
  if (failure.outcome === 'http') return `The app responded with status code ${failure.status}. (${word})`;
  return failure.outcome === 'timeout'
    ? `Operation timed out. Apps need to respond within 3 seconds. (${word})`
    : `The app could not be reached. (${word})`;
}
