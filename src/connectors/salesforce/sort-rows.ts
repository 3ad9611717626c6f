/** Which rows are sent, and as what: the two switches, and what is known of the records. */
import { isRecordId } from '../../domain/record-id.ts';
import type { WriteRequest, WriteResult } from '../writing.ts';
import type { Sending } from './record-text.ts';
import { comparableKey } from './write-layout.ts';
import type { WriteLayout } from './write-layout.ts';

/** Asks the org which ids the values of one field lead to, by `comparableKey`. */
export type FindIds = (keys: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>;

type Switches = Pick<WriteRequest, 'allowCreate' | 'updateExisting'>;

export interface SortedRows {
  readonly toSend: readonly Sending[];
  readonly settled: readonly { readonly sending: Sending; readonly result: WriteResult }[];
}

/** @param isAlwaysAsked whether records are looked for also where sending would find them */
export async function sortRows(
  rows: readonly Sending[],
  layout: WriteLayout,
  switches: Switches,
  { findIds, isAlwaysAsked = false }: { readonly findIds: FindIds; readonly isAlwaysAsked?: boolean },
): Promise<SortedRows> {
  const toSend: Sending[] = [];
  const settled: { sending: Sending; result: WriteResult }[] = [];
  const unknown: { sending: Sending; key: string }[] = [];

  const settle = (sending: Sending, result: WriteResult): void => {
    settled.push({ sending, result });
  };
  const update = (sending: Sending, id: string): void => {
    if (!isRecordId(id)) settle(sending, malformedId(layout, id));
    else if (switches.updateExisting) toSend.push({ ...sending, id });
    else settle(sending, { kind: 'ignored', crmId: id });
  };

  for (const sending of rows) {
    const key = layout.keyOf(sending.row);
    if (sending.id !== null) update(sending, sending.id);
    else if (key !== null) unknown.push({ sending, key });
    else if (switches.allowCreate) settle(sending, withoutKey(layout));
    else settle(sending, { kind: 'ignored', crmId: null });
  }
  if (unknown.length === 0 || !(layout.needsLookup || isAlwaysAsked)) {
    return { toSend: [...toSend, ...unknown.map(({ sending }) => sending)], settled };
  }
  const found = await findIds([...new Set(unknown.map(({ key }) => key))]);
  for (const { sending, key } of unknown) {
    const ids = found.get(comparableKey(key, layout.matchType)) ?? [];
    const [id] = ids;
    if (ids.length > 1) settle(sending, ambiguous(layout, ids));
    else if (id !== undefined) update(sending, id);
    else if (switches.allowCreate) toSend.push({ ...sending, isNew: true });
    else settle(sending, { kind: 'ignored', crmId: null });
  }
  return { toSend, settled };
}

function malformedId({ object }: WriteLayout, id: string): WriteResult {
  return {
    kind: 'rejected',
    crmId: null,
    code: 'MALFORMED_ID',
    reason: `"${id}" is no id of a Salesforce record, so no ${object} is found by it.`,
  };
}

function withoutKey({ matchOn }: WriteLayout): WriteResult {
  return {
    kind: 'rejected',
    crmId: null,
    code: 'no_match_value',
    reason: `${matchOn}, by which records are matched, has no value here.`,
  };
}

function ambiguous({ matchOn }: WriteLayout, ids: readonly string[]): WriteResult {
  return {
    kind: 'rejected',
    crmId: null,
    code: 'DUPLICATE_EXTERNAL_ID',
    reason: `Several records have this value in ${matchOn}: ${ids.slice(0, maxNamed).join(', ')}.`,
  };
}

/** Enough to look into what is wrong. */
const maxNamed = 5;
