import type { InputBlock, PlacedElement } from '../../blocks/elements-of.ts';
import { optionsOf } from '../../blocks/check-blocks.ts';
import type { Act, ElementAddress } from '../../act.ts';
import type { Slack } from '../../slack.ts';
import { fileJson } from '../../workspace/file-json.ts';
import { ActError } from '../act-error.ts';
import { isSameElement } from '../desk.ts';
import type { Desk } from '../desk.ts';
import { optionWith, valueWith } from '../element-values.ts';
import type { Choosable } from '../element-values.ts';
import { findElement, findSurface } from '../find-element.ts';
import type { FoundSurface } from '../find-element.ts';
import { deliverInteraction, failureText, makeTrigger, responseUrl, surfaceJson } from '../interact.ts';

type Use = Extract<Act, { readonly act: 'use' }>;
type Action = Readonly<Record<string, unknown>>;

/** Clicks, chooses or types; tells the app, unless the input only waits to be submitted. */
export async function use(slack: Slack, desk: Desk, act: Use, isConfirmed = false): Promise<void> {
  const surface = findSurface(slack, desk, act.element.surface);
  const placed = findElement(surface, act.element);
  const { block, element } = placed;
  if (surface.kind === 'view' && surface.view.isSubmitting) {
    throw new ActError('submitting', 'The view is being submitted.');
  }
  if (block.type !== 'input' && askedToConfirm(desk, act, placed, isConfirmed)) {
    slack.changed();
    return;
  }
  const choosable = choosableFor(slack, desk, act.element, surface, placed);
  const action = actionOf(placed, act, choosable);
  if (action === null) return;
  const value = valueWith(element, act.value, choosable);
  const { blockId, actionId } = act.element;
  if (value !== null) {
    surface.state.values[blockId] = { ...surface.state.values[blockId], [actionId]: value };
    desk.menu = null;
  }
  if (surface.kind === 'view' && block.type === 'input') {
    const { [blockId]: _corrected, ...errors } = surface.view.errors;
    surface.view.errors = errors;
  }
  slack.changed();
  if (block.type === 'input' && !isDispatched(block, act)) return;
  await dispatch(slack, desk, surface, act.element, action);
}

function askedToConfirm(desk: Desk, act: Use, { element }: PlacedElement, isConfirmed: boolean): boolean {
  if (isConfirmed || !('confirm' in element) || element.confirm === undefined) return false;
  const { title, text, confirm, deny, style } = element.confirm;
  desk.dialog = {
    title: title?.text ?? 'Are you sure?',
    text: text.text,
    confirm: confirm?.text ?? 'Yes',
    deny: deny?.text ?? 'No',
    style: style ?? 'primary',
    act,
  };
  return true;
}

function choosableFor(
  slack: Slack,
  desk: Desk,
  address: ElementAddress,
  { state }: FoundSurface,
  { element }: PlacedElement,
): Choosable {
  const { menu } = desk;
  const { people, conversations, files } = slack.workspace;
  const loaded = menu !== null && isSameElement(menu.element, address) ? menu.options : [];
  const held = state.values[address.blockId]?.[address.actionId];
  const chosen = [held?.['selected_option'], held?.['selected_options']].flat();
  // What is chosen already may be kept among others.
  const kept = chosen.filter(
    (option): option is Choosable['loaded'][number] => typeof option === 'object' && option !== null,
  );
  return {
    loaded: optionsOf(element) === null ? [...loaded, ...kept] : [],
    file(id) {
      const file = files.get(id);
      return file?.userId === desk.person.id ? fileJson(slack, file) : undefined;
    },
    exists: (id) => people.has(id) || conversations.has(id),
  };
}

/** What the app is told about the element; null where Slack tells it nothing. */
function actionOf({ element }: PlacedElement, act: Use, choosable: Choosable): Action | null {
  if (element.type === 'workflow_button') return null;
  if (element.type === 'button' || element.type === 'icon_button') {
    const { type, text, value } = element;
    const style = element.type === 'button' ? element.style : undefined;
    return {
      type,
      text,
      ...(value === undefined ? {} : { value }),
      ...(style === undefined ? {} : { style }),
    };
  }
  if (element.type === 'feedback_buttons') {
    const buttons = [element.positive_button, element.negative_button];
    const chosen = buttons.find(({ value }) => value === act.value);
    if (chosen === undefined) throw new ActError('no_such_option', 'There is no such button.');
    return { type: element.type, text: chosen.text, value: chosen.value };
  }
  if (element.type === 'overflow') {
    return { type: element.type, selected_option: optionWith(act.value ?? undefined, element, choosable) };
  }
  return { ...valueWith(element, act.value, choosable) };
}

function isDispatched({ dispatch_action: isAsked, element }: InputBlock, act: Use): boolean {
  if (isAsked !== true) return false;
  const isTyped = /_text_input$|^number_input$|^rich_text_input$/.test(element.type);
  if (!isTyped) return true;
  const config = 'dispatch_action_config' in element ? element.dispatch_action_config : undefined;
  const on = config?.trigger_actions_on ?? ['on_enter_pressed'];
  return on.includes('on_character_entered') || (act.isEntered === true && on.includes('on_enter_pressed'));
}

async function dispatch(
  slack: Slack,
  desk: Desk,
  surface: FoundSurface,
  { blockId, actionId }: ElementAddress,
  action: Action,
): Promise<void> {
  const { state } = surface;
  const using = { blockId, actionId };
  state.busy = [...state.busy, using];
  state.problem = null;
  slack.changed();
  const acknowledged = await deliverInteraction(slack, desk, 'block_actions', {
    ...surfaceJson(slack, surface),
    ...(surface.kind === 'message'
      ? { response_url: responseUrl(slack, desk, surface.conversation, surface.message) }
      : {}),
    trigger_id: makeTrigger(slack, desk, surface, 'block_actions'),
    actions: [{ action_id: actionId, block_id: blockId, ...action, action_ts: slack.ids.timestamp() }],
  });
  state.busy = state.busy.filter((each) => each !== using);
  if (acknowledged.outcome !== 'ok') state.problem = failureText(acknowledged);
  slack.changed();
}
