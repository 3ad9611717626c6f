import type { Slack } from '../slack.ts';
import type { OpenView } from './desk.ts';

/** A view as Slack's answers and payloads have it. */
export function viewJson({ workspace }: Slack, view: OpenView): Readonly<Record<string, unknown>> {
  const { payload } = view;
  const ofModal =
    payload.type === 'modal'
      ? {
          title: payload.title,
          close: payload.close ?? null,
          submit: payload.submit ?? null,
          submit_disabled: payload.submit_disabled ?? false,
          clear_on_close: payload.clear_on_close ?? false,
          notify_on_close: payload.notify_on_close ?? false,
        }
      : { title: { type: 'plain_text', text: 'View Title', emoji: true }, close: null, submit: null };
  return {
    id: view.id,
    team_id: workspace.id,
    type: payload.type,
    blocks: payload.blocks,
    private_metadata: payload.private_metadata ?? '',
    callback_id: payload.callback_id ?? '',
    external_id: payload.external_id ?? '',
    state: { values: view.values },
    hash: view.hash,
    ...ofModal,
    root_view_id: view.rootId,
    previous_view_id: view.previousId,
    app_id: workspace.appId,
    app_installed_team_id: workspace.id,
    bot_id: workspace.botId,
  };
}
