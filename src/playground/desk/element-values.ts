/** What elements hold, in the form in which Slack gives it to apps. */
import type { AnyBlock } from '../blocks/blocks.ts';
import { optionsOf } from '../blocks/check-blocks.ts';
import { elementsOf } from '../blocks/elements-of.ts';
import type { AnyElement } from '../blocks/elements-of.ts';
import { countCharacters } from '../blocks/text.ts';
import type { ElementInput } from '../act.ts';
import type { ElementValue, ElementValues } from '../screen.ts';
import { ActError } from './act-error.ts';

export type Option = NonNullable<ReturnType<typeof optionsOf>>[number];

export type MutableValues = Record<string, Record<string, ElementValue>>;

/** What one can choose or fill in besides what stands in the element. */
export interface Choosable {
  /** Options that the app gave for this element on request. */
  readonly loaded: readonly Option[];
  /** By id, as Slack gives files to apps. */
  readonly file: (id: string) => Readonly<Record<string, unknown>> | undefined;
  /** Whether somebody or some channel has this id. */
  readonly exists: (id: string) => boolean;
}

interface Kind {
  /** Of the value: `selected_option`. */
  readonly property: string;
  /** Of the element: `initial_option`. */
  readonly initial: string | null;
  /** What stands there when nothing is chosen. */
  readonly none: unknown;
  read(input: ElementInput | undefined, element: AnyElement, choosable: Choosable): unknown;
}

const one: Kind = {
  property: 'selected_option',
  initial: 'initial_option',
  none: null,
  read: (input, element, choosable) => (input === null ? null : optionWith(input, element, choosable)),
};

const several: Kind = {
  property: 'selected_options',
  initial: 'initial_options',
  none: [],
  read: (input, element, choosable) =>
    listOf(input, element).map((value) => optionWith(value, element, choosable)),
};

const typed: Kind = {
  property: 'value',
  initial: 'initial_value',
  none: null,
  read: (input, element) => {
    const text = textOf(input, element);
    return text === '' ? null : text;
  },
};

function oneId(property: string, initial: string): Kind {
  return {
    property,
    initial,
    none: null,
    read: (input, element, { exists }) => (input === null ? null : existing(textOf(input, element), exists)),
  };
}

function severalIds(property: string, initial: string): Kind {
  return {
    property,
    initial,
    none: [],
    read: (input, element, { exists }) => listOf(input, element).map((id) => existing(id, exists)),
  };
}

function picked(property: string, initial: string, pattern: RegExp): Kind {
  return {
    property,
    initial,
    none: null,
    read(input, element) {
      if (input === null) return null;
      const text = textOf(input, element);
      if (!pattern.test(text))
        throw new ActError('invalid_value', `${text} is not what a ${element.type} takes.`);
      return text;
    },
  };
}

type StatefulType = Exclude<
  AnyElement['type'],
  'button' | 'workflow_button' | 'overflow' | 'icon_button' | 'feedback_buttons'
>;

const kinds: Readonly<Record<StatefulType, Kind>> = {
  static_select: one,
  external_select: one,
  radio_buttons: one,
  multi_static_select: several,
  multi_external_select: several,
  checkboxes: several,
  users_select: oneId('selected_user', 'initial_user'),
  conversations_select: oneId('selected_conversation', 'initial_conversation'),
  channels_select: oneId('selected_channel', 'initial_channel'),
  multi_users_select: severalIds('selected_users', 'initial_users'),
  multi_conversations_select: severalIds('selected_conversations', 'initial_conversations'),
  multi_channels_select: severalIds('selected_channels', 'initial_channels'),
  plain_text_input: typed,
  email_text_input: typed,
  url_text_input: typed,
  number_input: typed,
  datepicker: picked('selected_date', 'initial_date', /^\d{4}-\d\d-\d\d$/),
  timepicker: picked('selected_time', 'initial_time', /^\d\d:\d\d$/),
  datetimepicker: {
    property: 'selected_date_time',
    initial: 'initial_date_time',
    none: null,
    read: (input) => {
      if (input === null || typeof input === 'number') return input;
      throw new ActError('invalid_value', 'A datetimepicker takes seconds since 1970.');
    },
  },
  rich_text_input: {
    property: 'rich_text_value',
    initial: 'initial_value',
    none: null,
    read: (input, element) => {
      const text = textOf(input, element);
      return text === '' ? null : richTextOf(text);
    },
  },
  file_input: {
    property: 'files',
    initial: null,
    none: [],
    read: (input, element, { file }) =>
      listOf(input, element).map((id) => {
        const found = file(id);
        if (found === undefined) throw new ActError('file_not_found', `There is no file ${id}.`);
        return found;
      }),
  },
};

