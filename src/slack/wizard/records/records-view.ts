/** "Filter and preview": which records of the hub are sent, from data. */
import type { KnownBlock } from '@slack/types';
import type { OutboundDraft } from '../../../domain/draft.ts';
import type { HubRecordPreview } from '../../../operations/drafts/outbound/preview-hub-records.ts';
import { actions, button, input, section, warning } from '../../blocks/index.ts';
import { maxTypedLength, textInput } from '../../blocks/inputs.ts';
import { numberText } from '../../jobs/words.ts';
import { blockId } from '../entered.ts';
import { recordCards } from '../preview/record-cards.ts';
import type { RecordCard } from '../preview/record-cards.ts';
import { valueText } from '../preview/value-text.ts';

export const recordsIds = {
  filter: 'wizard-hub-filter',
  more: 'wizard-more-filters',
  refresh: 'wizard-refresh-hub-preview',
  page: 'wizard-hub-preview-page',
} as const;

export interface RecordsState {
  /** Goes up when the filter has to take what it did not hold. */
  readonly turn: number;
  /** Of the preview's columns. */
  readonly page: number;
}

/** @param preview a text where there is none, and why */
export function recordsBlocks(
  draft: OutboundDraft,
  preview: HubRecordPreview | string,
  { turn, page }: RecordsState,
): KnownBlock[] {
  return [
    ...filterBlocks(draft, turn),
    actions(
      [button('More filters', recordsIds.more), button('Refresh preview', recordsIds.refresh)],
      'hub-filters',
    ),
    ...(typeof preview === 'string' ? [warning(preview)] : previewBlocks(preview, page)),
  ];
}

const filterBlock = (object: string, turn: number): string => blockId('hubFilter', object, turn);

function filterBlocks({ source: { object, filter = '' } }: OutboundDraft, turn: number): KnownBlock[] {
  if (filter.length > maxTypedLength) {
    const length = numberText(filter.length);
    return [
      section(
        `*Query filter*\nThis filter has ${length} characters, and a modal takes ${numberText(maxTypedLength)}: it stays ` +
          'as it is. Change it in a jobs file.',
      ),
    ];
  }
  return [
    input(
      'Query filter',
      textInput(recordsIds.filter, {
        value: filter,
        multiline: true,
        maxLength: maxTypedLength,
        placeholder: `health = 'red' AND renewal_date = NEXT_N_DAYS:90`,
      }),
      {
        blockId: filterBlock(object ?? '', turn),
        optional: true,
        hint: 'Conditions on attributes of the hub. "More filters" writes them for you. Without one, every record is sent.',
      },
    ),
  ];
}

function previewBlocks({ columns, rows, count }: HubRecordPreview, page: number): KnownBlock[] {
  const names = columns.map(({ path, label }) => (label === path ? path : `${label} (${path})`));
  const named = Math.max(
    columns.findIndex(({ path }) => path === 'name'),
    0,
  );
  const cards = rows.map((row, index): RecordCard => ({
    title: `*${index + 1}* · ${valueText(row[named] ?? null)}`,
    values: row.map(valueText),
  }));
  const total = count === 1 ? '*1 record matches*' : `*${numberText(count)} records match*`;
  const first = rows.length < count ? `, of which these are the first ${rows.length}` : '';
  return [
    section(rows.length === 0 ? `${total}.` : `${total}${first}. Only you see this.`),
    ...recordCards({ columns: names, cards, page, turnId: recordsIds.page, noun: 'Attributes' }),
  ];
}
