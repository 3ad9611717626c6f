/**
 * How often the filter of a draft was written for the person. Each time its input is another one, which begins with what
 * was written; what comes from an input of an earlier turn was typed before, and is not read.
 */
import type { StoredDraft } from '../../../domain/stored-draft.ts';
import type { InputValues } from '../../feature.ts';
import { blockId, blockOf, enteredText } from '../entered.ts';

const key = '.filterTurn';

/** The block id of the input "Query filter". */
export function filterBlock({ draft, entered }: Pick<StoredDraft, 'draft' | 'entered'>): string {
  return blockId('filter', draft.source.object ?? '', entered[key] ?? '0');
}

/** What is entered when the filter was written for the person. */
export function nextFilterTurn({ entered }: Pick<StoredDraft, 'entered'>): Readonly<Record<string, string>> {
  return { [key]: String(Number(entered[key] ?? '0') + 1) };
}

/** undefined where nobody has changed it, or it is that of another object or turn. */
export function changedFilter(values: InputValues, stored: StoredDraft): string | undefined {
  const written =
    blockOf(values, 'filter') === filterBlock(stored) ? enteredText(values, 'filter') : undefined;
  return written === (stored.draft.source.filter ?? '') ? undefined : written;
}
