/** "Filter and preview": which records of the hub are sent, from data. */
import type { KnownBlock } from '@slack/types';
import { hubObjects } from '../../../domain/hub-object.ts';
import { hubObjectOf } from '../../../domain/job-ends.ts';
import type { StoredDraft } from '../../../domain/stored-draft.ts';
import type { HubRecordPreview } from '../../../operations/drafts/outbound/preview-hub-records.ts';
import { actions, button, input, section, warning } from '../../blocks/index.ts';
import { maxTypedLength, textInput } from '../../blocks/inputs.ts';
import { numberText } from '../../jobs/words.ts';
import { exampleFilter } from '../examples.ts';
import { attributeField } from '../mapping/sides.ts';
import { recordCards } from '../preview/record-cards.ts';
import type { RecordCard } from '../preview/record-cards.ts';
import { valueText } from '../preview/value-text.ts';
import { filterBlock } from '../words/filter-turn.ts';

export const recordsIds = {
  filter: 'wizard-hub-filter',
  more: 'wizard-more-filters',
  refresh: 'wizard-refresh-hub-preview',
  page: 'wizard-hub-preview-page',
} as const;

export interface RecordsData {
  readonly stored: StoredDraft;
  /** What stands below the filter, to have it written. */
  readonly words: readonly KnownBlock[];
  /** A text where there is none, and why. */
  readonly preview: HubRecordPreview | string;
}

/** @param page of the preview's columns */
export function recordsBlocks({ stored, words, preview }: RecordsData, page: number): KnownBlock[] {
  return [
    ...filterBlocks(stored),
    actions(
      [button('More filters', recordsIds.more), button('Refresh preview', recordsIds.refresh)],
      'hub-filters',
    ),
    ...words,
    ...(typeof preview === 'string' ? [warning(preview)] : previewBlocks(preview, page)),
  ];
}

function filterBlocks(stored: StoredDraft): KnownBlock[] {
  const { filter = '' } = stored.draft.source;
  const object = hubObjectOf(stored.draft);
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
        placeholder: exampleFilter(
          object === undefined ? [] : hubObjects[object].attributes.map(attributeField),
        ),
      }),
      {
        blockId: filterBlock(stored),
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
