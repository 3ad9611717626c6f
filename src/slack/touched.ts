/** What a person has entered since a view was shown, by what Slack sends of the view itself. */
import type { InputBlock } from '@slack/types';
import type { InputValue, InputValues } from './feature.ts';

type Initial = Readonly<Record<string, unknown>>;

/** The inputs that hold something else than they were shown with; all of them where that is not known. */
export function touchedValues(values: InputValues, blocks: readonly SentBlock[]): InputValues {
  const shown = new Map<string, Initial>();
  for (const { block_id: id, element } of blocks) {
    if (id !== undefined && element !== undefined) shown.set(id, { ...element });
  }
  const touched = Object.entries(values).filter(([id, elements]) => {
    const initial = shown.get(id);
    const [entered] = Object.values(elements);
    return initial === undefined || entered === undefined || holds(entered) !== begins(initial);
  });
  return Object.fromEntries(touched);
}

export interface SentBlock {
  readonly block_id?: string;
  readonly element?: InputBlock['element'];
}

function holds(entered: InputValue): string {
  const { selected_option: option, selected_options: options, selected_users: users } = entered;
  return textOf([
    entered.value,
    option?.value,
    options?.map(({ value }) => value),
    entered.selected_date,
    entered.selected_time,
    entered.selected_conversation,
    entered.selected_channel,
    entered.selected_user,
    users,
  ]);
}

function begins(element: Initial): string {
  return textOf([
    element['initial_value'],
    valueOf(element['initial_option']),
    listOf(element['initial_options']),
    element['initial_date'],
    element['initial_time'],
    element['initial_conversation'],
    element['initial_channel'],
    element['initial_user'],
    element['initial_users'],
  ]);
}

function valueOf(option: unknown): unknown {
  return typeof option === 'object' && option !== null && 'value' in option ? option.value : undefined;
}

function listOf(options: unknown): unknown {
  return Array.isArray(options) ? options.map(valueOf) : undefined;
}

/** Nothing is written as null, as an empty text or list, or not at all. */
function textOf(parts: readonly unknown[]): string {
  return JSON.stringify(
    parts.map((part) =>
      part === undefined || part === null || (Array.isArray(part) && part.length === 0) ? '' : part,
    ),
  );
}
