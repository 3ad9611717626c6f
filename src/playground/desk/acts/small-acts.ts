import type { Act } from '../../act.ts';
import type { Slack } from '../../slack.ts';
import { react, takeBack } from '../../web-api/reactions.ts';
import { makeRoom } from '../../workspace/file-room.ts';
import { mimetypeOf } from '../../workspace/mimetype.ts';
import type { StoredFile } from '../../workspace/model.ts';
import { messageJson } from '../../workspace/message-json.ts';
import { ActError } from '../act-error.ts';
import type { Desk } from '../desk.ts';
import { findMessageOf } from '../find-element.ts';
import { channelName, deliverInteraction, failureText, makeTrigger, responseUrl } from '../interact.ts';
import { removeApp } from './remove-app.ts';
import { use } from './use.ts';

type ActOf<Name extends Act['act']> = Extract<Act, { readonly act: Name }>;

const maxUploadBytes = 10_000_000;
const maxToasts = 5;

export function reactTo(slack: Slack, desk: Desk, act: ActOf<'react'>): void {
  const { message } = findMessageOf(slack, desk, act);
  if (message.visibleTo !== null) throw new ActError('ephemeral', 'Nobody else sees that message.');
  const change = act.isTakenBack === true ? takeBack : react;
  change(slack, message, act.name, desk.person.id);
}

export function closeMenu(slack: Slack, desk: Desk): void {
  desk.menu = null;
  slack.changed();
}

export async function answerDialog(slack: Slack, desk: Desk, act: ActOf<'answer-dialog'>): Promise<void> {
  const { dialog } = desk;
  if (dialog === null) throw new ActError('not_on_screen', 'Nothing is asked.');
  desk.dialog = null;
  slack.changed();
  if (!act.isConfirmed) return;
  if (dialog.act.act === 'use') await use(slack, desk, dialog.act, true);
  else await removeApp(slack, desk, dialog.act, true);
}

/** The id of the file, for inputs and messages to come. */
export function upload(slack: Slack, desk: Desk, act: ActOf<'upload'>): string {
  const bytes = Buffer.from(act.content, 'base64');
  if (bytes.length === 0 || bytes.length > maxUploadBytes) {
    throw new ActError('invalid_file', `A file has 1 to ${maxUploadBytes} bytes here.`);
  }
  const file: StoredFile = {
    id: slack.ids.make('F'),
    name: act.name,
    title: act.name,
    userId: desk.person.id,
    mimetype: act.mimetype === '' ? mimetypeOf(act.name) : act.mimetype,
    createdAt: Math.floor(slack.clock.now().getTime() / 1_000),
    size: bytes.length,
    bytes,
    isComplete: true,
    sharedIn: new Set(),
  };
  slack.workspace.files.set(file.id, file);
  makeRoom(slack.workspace.files);
  return file.id;
}

export async function runShortcut(slack: Slack, desk: Desk, act: ActOf<'run-shortcut'>): Promise<void> {
  const known = slack.workspace.app.shortcuts?.find(({ callbackId }) => callbackId === act.callbackId);
  if (known === undefined || !slack.workspace.isInstalled)
    throw new ActError('no_such_shortcut', `There is no shortcut ${act.callbackId}.`);
  const about = { callback_id: act.callbackId, action_ts: slack.ids.timestamp() };
  const acknowledged =
    act.message === undefined
      ? await deliverInteraction(slack, desk, 'shortcut', {
          ...about,
          trigger_id: makeTrigger(slack, desk, null, 'shortcut'),
        })
      : await deliverInteraction(slack, desk, 'message_action', {
          ...about,
          ...messageOf(slack, desk, act.message),
          trigger_id: makeTrigger(slack, desk, null, 'message_action'),
        });
  if (acknowledged.outcome !== 'ok') toast(slack, desk, failureText(acknowledged));
}

function messageOf(slack: Slack, desk: Desk, address: NonNullable<ActOf<'run-shortcut'>['message']>) {
  const { conversation, message } = findMessageOf(slack, desk, address);
  return {
    channel: { id: conversation.id, name: channelName(conversation) },
    message: messageJson(slack, message),
    message_ts: message.ts,
    response_url: responseUrl(slack, desk, conversation, message),
  };
}

function toast(slack: Slack, desk: Desk, text: string): void {
  desk.toasts = [...desk.toasts.slice(1 - maxToasts), { id: slack.ids.make('t'), text }];
  slack.changed();
}

export function dismissToast(slack: Slack, desk: Desk, act: ActOf<'dismiss-toast'>): void {
  desk.toasts = desk.toasts.filter(({ id }) => id !== act.id);
  slack.changed();
}
