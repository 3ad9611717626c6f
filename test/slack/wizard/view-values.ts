import type { KnownBlock } from '@slack/types';
import type { InputValue, InputValues } from '../../../src/slack/feature.ts';

/** What a view's inputs hold when it is opened and nobody enters anything. */
export function valuesOf(blocks: readonly KnownBlock[]): InputValues {
  const values: Record<string, Record<string, InputValue>> = {};
  for (const block of blocks) {
    if (block.type !== 'input' || block.block_id === undefined) continue;
    const { action_id: actionId = '', ...element } = block.element as Element;
    values[block.block_id] = { [actionId]: valueOf(element) };
  }
  return values;
}

interface Element {
  readonly type: string;
  readonly action_id?: string;
  readonly [part: string]: unknown;
}

function valueOf(element: Element): InputValue {
  const value = { type: element.type };
  switch (element.type) {
    case 'plain_text_input':
    case 'number_input':
      return { ...value, value: (element['initial_value'] as string | undefined) ?? null };
    case 'checkboxes':
    case 'multi_static_select':
    case 'multi_external_select':
      return { ...value, selected_options: (element['initial_options'] as Option[] | undefined) ?? [] };
    case 'multi_users_select':
      return { ...value, selected_users: (element['initial_users'] as string[] | undefined) ?? [] };
    case 'timepicker':
      return { ...value, selected_time: (element['initial_time'] as string | undefined) ?? null };
    case 'datepicker':
      return { ...value, selected_date: (element['initial_date'] as string | undefined) ?? null };
    case 'conversations_select':
      return {
        ...value,
        selected_conversation: (element['initial_conversation'] as string | undefined) ?? null,
      };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { ...value, selected_option: (element['initial_option'] as Option | undefined) ?? null };
    default:
      throw new Error(`There is no such input: ${element.type}.`);
  }
}

interface Option {
  readonly value: string;
}
