import { requireOutbound } from '../../../domain/draft.ts';
import { RecordError, UserError } from '../../../domain/errors.ts';
import { excerpt } from '../../../domain/filter/filter-error.ts';
import type { MappingSource } from '../../../domain/job.ts';
import type { CompiledOutbound, OutboundRow } from '../../../domain/outbound/compiled.ts';
import type { SourceField, SourceSchema } from '../../../domain/source-schema.ts';
import type { OperationContext, OperationDeps } from '../../operation.ts';
import { askCrm } from '../ask-crm.ts';
import { checkStoredDraft } from '../check-stored-draft.ts';
import { mappingErrors } from '../note-validated.ts';
import { authorizeDrafts, ownDraft } from '../own-draft.ts';
import type { MappedPreview, PreviewedRecord } from '../preview-mapped.ts';
import { previewedRecords } from '../preview-records.ts';
import { valuesRead } from '../source-values.ts';
import { currentRecords } from './current-records.ts';
import type { CurrentValues } from './current-records.ts';
import { destinationOf, sentRecords } from './ends.ts';
import { readyOutbound } from './ready-outbound.ts';

/**
 * The first hub records that pass a draft's filter as a run would send them: a field a row of the mapping, and the
 * parent behind them. Before it stands what the CRM has now, or of a record that is rejected what the hub has. What only
 * the CRM can tell, such as a rule of its own, is not among the reasons. Values are for whoever asks, and for no log and
 * no audit.
 *
 * @throws UserError `mapping_invalid` where filter or mapping have an error; `source_missing`, `target_missing`,
 *   `inbound_draft`; UserError, RetryableError, FatalError where the CRM cannot be asked.
 */
export async function previewOutbound(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id }: { readonly draft: string },
): Promise<MappedPreview> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  const sent = sentRecords(draft);
  const { connectionId, target } = destinationOf(draft);
  const { problems } = await checkStoredDraft(deps, draft);
  const [wrong] = mappingErrors(problems);
  if (wrong !== undefined) throw notYet(wrong.message);
  const { crm, rows, columns, compiled, first } = await readyOutbound(deps, context, draft);
  const { records: page } = await first(previewedRecords);
  const { parent } = target;
  const names = [...rows.map((row) => row.target), ...(parent === undefined ? [] : [parent])];
  const sources = rows.map(({ source }) => source);
  const parentSource = parent === undefined ? [] : [accountOf(sent.object)];
  const places = names.map((name) => placeOf(name, compiled));
  const readers = rows.map((row) => valuesRead(row, columns));
  // What a formula is made of is not what is refused, and would pass for it.
  const ownValue = (record: OutboundRow, place: number): string | null =>
    rows[place]?.source.kind === 'formula' ? null : (readers[place]?.(record.cells) ?? null);
  const ofHub = (record: OutboundRow): (string | null)[] => [
    ...rows.map((_, place) => ownValue(record, place)),
    ...parentSource.map(() => record.parentKey),
  ];
  const misfitsOf = (record: OutboundRow): Misfit[] =>
    compiled.problemsOf(record).map(({ field, message }) => {
      const place = rows.findIndex((row) => row.target.toLowerCase() === field.toLowerCase());
      return { row: rows[place]?.id ?? null, reason: message, value: ownValue(record, place) };
    });
  const sentRows = page.map((record) => ({ record, ...sentAs(compiled, record, places) }));
  const written = names.map((name) => fieldNamed(name, crm));
  const leavesEmpty = requireOutbound(draft).settings.emptyValues !== 'clear';
  const current = await askCrm(deps, connectionId, (client, signal) =>
    currentRecords(
      client,
      {
        crm,
        matchOn: target.matchOn,
        fields: written.flatMap((field) => (field === null ? [] : [field.name])),
        wanted: sentRows.map(({ record: { crmId }, key }) => ({ crmId, key })),
      },
      signal,
    ),
  );
  return {
    attributes: [...sources, ...parentSource].map((source, index) => {
      const name = names[index] ?? '';
      return { name, label: written[index]?.label ?? name, source };
    }),
    records: sentRows.map(({ record, after }, index): PreviewedRecord => {
      if (after === null) return { before: ofHub(record), after, ...rejection(misfitsOf(record)) };
      const now = current[index] ?? null;
      return {
        before: written.map((field) => valueNow(now, field)),
        after: after.map((value, place) => {
          const field = written[place] ?? null;
          return value === null && leavesEmpty ? valueNow(now, field) : asRead(value, field);
        }),
        reason: null,
        isNew: now === null,
      };
    }),
  };
}

function valueNow(now: CurrentValues | null, field: SourceField | null): string | null {
  return field === null ? null : (now?.get(field.name) ?? null);
}

/** Choices that are numbers are read by their labels, so that before and after can be compared. */
function asRead(value: string | null, field: SourceField | null): string | null {
  if (value === null || field === null || !isCoded(field)) return value;
  const labelOf = (code: string): string =>
    field.picklistValues.find((choice) => choice.value === code)?.label ?? code;
  return value.split(';').map(labelOf).join(';');
}

function isCoded({ type, picklistValues }: SourceField): boolean {
  const isPicklist = type === 'picklist' || type === 'multipicklist';
  return isPicklist && picklistValues.every((choice) => /^-?\d+$/.test(choice.value));
}

function fieldNamed(name: string, crm: SourceSchema): SourceField | null {
  const found = crm.field(name);
  return found.kind === 'found' ? found.field : null;
}

function sentAs(
  compiled: CompiledOutbound,
  row: OutboundRow,
  places: readonly number[],
): Pick<PreviewedRecord, 'after'> & { readonly key: string | null } {
  try {
    const cells = compiled.cellsOf(row);
    return { after: places.map((place) => cells[place] ?? null), key: cells[0] ?? null };
  } catch (error) {
    if (error instanceof RecordError) return { after: null, key: null };
    throw error;
  }
}

/** Why a record is rejected. */
interface Misfit {
  /** Of the mapping; null where it is none of its rows, but the parent or how records are found. */
  readonly row: string | null;
  readonly reason: string;
  /** What the hub has there. */
  readonly value: string | null;
}

/** All that is wrong with a record, with the values that are: this is told to whoever makes the job, and kept nowhere. */
function rejection(misfits: readonly Misfit[]): Pick<PreviewedRecord, 'reason' | 'rejectedBy'> {
  const told = misfits.map((each) =>
    each.value === null ? each.reason : `${each.reason} Here it is "${excerpt(each.value)}".`,
  );
  const rejectedBy = misfits.flatMap(({ row }) => row ?? []);
  return { reason: told.join(' '), ...(rejectedBy.length === 0 ? {} : { rejectedBy }) };
}

function placeOf(name: string, { fields }: CompiledOutbound): number {
  return fields.findIndex((field) => field.name.toLowerCase() === name.toLowerCase());
}

/** Where the value of a parent comes from, as rows of a mapping say it. */
function accountOf(hubObject: string): MappingSource {
  return { kind: 'field', path: hubObject === 'accounts' ? 'parent_account_id' : 'account_id' };
}

function notYet(problem: string): UserError {
  return new UserError(
    `The mapping is not right yet, so there is no preview of it. Go back and mend it: ${problem}`,
    { code: 'mapping_invalid' },
  );
}
