import type { ElementInput } from '../../../src/playground/act.ts';
import type { Screen } from '../../../src/playground/screen.ts';
import { NotThere } from './find.ts';
import type { Field } from './part.ts';

/** What is put into a field by choosing these, by what one reads. @throws NotThere where there is no such thing. */
export function inputFor(field: Field, chosen: string | readonly string[], screen: Screen): ElementInput {
  const all = typeof chosen === 'string' ? [chosen] : chosen;
  const values = all.map((each) => valueFor(field, each, screen));
  if (takesSeveral(field)) {
    const kept = typeof chosen === 'string' ? heldValues(field) : [];
    return [...new Set([...kept, ...values.map(String)])];
  }
  if (values.length > 1) throw new NotThere(`There is only one to be chosen in ${field.labels.join(' / ')}`);
  return values[0] ?? null;
}

export function takesSeveral({ type }: Field): boolean {
  return type.startsWith('multi_') || type === 'checkboxes';
}

function valueFor({ type, options, labels }: Field, chosen: string, screen: Screen): string | number {
  const missing = (): NotThere =>
    new NotThere(`There is no '${chosen}' to choose in ${labels.join(' / ')}${offered(options)}`);
  switch (type.replace(/^multi_/, '')) {
    case 'users_select':
      return idOf(chosen.replace(/^@/, ''), screen.members, missing);
    case 'channels_select':
      return idOf(chosen.replace(/^#/, ''), screen.channels, missing);
    case 'conversations_select':
      return chosen.startsWith('#')
        ? idOf(chosen.slice(1), screen.channels, missing)
        : idOf(chosen.replace(/^@/, ''), directMessages(screen), missing);
    case 'datepicker':
    case 'timepicker':
      return chosen;
    case 'datetimepicker':
      return Math.floor(Date.parse(chosen) / 1_000);
    default: {
      const option = options?.find(({ label }) => label === chosen);
      if (option === undefined) throw missing();
      return option.value;
    }
  }
}

function offered(options: Field['options']): string {
  return options === null ? '' : `; there are ${options.map(({ label }) => `'${label}'`).join(', ')}`;
}

interface Named {
  readonly id: string;
  readonly name: string;
  readonly handle?: string;
}

function directMessages({ sidebar }: Screen): Named[] {
  return [...sidebar.directMessages, ...sidebar.apps].map(({ conversation, name }) => ({
    id: conversation,
    name,
  }));
}

function idOf(name: string, all: readonly Named[], missing: () => NotThere): string {
  const found = all.find((each) => each.name === name || each.handle === name);
  if (found === undefined) throw missing();
  return found.id;
}

/** What is chosen already, where several can be. */
function heldValues({ value }: Field): string[] {
  if (value === undefined) return [];
  const { type: _type, ...held } = value;
  return Object.values(held)
    .flat()
    .map((each) => (typeof each === 'object' && each !== null && 'value' in each ? each.value : each))
    .map(String);
}
