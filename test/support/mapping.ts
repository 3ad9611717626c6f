import { RecordError } from '../../src/domain/errors.ts';
import { hubObjects } from '../../src/domain/hub-object.ts';
import type { HubObjectName } from '../../src/domain/hub-object.ts';
import type { MappingEntry } from '../../src/domain/job.ts';
import { checkMapping } from '../../src/domain/mapping/check.ts';
import type { MappingCheck, MappingInput, MappingProblem } from '../../src/domain/mapping/check.ts';
import { compileMapping } from '../../src/domain/mapping/compile.ts';
import type { CompiledMapping } from '../../src/domain/mapping/compile.ts';
import { JsonBytes } from '../../src/domain/mapping/json-bytes.ts';
import { rowOfCells } from '../../src/domain/mapping/row-cells.ts';
import type { SourceCells } from '../../src/domain/mapping/row-cells.ts';
import { sourcePaths } from '../../src/domain/mapping/source-paths.ts';
import { schemaOf } from '../../src/domain/schema-of.ts';
import type { SourceSchema } from '../../src/domain/source-schema.ts';
import { aField, anObject, aPicklist, aReference } from './source-schema.ts';

const owner = anObject('User', [
  aField('Id', 'id'),
  aField('Name'),
  aField('Email', 'email'),
  aReference('ManagerId', 'User'),
]);

/** An object with a field of every kind, and its owner. */
export const mappingSchema = schemaOf(
  anObject('Account', [
    aField('Id', 'id', { label: 'Account ID' }),
    aField('Name', 'string', { label: 'Account Name', length: 255 }),
    aPicklist('Industry', ['Banking', 'Energy']),
    aPicklist('Newsletter__c', ['Yes', 'No']),
    { ...aPicklist('Modules__c', ['Invoices', 'Forecasts']), type: 'multipicklist', label: 'Modules' },
    aField('Regions__c', 'string', { label: 'Regions' }),
    aField('AnnualRevenue', 'currency'),
    aField('NumberOfEmployees', 'int'),
    aField('Discount__c', 'percent'),
    aField('Score__c', 'double', { calculated: true }),
    aField('IsPartner', 'boolean'),
    aField('CloseDate__c', 'string', { label: 'Close date' }),
    aField('Renewal__c', 'date'),
    aField('CreatedDate', 'datetime'),
    aField('Opens__c', 'time'),
    aField('Website', 'url'),
    aField('Notes__c', 'textarea', { length: 32_000 }),
    aField('BillingAddress', 'compound'),
    aField('BillingStreet', 'textarea', { compoundName: 'BillingAddress' }),
    aField('BillingCity', 'string', { compoundName: 'BillingAddress' }),
    aField('Logo__c', 'binary'),
    aReference('ParentId', 'Account'),
    aReference('OwnerId', 'User'),
  ]),
  new Map([['User', owner]]),
);

export const from = (path: string, target: string, more: Partial<MappingEntry> = {}): MappingEntry => ({
  source: { kind: 'field', path },
  target,
  ...more,
});
export const formula = (text: string, target: string, more: Partial<MappingEntry> = {}): MappingEntry => ({
  source: { kind: 'formula', text },
  target,
  ...more,
});
export const constant = (value: string, target: string, more: Partial<MappingEntry> = {}): MappingEntry => ({
  source: { kind: 'constant', value },
  target,
  ...more,
});

export interface MappingCase {
  readonly object?: HubObjectName;
  readonly schema?: SourceSchema;
  readonly mapping: readonly MappingEntry[];
}

function inputOf({ object = 'accounts', schema = mappingSchema, mapping }: MappingCase): MappingInput {
  return { object: hubObjects[object], attributes: hubObjects[object].attributes, schema, mapping };
}

export const checked = (given: MappingCase): MappingCheck => checkMapping(inputOf(given));

/** The problems of one more row of an accounts mapping that is right otherwise. */
export function problemsOf(entry: MappingEntry): readonly MappingProblem[] {
  return checked({ mapping: [from('Id', 'account_id'), entry] }).problems;
}

export function compiledMapping(
  given: MappingCase & { readonly timezone?: string; readonly columns?: readonly string[] },
): CompiledMapping {
  return compileMapping({
    ...inputOf(given),
    columns: given.columns ?? columnsOf(given.mapping),
    now: new Date('2026-11-18T10:00:00Z'),
    timezone: given.timezone ?? 'UTC',
  });
}

const columnsOf = (mapping: readonly MappingEntry[]): string[] =>
  sourcePaths(mapping).map((path) => {
    const found = mappingSchema.field(path);
    return found.kind === 'found' ? found.path : path;
  });

/** A row of text through a mapping: its keys, and the JSON text of its attributes. */
export function mapRow(
  compiled: CompiledMapping,
  cells: SourceCells,
): { readonly keys: readonly string[]; readonly json: string } {
  const row = rowOfCells(cells);
  const keys = compiled.keysOf(row);
  const out = new JsonBytes(1);
  compiled.write(row, out);
  return { keys, json: out.text(0) };
}

/** One cell through a mapping of one attribute beside the key. */
export function stored(entry: MappingEntry, cell: string | null, timezone = 'UTC'): unknown {
  const mapping = [from('Id', 'account_id'), entry];
  const compiled = compiledMapping({ mapping, timezone });
  const columns = columnsOf(mapping);
  const { json } = mapRow(
    compiled,
    columns.map((name) => (name === 'Id' ? '001' : cell)),
  );
  const attributes: unknown = JSON.parse(json);
  return (attributes as Readonly<Record<string, unknown>>)[entry.target];
}

/** Why a row is rejected. */
export function reasonOf(map: () => unknown): string {
  try {
    map();
  } catch (error) {
    if (error instanceof RecordError) return error.message;
    throw error;
  }
  throw new Error('The row was not rejected.');
}
