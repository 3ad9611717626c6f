/** "Preview": what is stored of the first records, from data. */
import type { KnownBlock } from '@slack/types';
import type { MappedPreview, PreviewedRecord } from '../../../operations/drafts/preview-mapped.ts';
import { actions, asTyped, button, section } from '../../blocks/index.ts';
import { recordCards } from './record-cards.ts';
import type { RecordCard } from './record-cards.ts';
import { valueText } from './value-text.ts';

export const previewIds = { page: 'wizard-mapped-page', refresh: 'wizard-refresh-preview' } as const;

/** @param page of the attributes, counted from 0 */
export function mappedBlocks({ attributes, records }: MappedPreview, page: number): KnownBlock[] {
  const refresh = actions([button('Refresh preview', previewIds.refresh)], 'refresh-preview');
  if (records.length === 0) {
    return [
      section(
        'No record passes the filter now, so there is nothing to show. The job can be saved all the same.',
      ),
      refresh,
    ];
  }
  const named = Math.max(
    attributes.findIndex(({ name }) => name === 'name'),
    0,
  );
  const cards = records.map((record, index) => cardOf(record, { number: index + 1, named }));
  return [
    section(summary(records)),
    ...recordCards({
      columns: attributes.map(({ label }) => label),
      cards,
      page,
      turnId: previewIds.page,
      noun: 'Attributes',
    }),
    refresh,
  ];
}

function summary(records: readonly PreviewedRecord[]): string {
  const rejected = records.filter(({ after }) => after === null).length;
  const shown = records.length === 1 ? '*The first record*' : `*The first ${records.length} records*`;
  const what = `${shown} as they will be stored, before → after. Only you see this.`;
  if (rejected === 0) return what;
  return `${what}\n❌ ${rejected === records.length ? 'All' : rejected} of them would be rejected.`;
}

function cardOf(
  { before, after, reason }: PreviewedRecord,
  { number, named }: { readonly number: number; readonly named: number },
): RecordCard {
  const name = `*${number}* · ${valueText((after ?? before)[named] ?? null)}`;
  if (after === null) {
    return {
      title: `${name}\n❌ *Rejected:* ${asTyped(reason ?? '')}`,
      values: before.map(valueText),
    };
  }
  return {
    title: name,
    values: before.map((value, index) => `${valueText(value)} → ${valueText(after[index] ?? null)}`),
  };
}
