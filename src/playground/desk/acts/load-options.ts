import { z } from 'zod';
import { optionGroup, plainOption } from '../../blocks/composition.ts';
import { limits } from '../../blocks/limits.ts';
import type { Act } from '../../act.ts';
import type { MenuOnScreen } from '../../screen.ts';
import type { Slack } from '../../slack.ts';
import { ActError } from '../act-error.ts';
import type { Desk, OpenMenu } from '../desk.ts';
import type { Option } from '../element-values.ts';
import { findElement, findSurface } from '../find-element.ts';
import { deliverInteraction, surfaceJson } from '../interact.ts';

/** Characters that must be typed where the element says nothing. */
const usualQueryLength = 3;

const optionList = z.array(plainOption).max(limits.select.options);
const answers = z.union([
  z.object({ options: optionList }),
  z.object({ option_groups: z.array(optionGroup).max(limits.select.groups) }),
]);

type LoadOptions = Extract<Act, { readonly act: 'load-options' }>;

/** Asks the app what can be chosen; an answer that Slack does not take shows nothing. */
export async function loadOptions(slack: Slack, desk: Desk, act: LoadOptions): Promise<void> {
  const surface = findSurface(slack, desk, act.element.surface);
  const { element } = findElement(surface, act.element);
  if (element.type !== 'external_select' && element.type !== 'multi_external_select') {
    throw new ActError('no_menu', `A ${element.type} does not ask the app for its options.`);
  }
  const menu: OpenMenu = {
    element: act.element,
    query: act.query,
    isLoading: true,
    groups: [],
    options: [],
    problem: null,
  };
  const least = element.min_query_length ?? usualQueryLength;
  if (act.query.length < least) {
    desk.menu = { ...menu, isLoading: false };
    slack.changed();
    return;
  }
  desk.menu = menu;
  slack.changed();
  const acknowledged = await deliverInteraction(slack, desk, 'block_suggestion', {
    ...surfaceJson(slack, surface),
    action_id: act.element.actionId,
    block_id: act.element.blockId,
    value: act.query,
  });
  // Somebody types on: only the latest question counts.
  if (desk.menu !== menu) return;
  desk.menu =
    acknowledged.outcome === 'ok'
      ? { ...menu, isLoading: false, ...readOptions(acknowledged.payload) }
      : { ...menu, isLoading: false, problem: 'Result unavailable. Try again.' };
  slack.changed();
}

function readOptions(payload: unknown): Pick<OpenMenu, 'groups' | 'options'> {
  const read = answers.safeParse(payload);
  if (!read.success) return { groups: [], options: [] };
  const groups =
    'options' in read.data
      ? [{ label: null, options: read.data.options }]
      : read.data.option_groups.map(({ label, options }) => ({ label: label.text, options }));
  return {
    groups: groups.map(({ label, options }) => ({ label, options: options.map(shown) })),
    options: groups.flatMap(({ options }) => options),
  };
}

function shown({ text, value, description }: Option): MenuOnScreen['groups'][number]['options'][number] {
  return { text: text.text, value, description: description?.text ?? null };
}
