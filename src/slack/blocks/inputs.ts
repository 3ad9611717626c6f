/** What people enter things in, each cut to Slack's limits, with what is entered already in it. */
import type {
  Checkboxes,
  ConversationsSelect,
  Datepicker,
  ExternalSelect,
  MultiExternalSelect,
  MultiStaticSelect,
  MultiUsersSelect,
  NumberInput,
  PlainTextInput,
  PlainTextOption,
  RadioButtons,
  Timepicker,
} from '@slack/types';
import { maxOptions, option } from './index.ts';
import type { Choice } from './index.ts';
import { plain } from './text.ts';

const maxPlaceholder = 150;
/** Of Slack. */
export const maxTypedLength = 3_000;
/** Checkboxes and radio buttons in one group. */
const maxBoxes = 10;

export interface TextInputOptions {
  readonly value?: string | undefined;
  readonly placeholder?: string;
  readonly multiline?: boolean;
  readonly maxLength?: number;
  /** When the app is told of a block that dispatches: with Enter, or with every character. */
  readonly dispatchOn?: 'on_enter_pressed' | 'on_character_entered';
}

export function textInput(actionId: string, options: TextInputOptions = {}): PlainTextInput {
  const { value, placeholder, multiline, maxLength, dispatchOn } = options;
  return {
    type: 'plain_text_input',
    action_id: actionId,
    ...(value === undefined || value === '' ? {} : { initial_value: value.slice(0, maxTypedLength) }),
    ...(placeholder === undefined ? {} : { placeholder: plain(placeholder, maxPlaceholder) }),
    ...(multiline === undefined ? {} : { multiline }),
    ...(maxLength === undefined ? {} : { max_length: maxLength }),
    ...(dispatchOn === undefined ? {} : { dispatch_action_config: { trigger_actions_on: [dispatchOn] } }),
  };
}

export interface NumberInputOptions {
  /** As it was typed. */
  readonly value?: string | undefined;
  readonly min: number;
  readonly max: number;
}

/** A whole number. */
export function numberInput(actionId: string, { value, min, max }: NumberInputOptions): NumberInput {
  return {
    type: 'number_input',
    action_id: actionId,
    is_decimal_allowed: false,
    min_value: String(min),
    max_value: String(max),
    ...(value === undefined || !isWithin(value, min, max) ? {} : { initial_value: value }),
  };
}

/** Slack refuses a view whose initial value is out of bounds. */
function isWithin(value: string, min: number, max: number): boolean {
  const number = Number(value);
  return /^-?\d+$/.test(value) && number >= min && number <= max;
}

export interface ChoicesOptions {
  readonly choices: readonly Choice[];
  readonly chosen?: readonly string[];
}

export function checkboxes(actionId: string, { choices, chosen = [] }: ChoicesOptions): Checkboxes {
  const options = choices.slice(0, maxBoxes).map(option);
  const initial = options.filter(({ value }) => value !== undefined && chosen.includes(value));
  return {
    type: 'checkboxes',
    action_id: actionId,
    options,
    ...(initial.length === 0 ? {} : { initial_options: initial }),
  };
}

export function radioButtons(
  actionId: string,
  { choices, chosen }: { readonly choices: readonly Choice[]; readonly chosen?: string },
): RadioButtons {
  const options = choices.slice(0, maxBoxes).map(option);
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: 'radio_buttons',
    action_id: actionId,
    options,
    ...(initial === undefined ? {} : { initial_option: initial }),
  };
}

export function multiSelect(
  actionId: string,
  { choices, chosen = [], placeholder }: ChoicesOptions & { readonly placeholder: string },
): MultiStaticSelect {
  const options = choices.slice(0, maxOptions).map(option);
  const initial = options.filter(({ value }) => value !== undefined && chosen.includes(value));
  return {
    type: 'multi_static_select',
    action_id: actionId,
    placeholder: plain(placeholder, maxPlaceholder),
    options,
    ...(initial.length === 0 ? {} : { initial_options: initial }),
  };
}

export interface ExternalOptions {
  readonly placeholder: string;
  /** How many characters are typed before the app is asked. */
  readonly minQueryLength?: number;
}

/** A typeahead: what it offers is asked of the app. */
export function externalSelect(
  actionId: string,
  { placeholder, minQueryLength = 0, chosen }: ExternalOptions & { readonly chosen?: Choice | undefined },
): ExternalSelect {
  return {
    type: 'external_select',
    action_id: actionId,
    placeholder: plain(placeholder, maxPlaceholder),
    min_query_length: minQueryLength,
    ...(chosen === undefined ? {} : { initial_option: option(chosen) }),
  };
}

/** A typeahead in which several are chosen; at most a hundred can be chosen already. */
export function multiExternalSelect(
  actionId: string,
  { placeholder, minQueryLength = 0, chosen = [] }: ExternalOptions & { readonly chosen?: readonly Choice[] },
): MultiExternalSelect {
  const initial: PlainTextOption[] = chosen.slice(0, maxOptions).map(option);
  return {
    type: 'multi_external_select',
    action_id: actionId,
    placeholder: plain(placeholder, maxPlaceholder),
    min_query_length: minQueryLength,
    ...(initial.length === 0 ? {} : { initial_options: initial }),
  };
}

/** @param value `HH:MM` */
export function timePicker(actionId: string, value?: string): Timepicker {
  return { type: 'timepicker', action_id: actionId, ...(value === undefined ? {} : { initial_time: value }) };
}

/** @param value `yyyy-MM-dd` */
export function datePicker(actionId: string, value?: string, placeholder?: string): Datepicker {
  return {
    type: 'datepicker',
    action_id: actionId,
    ...(placeholder === undefined ? {} : { placeholder: plain(placeholder, maxPlaceholder) }),
    ...(value === undefined ? {} : { initial_date: value }),
  };
}

/** Public and private channels. @param chosen a channel's id */
export function channelSelect(
  actionId: string,
  { placeholder, chosen }: { readonly placeholder: string; readonly chosen?: string | undefined },
): ConversationsSelect {
  return {
    type: 'conversations_select',
    action_id: actionId,
    placeholder: plain(placeholder, maxPlaceholder),
    filter: { include: ['public', 'private'], exclude_bot_users: true },
    ...(chosen === undefined ? {} : { initial_conversation: chosen }),
  };
}

export function peopleSelect(
  actionId: string,
  { placeholder, chosen = [] }: { readonly placeholder: string; readonly chosen?: readonly string[] },
): MultiUsersSelect {
  return {
    type: 'multi_users_select',
    action_id: actionId,
    placeholder: plain(placeholder, maxPlaceholder),
    ...(chosen.length === 0 ? {} : { initial_users: [...chosen] }),
  };
}
