/** Records in a modal, where there are no tables: a card each, and the columns a page at a time. */
import type { KnownBlock, MrkdwnElement } from '@slack/types';
import { actions, bold, button, context, divider, section } from '../../blocks/index.ts';
import { pageOf } from '../../blocks/page.ts';
import { mrkdwn } from '../../blocks/text.ts';

export interface RecordCard {
  /** mrkdwn, one line. */
  readonly title: string;
  /** mrkdwn, in the order of the columns. */
  readonly values: readonly string[];
}

export interface RecordCards {
  /** What stands above each value, as people call it. */
  readonly columns: readonly string[];
  readonly cards: readonly RecordCard[];
  /** Of columns, counted from 0. */
  readonly page: number;
  /** What turns the pages; the page is its value. */
  readonly turnId: string;
  /** What is turned: "Fields" or "Attributes". */
  readonly noun: string;
}

/** A section takes ten. */
const columnsOnPage = 10;
/** Of a label and its value; Slack takes 2,000. */
const maxFieldLength = 600;

export function recordCards({ columns, cards, page: asked, turnId, noun }: RecordCards): KnownBlock[] {
  const { items, page, pages, offset, total } = pageOf(columns, asked, columnsOnPage);
  const blocks = cards.flatMap(({ title, values }): KnownBlock[] => [
    {
      ...section(title),
      ...(items.length === 0 ? {} : { fields: fieldsOf(items, values.slice(offset)) }),
    },
    divider(),
  ]);
  if (pages === 1 || cards.length === 0) return blocks;
  const turns = [
    ...(page === 0
      ? []
      : [button(`Previous ${noun.toLowerCase()}`, `${turnId}:back`, { value: String(page - 1) })]),
    ...(page === pages - 1
      ? []
      : [button(`Next ${noun.toLowerCase()}`, `${turnId}:on`, { value: String(page + 1) })]),
  ];
  const place = `${noun} ${offset + 1}–${offset + items.length} of ${total}`;
  return [context(place), ...blocks, actions(turns)];
}

function fieldsOf(columns: readonly string[], values: readonly string[]): MrkdwnElement[] {
  return columns.map((column, index) => mrkdwn(`${bold(column)}\n${values[index] ?? '–'}`, maxFieldLength));
}
