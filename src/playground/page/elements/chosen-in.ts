import type { ElementValue, Screen } from '../../screen.ts';
import { plainText } from '../text/plain-text.ts';
import type { ChoiceOption } from './choices.ts';

/** What a select holds, whatever its kind, in words. */
export function chosenIn(value: ElementValue | null, screen: Screen): ChoiceOption[] {
  if (value === null) return [];
  const options = listOf(value['selected_options'] ?? value['selected_option']).map((option) => {
    const { text, value } = option as { text: { text: string; emoji?: boolean }; value?: string };
    return { value: value ?? '', text: plainText(text), description: null };
  });
  const ids = [
    ...listOf(value['selected_users'] ?? value['selected_user']),
    ...listOf(value['selected_channels'] ?? value['selected_channel']),
    ...listOf(value['selected_conversations'] ?? value['selected_conversation']),
  ].map(String);
  return [...options, ...ids.map((id) => ({ value: id, text: nameOf(id, screen), description: null }))];
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === null || value === undefined ? [] : [value];
}

function nameOf(id: string, { members, channels, sidebar }: Screen): string {
  const channel = channels.find((each) => each.id === id);
  if (channel !== undefined) return `#${channel.name}`;
  const direct = [...sidebar.directMessages, ...sidebar.apps].find(({ conversation }) => conversation === id);
  return members.find((each) => each.id === id)?.name ?? direct?.name ?? id;
}
