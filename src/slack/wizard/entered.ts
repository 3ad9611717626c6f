/**
 * What is entered in a modal, by the names of its inputs. An input's block id is its name, and after a colon whatever
 * makes it another input, which forgets what was entered in the one before: another object, or a turn.
 */
import type { InputValue, InputValues } from '../feature.ts';

export function blockId(name: string, ...others: readonly (string | number)[]): string {
  return [name, ...others].join(':').slice(0, 255);
}

/** What is typed, chosen or picked; '' where nothing is; undefined where the modal has no such input. */
export function enteredText(values: InputValues, name: string): string | undefined {
  const input = inputOf(values, name);
  if (input === undefined) return undefined;
  const chosen =
    input.selected_option?.value ??
    input.selected_date ??
    input.selected_time ??
    input.selected_conversation ??
    input.selected_channel ??
    input.selected_user;
  return chosen ?? input.value ?? '';
}

/** All that are chosen; undefined where the modal has no such input. */
export function enteredList(values: InputValues, name: string): readonly string[] | undefined {
  const input = inputOf(values, name);
  if (input === undefined) return undefined;
  return input.selected_users ?? input.selected_options?.map(({ value }) => value) ?? [];
}

/** The block id of an input, for an error at it; the name itself where the modal has no such input. */
export function blockOf(values: InputValues, name: string): string {
  return Object.keys(values).find((id) => nameOf(id) === name) ?? name;
}

function inputOf(values: InputValues, name: string): InputValue | undefined {
  return Object.values(values[blockOf(values, name)] ?? {})[0];
}

const nameOf = (id: string): string => id.split(':', 1)[0] ?? '';
