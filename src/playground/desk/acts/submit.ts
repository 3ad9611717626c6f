import { elementsOf } from '../../blocks/elements-of.ts';
import type { Acknowledgement } from '../../delivery/envelope.ts';
import type { Act } from '../../act.ts';
import type { Slack } from '../../slack.ts';
import { ApiError } from '../../web-api/api-error.ts';
import { ActError } from '../act-error.ts';
import type { Desk, OpenView } from '../desk.ts';
import { problemOfInput } from '../element-values.ts';
import { deliverInteraction, makeTrigger, responseUrl } from '../interact.ts';
import { pushModal, readModal, removeModals, replaceView } from '../open-views.ts';
import { viewJson } from '../view-json.ts';

/** Slack's own words, whatever went wrong. */
const trouble = 'We had some trouble connecting. Try again?';

/** Checks what Slack checks, asks the app, and does what it answers. */
export async function submit(
  slack: Slack,
  desk: Desk,
  { viewId }: Extract<Act, { readonly act: 'submit' }>,
): Promise<void> {
  const view = desk.modals.at(-1);
  if (view?.id !== viewId) throw new ActError('not_on_screen', 'That view is not in front.');
  if (view.payload.type !== 'modal' || view.payload.submit === undefined) {
    throw new ActError('no_submit', 'That view has nothing to submit.');
  }
  if (view.isSubmitting) throw new ActError('submitting', 'The view is being submitted already.');
  view.problem = null;
  view.errors = problemsOf(view);
  slack.changed();
  if (Object.keys(view.errors).length > 0) return;
  view.isSubmitting = true;
  slack.changed();
  const acknowledged = await deliverInteraction(slack, desk, 'view_submission', {
    trigger_id: makeTrigger(slack, desk, { kind: 'view', view, state: view }, 'view_submission'),
    view: viewJson(slack, view),
    response_urls: responseUrlsOf(slack, desk, view),
  });
  view.isSubmitting = false;
  obey(slack, desk, view, acknowledged);
  slack.changed();
}

function problemsOf(view: OpenView): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const { block, element } of elementsOf(view.payload.blocks)) {
    const { block_id: blockId = '' } = block;
    if (block.type !== 'input') continue;
    const value = view.values[blockId]?.[element.action_id ?? ''];
    const problem = problemOfInput(element, block.optional === true, value);
    if (problem !== null) problems[blockId] = problem;
  }
  return problems;
}

/** One for each select that asked for it: the app may answer in the conversation that was chosen. */
function responseUrlsOf(
  slack: Slack,
  desk: Desk,
  view: OpenView,
): readonly Readonly<Record<string, string>>[] {
  const urls: Readonly<Record<string, string>>[] = [];
  for (const { block, element } of elementsOf(view.payload.blocks)) {
    if (!('response_url_enabled' in element) || element.response_url_enabled !== true) continue;
    const { block_id: blockId = '' } = block;
    const { action_id: actionId = '' } = element;
    const value = view.values[blockId]?.[actionId];
    const chosen = value?.['selected_conversation'] ?? value?.['selected_channel'];
    const conversation = slack.workspace.conversations.get(String(chosen));
    if (conversation === undefined) continue;
    urls.push({
      block_id: blockId,
      action_id: actionId,
      channel_id: conversation.id,
      response_url: responseUrl(slack, desk, conversation, null),
    });
  }
  return urls;
}

function obey(slack: Slack, desk: Desk, view: OpenView, acknowledged: Acknowledgement): void {
  if (acknowledged.outcome !== 'ok') {
    view.problem = trouble;
    return;
  }
  try {
    follow(slack, desk, view, acknowledged.payload);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    view.problem = trouble;
    slack.traffic.note({
      direction: 'delivery',
      name: 'view_submission response',
      outcome: error.code,
      isOk: false,
      durationMs: 0,
      retry: 0,
      sent: acknowledged.payload,
      received: { error: error.code, messages: error.details },
    });
  }
}

function follow(slack: Slack, desk: Desk, view: OpenView, payload: unknown): void {
  const answer = (typeof payload === 'object' && payload !== null ? payload : {}) as Readonly<
    Record<string, unknown>
  >;
  switch (answer['response_action']) {
    case undefined:
      removeModals(slack, desk, [view]);
      break;
    case 'clear':
      removeModals(slack, desk, desk.modals);
      break;
    case 'update':
      replaceView(slack, view, readModal(slack, answer['view'], view));
      break;
    case 'push':
      pushModal(slack, desk, readModal(slack, answer['view']));
      break;
    case 'errors':
      view.errors = readErrors(view, answer['errors']);
      break;
    default:
      throw new ApiError('invalid_response_action', [`there is no ${String(answer['response_action'])}`]);
  }
}

/** Errors stand under inputs, so they must name blocks that have one. */
function readErrors(view: OpenView, errors: unknown): Readonly<Record<string, string>> {
  if (typeof errors !== 'object' || errors === null) throw new ApiError('invalid_errors');
  const inputs = new Set(
    [...elementsOf(view.payload.blocks)].flatMap(({ block }) =>
      block.type === 'input' ? [block.block_id ?? ''] : [],
    ),
  );
  const entries = Object.entries(errors).map(([blockId, text]) => {
    if (!inputs.has(blockId)) throw new ApiError('invalid_errors', [`${blockId} is no input block`]);
    return [blockId, String(text)] as const;
  });
  if (entries.length === 0) throw new ApiError('invalid_errors', ['there are none']);
  return Object.fromEntries(entries);
}
