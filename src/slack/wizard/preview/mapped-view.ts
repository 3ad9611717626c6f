/** "Preview": what is stored of the first records, from data. */
import type { KnownBlock } from '@slack/types';
import type { JobDraft } from '../../../domain/draft.ts';
import type { MappedPreview, PreviewedRecord } from '../../../operations/drafts/preview-mapped.ts';
import { actions, asTyped, button, section } from '../../blocks/index.ts';
import { recordCards } from './record-cards.ts';
import type { RecordCard } from './record-cards.ts';
import { valueText } from './value-text.ts';

export const previewIds = { page: 'wizard-mapped-page', refresh: 'wizard-refresh-preview' } as const;

export interface MappedTurn {
  /** Of the attributes, counted from 0. */
  readonly page: number;
  readonly direction: JobDraft['direction'];
}

export function mappedBlocks(
  { attributes, records }: MappedPreview,
  { page, direction }: MappedTurn,
): KnownBlock[] {
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
    section(summary(records, direction)),
    ...recordCards({
      columns: attributes.map(({ label }) => label),
      cards,
      page,
      turnId: previewIds.page,
      noun: direction === 'inbound' ? 'Attributes' : 'Fields',
    }),
    refresh,
  ];
}

function summary(records: readonly PreviewedRecord[], direction: JobDraft['direction']): string {
  const rejected = records.filter(({ after }) => after === null).length;
  const shown = records.length === 1 ? '*The first record*' : `*The first ${records.length} records*`;
  const before = direction === 'inbound' ? '' : ' Before is what the CRM has now.';
  const what = `${shown} as they will be ${direction === 'inbound' ? 'stored' : 'sent'}, before → after where they differ.${before} Only you see this.`;
  if (rejected === 0) return what;
  return `${what}\n❌ ${rejected === records.length ? 'All' : rejected} of them would be rejected.`;
}

function cardOf(
  { before, after, reason, isNew = false }: PreviewedRecord,
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
    title: isNew ? `${name}\n🆕 *new:* the CRM has no such record` : name,
    values: before.map((value, index) => {
      const next = after[index] ?? null;
      if (isNew) return `new → ${valueText(next)}`;
      // Only what changes has two sides.
      return (value ?? '') === (next ?? '') ? valueText(next) : `${valueText(value)} → ${valueText(next)}`;
    }),
  };
}