export function richTextOf(text: string) {
  const section = { type: 'rich_text_section', elements: [{ type: 'text', text }] };
  return { type: 'rich_text', elements: [section] };
}

function kindOf(element: AnyElement): Kind | null {
  return element.type in kinds ? kinds[element.type as StatefulType] : null;
}

/** Null for elements that hold nothing, as buttons. */
export function valueWith(element: AnyElement, input: ElementInput | undefined, choosable: Choosable) {
  const kind = kindOf(element);
  if (kind === null) return null;
  return { type: element.type, [kind.property]: kind.read(input, element, choosable) };
}

/** What elements hold when they come up; those that were there before, by both ids, keep what they held. */
export function valuesOf(blocks: readonly AnyBlock[], before: ElementValues = {}): MutableValues {
  const values: MutableValues = {};
  for (const { block, element } of elementsOf(blocks)) {
    const kind = kindOf(element);
    const { block_id: blockId = '' } = block;
    const { action_id: actionId = '' } = element;
    if (kind === null) continue;
    const kept = before[blockId]?.[actionId];
    values[blockId] ??= {};
    values[blockId][actionId] = kept?.type === element.type ? kept : initialValue(element, kind);
  }
  return values;
}

function initialValue(element: AnyElement, { property, initial, none }: Kind): ElementValue {
  const properties: Readonly<Record<string, unknown>> = element;
  const given = initial === null ? undefined : properties[initial];
  return { type: element.type, [property]: given ?? none };
}

export function isEmpty(value: ElementValue | undefined): boolean {
  if (value === undefined) return true;
  return Object.entries(value).every(
    ([key, held]) => key === 'type' || held === null || (Array.isArray(held) && held.length === 0),
  );
}

export function optionWith(
  value: string | number | readonly string[] | undefined,
  element: AnyElement,
  { loaded }: Choosable,
) {
  const found = [...(optionsOf(element) ?? []), ...loaded].find((option) => option.value === value);
  if (found === undefined)
    throw new ActError('no_such_option', `There is no option ${String(value)} to choose.`);
  return found;
}

function textOf(input: ElementInput | undefined, { type }: AnyElement): string {
  if (typeof input !== 'string') throw new ActError('invalid_value', `A ${type} takes a text.`);
  return input;
}

function listOf(input: ElementInput | undefined, { type }: AnyElement): readonly string[] {
  if (!Array.isArray(input)) throw new ActError('invalid_value', `A ${type} takes a list.`);
  return input as readonly string[];
}

function existing(id: string, exists: (id: string) => boolean): string {
  if (!exists(id)) throw new ActError('no_such_option', `There is nobody and no channel with the id ${id}.`);
  return id;
}

/** What Slack itself finds wrong with an input before the app is asked; null where nothing. */
export function problemOfInput(
  element: AnyElement,
  isOptional: boolean,
  value: ElementValue | undefined,
): string | null {
  if (isEmpty(value)) return isOptional ? null : 'Please complete this required field.';
  const text = value?.['value'];
  if (typeof text !== 'string') return null;
  return inputRules[element.type]?.(text, element) ?? null;
}

type Rule = (text: string, element: AnyElement) => string | null;

const inputRules: Partial<Record<AnyElement['type'], Rule>> = {
  plain_text_input(text, element) {
    if (element.type !== 'plain_text_input') return null;
    const { min_length: least = 0, max_length: most = Infinity } = element;
    const length = countCharacters(text);
    if (length < least) return `Please enter at least ${least} characters.`;
    return length > most ? `Please enter at most ${most} characters.` : null;
  },
  email_text_input: (text) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? null : 'Please enter a valid email address.',
  url_text_input: (text) => (URL.canParse(text) ? null : 'Please enter a valid URL.'),
  number_input(text, element) {
    if (element.type !== 'number_input') return null;
    const number = Number(text);
    if (text.trim() === '' || Number.isNaN(number)) return 'Please enter a valid number.';
    if (!element.is_decimal_allowed && !Number.isInteger(number)) return 'Please enter a whole number.';
    const { min_value: least, max_value: most } = element;
    if (least !== undefined && number < Number(least)) return `Please enter a number of at least ${least}.`;
    return most !== undefined && number > Number(most) ? `Please enter a number of at most ${most}.` : null;
  },
};
