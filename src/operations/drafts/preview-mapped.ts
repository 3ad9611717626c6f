import { usedRows } from '../../domain/draft.ts';
import { UserError } from '../../domain/errors.ts';
import type { MappingSource } from '../../domain/job.ts';
import { hubValueText, mapRecord } from '../../domain/mapping/map-record.ts';
import { prepareRun } from '../../engine/prepare.ts';
import type { PreparedRun } from '../../engine/prepare.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { askCrm } from './ask-crm.ts';
import { checkStoredDraft } from './check-stored-draft.ts';
import { authorizeDrafts, ownDraft, sourceOf } from './own-draft.ts';
import { previewedRecords } from './preview-records.ts';
import { valuesRead } from './source-values.ts';
import { isOfMapping } from './note-validated.ts';

export interface MappedAttribute {
  readonly name: string;
  readonly label: string;
  readonly source: MappingSource;
}

export interface PreviewedRecord {
  /** What is read for each attribute, in their order; null where there is nothing. */
  readonly before: readonly (string | null)[];
  /** What is stored, in the same order; null where the record is rejected. */
  readonly after: readonly (string | null)[] | null;
  /** Why it is rejected. */
  readonly reason: string | null;
  /** Of an export: the rows of the mapping that reject it, by their ids; none where it is no row that does. */
  readonly rejectedBy?: readonly string[];
  /** Of an export: the CRM has no such record. */
  readonly isNew?: boolean;
}

export interface MappedPreview {
  /** In the order of the mapping's rows. */
  readonly attributes: readonly MappedAttribute[];
  readonly records: readonly PreviewedRecord[];
}

/**
 * The first records that pass a draft's filter as a run would store them. What only the hub can tell, such as two records
 * with one key, is not among the reasons. Values are for whoever asks, and for no log and no audit.
 *
 * @throws UserError `mapping_invalid` where filter or mapping have an error; UserError, RetryableError, FatalError where
 *   the CRM cannot be asked.
 */
export async function previewMapped(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id }: { readonly draft: string },
): Promise<MappedPreview> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  const { connectionId, object, filter, target } = sourceOf(draft);
  const { problems } = await checkStoredDraft(deps, draft);
  const wrong = problems.find((each) => each.severity === 'error' && isOfMapping(each));
  if (wrong !== undefined) throw notYet(wrong.message);
  const attributes = await (await deps.hub()).attributes(target);
  const rows = usedRows(draft);
  const job = { source: { object, filter }, target: { object: target }, mapping: rows };
  const { prepared, records } = await askCrm(deps, connectionId, async (client, signal) => {
    const prepared = await prepareRun({ job, attributes }, client, context.now);
    return { prepared, records: await client.preview(prepared.query, previewedRecords, signal) };
  });
  const labels = new Map([...attributes, ...prepared.newAttributes].map(({ name, label }) => [name, label]));
  const readers = rows.map((row) => valuesRead(row, prepared.query.fields));
  const targets = rows.map((row) => row.target);
  return {
    attributes: rows.map(({ target: name, source }) => ({ name, label: labels.get(name) ?? name, source })),
    records: records.map((record) => ({
      before: readers.map((read) => read(record)),
      ...mappedTo(prepared, record, targets),
    })),
  };
}

function mappedTo(
  { mapping }: PreparedRun,
  record: readonly (string | null)[],
  targets: readonly string[],
): Pick<PreviewedRecord, 'after' | 'reason'> {
  const mapped = mapRecord(mapping, record);
  if (mapped.kind === 'rejected') return { after: null, reason: mapped.reason };
  return { after: targets.map((name) => hubValueText(mapped.values.get(name) ?? null)), reason: null };
}

function notYet(problem: string): UserError {
  return new UserError(
    `The mapping is not right yet, so there is no preview of it. Go back and mend it: ${problem}`,
    { code: 'mapping_invalid' },
  );
}
