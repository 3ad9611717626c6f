/** "Preview": what is stored of the first records, from data. */
import type { KnownBlock } from '@slack/types';
import { usedRows } from '../../../domain/draft.ts';
import type { JobDraft } from '../../../domain/draft.ts';
import { hubObjects } from '../../../domain/hub-object.ts';
import type { MappedPreview, PreviewedRecord } from '../../../operations/drafts/preview-mapped.ts';
import { actions, asTyped, bold, button, code, context, section } from '../../blocks/index.ts';
import { keysOf } from '../mapping/listed-rows.ts';
import { recordCards } from './record-cards.ts';
import type { RecordCard } from './record-cards.ts';
import { valueText } from './value-text.ts';

export const previewIds = {
  page: 'wizard-mapped-page',
  refresh: 'wizard-refresh-preview',
  skip: 'wizard-preview-skip',
} as const;

export interface MappedTurn {
  /** Of the attributes, counted from 0. */
  readonly page: number;
  readonly draft: JobDraft;
}

export function mappedBlocks(
  { attributes, records }: MappedPreview,
  { page, draft }: MappedTurn,
): KnownBlock[] {
  const { direction } = draft;
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
  const makesNew = draft.direction === 'outbound' && draft.settings.allowCreate === true;
  const cards = records.map((record, index) => cardOf(record, { number: index + 1, named, makesNew }));
  return [
    section(summary(records, direction)),
    ...rejectingRows(records, draft),
    ...recordCards({
      columns: attributes.map(({ label }) => label),
      cards,
      page,
      turnId: previewIds.page,
      noun: direction === 'inbound' ? 'Attributes' : 'Fields',
    }),
    ...joinBlocks(draft),
    refresh,
  ];
}

/** Who looks at an id here in small letters would look for it in vain among the accounts. */
function joinBlocks(draft: JobDraft): KnownBlock[] {
  if (draft.direction === 'outbound' || draft.target.object === undefined) return [];
  const { name, attributes } = hubObjects[draft.target.object];
  const filled = new Set(usedRows(draft).map(({ target }) => target));
  const reference = attributes.find((each) => each.type === 'foreign key' && filled.has(each.name));
  if (reference === undefined) return [];
  const join = `JOIN accounts a ON LOWER(a.account_id) = ${name}.${reference.name}`;
  return [context(`${code(reference.name)} is stored in small letters. In SQL: ${code(join)}`)];
}

function summary(records: readonly PreviewedRecord[], direction: JobDraft['direction']): string {
  const rejected = records.filter(({ after }) => after === null).length;
  const shown = records.length === 1 ? '*The first record*' : `*The first ${records.length} records*`;
  const before = direction === 'inbound' ? '' : ' Before is what the CRM has now.';
  const what = `${shown} as they will be ${direction === 'inbound' ? 'stored' : 'sent'}, before → after where they differ.${before} Only you see this.`;
  if (rejected === 0) return what;
  return `${what}\n❌ ${rejected === records.length ? 'All' : rejected} of them would be rejected.`;
}

/** Of more, the mapping is to be looked at as a whole. */
const maxRejectingRows = 3;

/** The rows of the mapping that reject records, each with the way to do without it; not the key, which all hangs on. */
function rejectingRows(records: readonly PreviewedRecord[], draft: JobDraft): KnownBlock[] {
  const keys = keysOf(draft);
  return draft.mapping
    .map((row) => ({
      row,
      count: records.filter(({ rejectedBy = [] }) => rejectedBy.includes(row.id)).length,
    }))
    .filter(({ row, count }) => count > 0 && !keys.includes(row.target))
    .slice(0, maxRejectingRows)
    .map(({ row: { id, target }, count }) => {
      const what = count === 1 ? 'One record is' : `${count} records are`;
      return section(
        `${what} rejected for ${bold(target)}. Send them without it, or go back and fill it in another way.`,
        { accessory: button('Skip field', `${previewIds.skip}:${id}`, { value: id }) },
      );
    });
}

interface CardPlace {
  readonly number: number;
  /** The place of what records go by. */
  readonly named: number;
  /** Whether the settings allow records that are new to the CRM. */
  readonly makesNew: boolean;
}

const leftOut = ', and gets it only if the settings allow new ones';

function cardOf(
  { before, after, reason, isNew = false }: PreviewedRecord,
  { number, named, makesNew }: CardPlace,
): RecordCard {
  const name = `*${number}* · ${valueText((after ?? before)[named] ?? null)}`;
  if (after === null) {
    return {
      title: `${name}\n❌ *Rejected:* ${asTyped(reason ?? '')}`,
      values: before.map(valueText),
    };
  }
  return {
    title: isNew ? `${name}\n🆕 *new:* the CRM has no such record${makesNew ? '' : leftOut}` : name,
    values: before.map((value, index) => {
      const next = after[index] ?? null;
      if (isNew) return `new → ${valueText(next)}`;
      // Only what changes has two sides.
      return (value ?? '') === (next ?? '') ? valueText(next) : `${valueText(value)} → ${valueText(next)}`;
    }),
  };
}
