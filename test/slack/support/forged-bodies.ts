/** What Slack sends when people act, with anything in it that a test wants there. */
import { randomUUID } from 'node:crypto';

export interface ForgedView {
  readonly callbackId?: string;
  readonly metadata?: string;
  readonly values?: object;
}

const from = (personId: string) => ({
  user: { id: personId, team_id: 'T1' },
  team: { id: 'T1' },
  api_app_id: 'A1',
  trigger_id: randomUUID(),
});

const inForm = (payload: object): string =>
  new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

/** Of no request that was made before: two alike within a moment are one to the bot. */
const viewOf = ({ callbackId = '', metadata = '', values = {} }: ForgedView, type = 'modal') => ({
  id: 'V1',
  type,
  callback_id: callbackId,
  hash: randomUUID(),
  title: { type: 'plain_text', text: 'Forged' },
  private_metadata: metadata,
  state: { values },
  blocks: [],
});

export function submissionBody(personId: string, view: ForgedView): string {
  return inForm({ type: 'view_submission', ...from(personId), view: viewOf(view) });
}

export function closingBody(personId: string, view: ForgedView): string {
  return inForm({ type: 'view_closed', ...from(personId), is_cleared: false, view: viewOf(view) });
}

export function optionsBody(personId: string, actionId: string, typed: string, view: ForgedView): string {
  return inForm({
    type: 'block_suggestion',
    ...from(personId),
    action_id: actionId,
    block_id: 'b1',
    value: typed,
    view: viewOf(view),
  });
}

export interface ForgedClick {
  readonly actionId: string;
  readonly value?: string;
  readonly at: 'home' | 'modal' | 'message';
  readonly view?: ForgedView;
  readonly responseUrl?: string;
}

export function forgedClickBody(
  personId: string,
  { actionId, value, at, view = {}, responseUrl }: ForgedClick,
): string {
  const place =
    at === 'message'
      ? {
          container: { type: 'message', channel_id: 'C1', message_ts: randomUUID(), is_ephemeral: true },
          channel: { id: 'C1' },
          response_url: responseUrl,
        }
      : { container: { type: 'view', view_id: 'V1' }, view: viewOf(view, at) };
  const action = { type: 'button', action_id: actionId, block_id: 'b1', value, action_ts: '1700000000.1' };
  return inForm({ type: 'block_actions', ...from(personId), ...place, actions: [action] });
}
