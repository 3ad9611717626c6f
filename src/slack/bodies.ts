/** What Slack sends, as our listeners take it. */
import type { BlockAction, BlockElementAction, SlackViewAction, ViewOutput } from '@slack/bolt';
import type { ShownView, Surface } from './feature.ts';
import { storableJson } from './storable.ts';
import { touchedValues } from './touched.ts';

/** Slack always sends all of these; other servers that speak for it leave out what is empty. */
type SentView = Pick<ViewOutput, 'id'> & Partial<ViewOutput>;

export function shownView(view: SentView): ShownView {
  const values = view.state?.values ?? {};
  return {
    id: view.id,
    hash: view.hash ?? '',
    callbackId: view.callback_id ?? '',
    privateMetadata: storableJson(view.private_metadata ?? ''),
    values,
    touched: touchedValues(values, view.blocks ?? []),
  };
}

/** Which listener it is for: what follows a colon tells apart what stands in one block. */
export function listenerId(actionId: string): string {
  const [id = ''] = actionId.split(':', 1);
  return id;
}

/** null where nothing is chosen or typed. */
export function actionValue(action: BlockElementAction): string | null {
  if ('selected_option' in action) return action.selected_option?.value ?? null;
  if ('selected_user' in action) return action.selected_user;
  if ('selected_conversation' in action) return action.selected_conversation;
  if ('selected_channel' in action) return action.selected_channel;
  if ('selected_date' in action) return action.selected_date;
  if ('selected_time' in action) return action.selected_time;
  if ('value' in action) return action.value ?? null;
  return null;
}

export function surfaceOf(body: BlockAction): Surface {
  if (body.view !== undefined) {
    const kind = body.view.type === 'home' ? 'home' : 'modal';
    return { kind, view: shownView(body.view) };
  }
  const { container } = body;
  return {
    kind: 'message',
    channelId: body.channel?.id ?? String(container['channel_id'] ?? ''),
    ts: body.message?.ts ?? String(container['message_ts'] ?? ''),
    isEphemeral: container['is_ephemeral'] === true,
  };
}

/** What two clicks of one button on one and the same screen have in common. */
export function clickParts(body: BlockAction, action: BlockElementAction): readonly string[] {
  const surface = surfaceOf(body);
  const screen =
    surface.kind === 'message'
      ? [surface.channelId, surface.ts, String(body.message?.['edited']?.ts ?? '')]
      : [surface.view.id, surface.view.hash];
  return [body.user.id, ...screen, action.block_id, action.action_id, actionValue(action) ?? ''];
}

/** The same for a modal: what is entered counts too, for after an error it is sent again. */
export function submitParts(body: SlackViewAction): readonly string[] {
  const { id, hash, values } = shownView(body.view);
  return [body.user.id, body.type, id, hash, JSON.stringify(values)];
}

/** Slack's stamps, such as `1548426417.840180`, in milliseconds; null where it is none. */
export function stampMs(stamp: string | undefined): number | null {
  const ms = Number(stamp) * 1_000;
  return stamp !== undefined && Number.isFinite(ms) && ms > 0 ? Math.round(ms) : null;
}
