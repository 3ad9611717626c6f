/** Text as Slack takes it: escaped where it is markup, and never longer than the place it stands in. */
import type { MrkdwnElement, PlainTextElement } from '@slack/types';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Cuts to at most `limit` UTF-16 units, an ellipsis included, without cutting a character that people see in two. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // The character that the ellipsis would stand in: it goes as a whole.
  const end = graphemes.segment(text.slice(0, limit)).containing(limit - 1)?.index ?? 0;
  return `${text.slice(0, end).trimEnd()}…`;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Nobody is mentioned and nothing becomes a link. What is to read as it was typed needs `asTyped` or `code`. */
export function escape(text: string): string {
  return text.replaceAll(/[&<>]/g, (character) => escapes[character] ?? character);
}

/** What Slack sends us of what was typed: it escapes it as we do. */
export function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** They look the same, and format nothing. mrkdwn has no way to take these signs literally. */
const lookalikes = { '*': '∗', '~': '∼', '`': 'ˋ', _: 'ˍ' } as const;

/** Underscores before a word, where some after a word close what they would begin: not those of `Foo__c`. */
const openingUnderscores = /(?<![\p{L}\p{N}_])_+(?=[^_\s](?:[^\n]*\S)?_(?![\p{L}\p{N}]))/gu;

/** What is not ours, such as the name of a job, for mrkdwn: it reads as it was typed. */
export function asTyped(text: string): string {
  return escape(text)
    .replaceAll('*', lookalikes['*'])
    .replaceAll('~', lookalikes['~'])
    .replaceAll('`', lookalikes['`'])
    .replaceAll(openingUnderscores, (signs) => signs.replaceAll('_', lookalikes._));
}

/** Within code everything else is shown as it is. */
export function code(text: string): string {
  return `\`${escape(text).replaceAll('`', lookalikes['`'])}\``;
}

/** Bold, for names: line ends would end it. */
export function bold(text: string): string {
  return `*${asTyped(text).replaceAll(/\s+/g, ' ').trim()}*`;
}

/** Plain text is never empty: Slack refuses that. */
export function plain(text: string, limit: number): PlainTextElement {
  return { type: 'plain_text', text: cut(text, limit) || ' ', emoji: true };
}

export function mrkdwn(text: string, limit = 3_000): MrkdwnElement {
  return { type: 'mrkdwn', text: cutMarkup(text, limit) || ' ' };
}

/** Not within an escape such as `&amp;` or a link. */
function cutMarkup(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const short = cut(text, limit);
  return short.replace(/(?:&[a-z]*|<[^<>]*)…$/, '…');
}
