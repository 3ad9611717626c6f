import type { MultiSelect, PlainTextOption, Select } from '@slack/types';
import type { Screen } from '../../screen.ts';
import { plainText } from '../text/plain-text.ts';
import type { ChoiceGroup, ChoiceOption } from './choices.ts';

type AnySelect = Select | MultiSelect;

/** What a select offers before anything is typed; nothing where the app is asked. */
export function offeredBy(element: AnySelect, screen: Screen): readonly ChoiceGroup[] {
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select':
      return fixedGroups(element);
    case 'external_select':
    case 'multi_external_select':
      return [];
    case 'users_select':
    case 'multi_users_select':
      return [{ label: null, options: people(screen) }];
    case 'channels_select':
    case 'multi_channels_select':
      return [{ label: null, options: channels(screen, ['public']) }];
    case 'conversations_select':
    case 'multi_conversations_select':
      break;
  }
  return conversationGroups(element, screen);
}

type Fixed = Extract<AnySelect, { type: 'static_select' | 'multi_static_select' }>;

function fixedGroups({ options, option_groups: groups }: Fixed): ChoiceGroup[] {
  if (groups === undefined) return [{ label: null, options: (options ?? []).map(choiceOf) }];
  return groups.map((group) => ({ label: plainText(group.label), options: group.options.map(choiceOf) }));
}

const choiceOf = ({ text, value, description }: PlainTextOption): ChoiceOption => ({
  value: value ?? '',
  text: plainText(text),
  description: description === undefined ? null : plainText(description),
});

const people = ({ members }: Screen): ChoiceOption[] =>
  members.map(({ id, name, handle }) => ({ value: id, text: name, description: `@${handle}` }));

function channels({ channels }: Screen, include: readonly string[]): ChoiceOption[] {
  return channels
    .filter(({ isPrivate, isArchived }) => !isArchived && include.includes(isPrivate ? 'private' : 'public'))
    .map(({ id, name }) => ({ value: id, text: `#${name}`, description: null }));
}

type Conversations = Extract<AnySelect, { type: 'conversations_select' | 'multi_conversations_select' }>;

function conversationGroups({ filter }: Conversations, screen: Screen): ChoiceGroup[] {
  const include = filter?.include ?? ['public', 'private', 'im'];
  const { directMessages, apps } = screen.sidebar;
  const direct = include.includes('im')
    ? [...directMessages, ...(filter?.exclude_bot_users === true ? [] : apps)]
    : [];
  return [
    { label: null, options: channels(screen, include) },
    {
      label: 'Direct messages',
      options: direct.map(({ conversation, name }) => ({
        value: conversation,
        text: name,
        description: null,
      })),
    },
  ];
}
