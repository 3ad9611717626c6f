import type { ElementAddress, Surface } from '../../../src/playground/act.ts';
import type { ElementValue, ElementValues, Screen } from '../../../src/playground/screen.ts';
import type { Control, Field, FieldOption } from './part.ts';
import { readableMrkdwn } from './readable-text.ts';

/** Where elements are: the surface they stand on, and what it holds. */
export interface Setting {
  readonly screen: Screen;
  readonly surface: Surface;
  readonly values: ElementValues;
}

type Json = Readonly<Record<string, unknown>>;

export interface ElementParts {
  /** What it looks like. */
  readonly lines: readonly string[];
  readonly controls: readonly Control[];
  readonly fields: readonly Field[];
}

export function jsonOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

export function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(jsonOf) : [];
}

/** The text of a text object, as it reads. */
export function readText(value: unknown, { screen }: Pick<Setting, 'screen'>): string {
  const { type, text } = jsonOf(value);
  if (typeof text !== 'string') return '';
  return type === 'mrkdwn' ? readableMrkdwn(text, screen) : text;
}

/** `labels`: what stands beside the element, where that names it. */
export function elementParts(
  element: Json,
  blockId: string,
  setting: Setting,
  labels: readonly string[],
): ElementParts {
  const actionId = wordOf(element['action_id']);
  const address: ElementAddress = { surface: setting.surface, blockId, actionId };
  const type = String(element['type']);
  switch (type) {
    case 'button':
    case 'workflow_button':
    case 'icon_button':
      return buttonParts([{ text: readText(element['text'], setting) }], address);
    case 'feedback_buttons':
      return buttonParts(
        [jsonOf(element['positive_button']), jsonOf(element['negative_button'])].map((button) => ({
          text: readText(button['text'], setting),
          value: String(button['value']),
        })),
        address,
      );
    case 'overflow':
      return {
        lines: ['[…]'],
        fields: [],
        controls: optionsOf(element, setting).map(({ label, value }) => ({
          label,
          kind: 'entry of a menu',
          isInMenu: true,
          menuLabels: labels,
          target: { kind: 'use', element: address, value },
        })),
      };
    case 'image':
      return { lines: [`(picture: ${String(element['alt_text'])})`], controls: [], fields: [] };
    default:
      return fieldParts(element, type, address, setting, labels);
  }
}

function buttonParts(
  buttons: readonly { readonly text: string; readonly value?: string }[],
  element: ElementAddress,
): ElementParts {
  return {
    lines: buttons.map(({ text }) => `[${text}]`),
    fields: [],
    controls: buttons.map(({ text, value }) => ({
      label: text,
      kind: 'button',
      isInMenu: false,
      menuLabels: [],
      target: { kind: 'use', element, ...(value === undefined ? {} : { value }) },
    })),
  };
}

function fieldParts(
  element: Json,
  type: string,
  address: ElementAddress,
  setting: Setting,
  labels: readonly string[],
): ElementParts {
  const placeholder = readText(element['placeholder'], setting);
  const value = setting.values[address.blockId]?.[address.actionId];
  const isGiven = 'options' in element || 'option_groups' in element;
  const options = isGiven ? optionsOf(element, setting) : loadedOptions(setting.screen, address);
  const field: Field = {
    labels: [...labels, placeholder].filter((label) => label !== ''),
    type,
    element: address,
    value,
    options,
  };
  const isOpen = type === 'radio_buttons' || type === 'checkboxes';
  const chosen = chosenLabels(value, setting);
  const lines = isOpen
    ? (options ?? []).map(({ label }) => `${chosen.includes(label) ? '(x)' : '( )'} ${label}`)
    : [`<${chosen.length > 0 ? chosen.join(', ') : placeholder}>`, ...menuLines(setting.screen, address)];
  return {
    lines,
    fields: [field],
    controls: (options ?? []).map(({ label }) => ({
      label,
      kind: isOpen ? 'choice' : 'option of a select',
      isInMenu: !isOpen,
      menuLabels: field.labels,
      target: { kind: 'choose', field, option: label },
    })),
  };
}

function optionsOf(element: Json, setting: Setting): FieldOption[] {
  const grouped = listOf(element['option_groups']).flatMap((group) => listOf(group['options']));
  return [...listOf(element['options']), ...grouped].map((option) => ({
    label: readText(option['text'], setting),
    value: String(option['value']),
  }));
}

function isMenuOf({ menu }: Screen, { blockId, actionId }: ElementAddress): boolean {
  return menu?.element.blockId === blockId && menu.element.actionId === actionId;
}

function loadedOptions(screen: Screen, address: ElementAddress): FieldOption[] | null {
  if (screen.menu === null || !isMenuOf(screen, address)) return null;
  return screen.menu.groups.flatMap(({ options }) =>
    options.map(({ text, value }) => ({ label: text, value })),
  );
}

/** An open menu stands on the screen. */
function menuLines(screen: Screen, address: ElementAddress): string[] {
  const { menu } = screen;
  if (menu === null || !isMenuOf(screen, address)) return [];
  if (menu.isLoading) return ['  Loading…'];
  if (menu.problem !== null) return [`  ${menu.problem}`];
  const lines = menu.groups.flatMap(({ label, options }) => [
    ...(label === null ? [] : [`  ${label}`]),
    ...options.map(
      ({ text, description }) => `  - ${text}${description === null ? '' : ` (${description})`}`,
    ),
  ]);
  return lines.length > 0 ? lines : ['  No results'];
}

/** What a field shows. */
export function chosenLabels(value: ElementValue | undefined, setting: Setting): string[] {
  if (value === undefined) return [];
  const { type: _type, ...held } = value;
  return Object.values(held).flatMap((each) => labelsOf(each, setting));
}

function labelsOf(held: unknown, setting: Setting): string[] {
  if (held === null || held === undefined) return [];
  if (Array.isArray(held)) return held.flatMap((each) => labelsOf(each, setting));
  if (typeof held === 'number') return [new Date(held * 1_000).toISOString()];
  if (typeof held === 'string') return [nameOf(held, setting.screen)];
  const { text, name } = jsonOf(held);
  if (typeof name === 'string') return [name];
  return text === undefined ? [richTextOf(held)] : [readText(text, setting)];
}

function nameOf(id: string, { members, channels }: Screen): string {
  const channel = channels.find((each) => each.id === id);
  return (
    members.find((member) => member.id === id)?.name ?? (channel === undefined ? id : `#${channel.name}`)
  );
}

/** Rich text without its formatting; mentions are left as ids. */
export function richTextOf(value: unknown): string {
  const { type, text, elements, name, user_id: user, channel_id: channel, url } = jsonOf(value);
  if (Array.isArray(elements)) {
    const isList = type === 'rich_text' || type === 'rich_text_list';
    return elements.map(richTextOf).join(isList ? '\n' : '');
  }
  if (type === 'emoji') return `:${String(name)}:`;
  const said = text ?? user ?? channel ?? url;
  return typeof said === 'string' ? said : '';
}
