import type { Screen } from '../../screen.ts';

export interface Suggestion {
  /** What takes the place of what was typed. */
  readonly insert: string;
  readonly title: string;
  readonly hint: string;
}

export interface Suggestions {
  /** What was typed of it: from here to the caret. */
  readonly from: number;
  readonly items: readonly Suggestion[];
}

const mostShown = 8;
const none: Suggestions = { from: 0, items: [] };

type Known = Pick<Screen, 'commands' | 'members' | 'channels'>;

/** What a person may be about to type: a command at the beginning, a person or a channel anywhere. */
export function suggest(text: string, caret: number, known: Known): Suggestions {
  const typed = text.slice(0, caret);
  if (/^\/\S*$/.test(typed)) {
    return { from: 0, items: commands(typed, known).slice(0, mostShown) };
  }
  const match = /(?:^|\s)([@#])([\p{L}\p{N}._-]*)$/u.exec(typed);
  if (match === null) return none;
  const [, sign = '', query = ''] = match;
  const found = sign === '@' ? members(query.toLowerCase(), known) : channels(query.toLowerCase(), known);
  return { from: caret - query.length - 1, items: found.slice(0, mostShown) };
}

const commands = (typed: string, known: Known): Suggestion[] =>
  known.commands
    .filter(({ command }) => command.startsWith(typed.toLowerCase()))
    .map(({ command, description, usageHint }) => ({
      insert: `${command} `,
      title: `${command} ${usageHint}`.trim(),
      hint: description,
    }));

const members = (query: string, known: Known): Suggestion[] =>
  known.members
    .filter(({ handle, name }) => handle.startsWith(query) || name.toLowerCase().includes(query))
    .map(({ handle, name }) => ({ insert: `@${handle} `, title: name, hint: `@${handle}` }));

const channels = (query: string, known: Known): Suggestion[] =>
  known.channels
    .filter(({ name, isArchived }) => !isArchived && name.includes(query))
    .map(({ name }) => ({ insert: `#${name} `, title: `#${name}`, hint: '' }));
