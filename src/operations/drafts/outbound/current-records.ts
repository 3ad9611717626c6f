import type { CrmClient } from '../../../connectors/connector.ts';
import { checkFilter } from '../../../domain/filter/check.ts';
import type { Filter, FilterValue } from '../../../domain/filter/syntax.ts';
import { readCrmId } from '../../../domain/outbound/crm-id.ts';
import { isId } from '../../../domain/outbound/match-fields.ts';
import type { SourceField, SourceSchema } from '../../../domain/source-schema.ts';

/** By what the CRM's record of a hub record is found. */
export interface WantedRecord {
  readonly crmId: string | null;
  /** Its value of the field to match on. */
  readonly key: string | null;
}

export interface CurrentRecords {
  readonly crm: SourceSchema;
  readonly matchOn: string;
  /** What is asked for; fields of the object itself. */
  readonly fields: readonly string[];
  readonly wanted: readonly WantedRecord[];
}

/** Values by field, in the CRM's own letter case. */
export type CurrentValues = ReadonlyMap<string, string | null>;

/**
 * What the CRM has now of records that are to be sent, found as a run finds them: by the id, or else by the field to
 * match on. null where it has none.
 *
 * @throws UserError, RetryableError, FatalError where the CRM cannot be asked.
 */
export async function currentRecords(
  client: CrmClient,
  { crm, matchOn, fields, wanted }: CurrentRecords,
  signal: AbortSignal,
): Promise<readonly (CurrentValues | null)[]> {
  const match = crm.field(matchOn);
  const idField = crm.object.fields.find(isId);
  if (match.kind === 'missing' || idField === undefined) return wanted.map(() => null);
  const { field: keyField } = match;
  const ways = wanted.map(({ crmId, key }) => {
    const id = isId(keyField) ? (key ?? crmId) : crmId;
    return {
      id: id === null ? null : readCrmId(idField, id),
      key: isId(keyField) ? null : key,
    };
  });
  const tests = [
    ...membership(
      idField,
      ways.map(({ id }) => id),
    ),
    ...membership(
      keyField,
      ways.map(({ key }) => key),
    ),
  ];
  if (tests.length === 0) return wanted.map(() => null);
  const names = [...new Set([idField.name, keyField.name, ...fields])];
  const filter = checkFilter({ kind: 'or', operands: tests }, crm);
  // One by its id, and another by its key.
  const rows = await client.preview({ schema: crm, fields: names, filter }, 2 * wanted.length, signal);
  const found = rows.map((row) => new Map(names.map((name, index) => [name, row[index] ?? null])));
  const having = (field: SourceField, value: string | null): CurrentValues | undefined =>
    value === null
      ? undefined
      : found.find((values) => values.get(field.name)?.toLowerCase() === value.toLowerCase());
  return ways.map(({ id, key }) => having(idField, id) ?? having(keyField, key) ?? null);
}

const span = { start: 0, end: 0 };

function membership(field: SourceField, given: readonly (string | null)[]): Filter[] {
  const kind = ['int', 'double', 'currency'].includes(field.type) ? 'number' : 'text';
  const values = given.flatMap((text): FilterValue[] => (text === null ? [] : [{ kind, text, span }]));
  if (values.length === 0) return [];
  return [{ kind: 'membership', field: { path: field.name, span }, operator: 'IN', values }];
}
