/** What exports go between: the hub's accounts with an attribute of every type, and a CRM's account with a field of every type. */
import { RecordError } from '../../src/domain/errors.ts';
import type { DraftProblem } from '../../src/domain/draft-problem.ts';
import { hubObjects } from '../../src/domain/hub-object.ts';
import type { AttributeType, HubAttribute } from '../../src/domain/hub-object.ts';
import { hubSchema } from '../../src/domain/hub-schema.ts';
import type { MappingEntry } from '../../src/domain/job.ts';
import { checkOutboundMapping } from '../../src/domain/outbound/check.ts';
import { compileOutbound, outboundAttributes } from '../../src/domain/outbound/compile.ts';
import type { CompileOutboundInput, OutboundInput, OutboundRow } from '../../src/domain/outbound/compiled.ts';
import { schemaOf } from '../../src/domain/schema-of.ts';
import type { SourceField } from '../../src/domain/source-schema.ts';
import { aField, anObject, aPicklist, aReference } from './source-schema.ts';

const added = (name: string, type: AttributeType): HubAttribute => ({
  name,
  label: name,
  type,
  isKey: false,
  isStandard: false,
});

export const hubAttributes: readonly HubAttribute[] = [
  ...hubObjects.accounts.attributes,
  added('regions', 'list'),
  added('is_partner', 'boolean'),
  added('note', 'text'),
  added('owner_id', 'foreign key'),
];

/** 18 characters, as Salesforce's describe says of ids. */
const idLength = { length: 18 };

/** @param changes fields that take the place of those of their name, or are added */
export function aCrmAccount(...changes: readonly SourceField[]) {
  const fields = [
    aField('Id', 'id', { ...idLength, createable: false, updateable: false, nillable: false }),
    aField('Name', 'string', { length: 20, nillable: false, requiredOnCreate: true, label: 'Account Name' }),
    aField('External_Id__c', 'string', { length: 40, externalId: true }),
    aPicklist('Industry', [
      ['BANK', 'Banking'],
      ['NRG', 'Energy'],
    ]),
    aPicklist('Health__c', ['red', 'amber', 'green'], { restrictedPicklist: true }),
    {
      ...aPicklist('Regions__c', [['EMEA', 'Europe'], 'APAC'], { restrictedPicklist: true }),
      type: 'multipicklist',
    },
    aField('AnnualRevenue', 'currency'),
    aField('NumberOfEmployees', 'int'),
    aField('IsPartner__c', 'boolean', { nillable: false }),
    aField('Renewal__c', 'date'),
    aField('Renewed_At__c', 'datetime'),
    aField('Website', 'url', { length: 255 }),
    aField('Description', 'textarea', { length: 32_000 }),
    aField('BillingAddress', 'compound', { createable: false, updateable: false }),
    aField('BillingCity', 'string', { compoundName: 'BillingAddress', length: 40 }),
    aField('Logo__c', 'binary'),
    aField('Score__c', 'double', { calculated: true, createable: false, updateable: false }),
    aField('CreatedDate', 'datetime', { createable: false, updateable: false }),
    aField('Born__c', 'string', { updateable: false }),
    aField('Grown__c', 'string', { createable: false }),
    aReference('ParentId', 'Account', idLength),
    aReference('OwnerId', 'User', idLength),
    {
      ...aReference('WhatId', 'Opportunity', idLength),
      relationship: { name: 'What', objects: ['Opportunity', 'Case'], resolvesTo: 'Name' },
    },
  ] as const;
  const names = new Set(changes.map(({ name }) => name));
  return schemaOf(
    anObject('Account', [...fields.filter(({ name }) => !names.has(name)), ...changes]),
    new Map(),
  );
}

/** Updates found by id, unless told otherwise. */
export function outboundInput(
  mapping: readonly MappingEntry[],
  given: Partial<OutboundInput> = {},
): OutboundInput {
  return {
    object: hubObjects.accounts,
    hub: hubSchema(hubObjects.accounts, hubAttributes),
    crm: aCrmAccount(),
    target: { object: 'Account', matchOn: 'Id' },
    settings: { allowCreate: false, updateExisting: true, emptyValues: 'leave' },
    mapping,
    ...given,
  };
}

/** `error mapping.1.target unknown_field` */
export function codesOf(problems: readonly DraftProblem[]): string[] {
  return problems.map(({ severity, path, code }) => `${severity} ${path.join('.')} ${code}`);
}

export function outboundProblems(
  mapping: readonly MappingEntry[],
  given: Partial<OutboundInput> = {},
): DraftProblem[] {
  return checkOutboundMapping(outboundInput(mapping, given));
}

interface Values extends Partial<Omit<OutboundRow, 'cells'>> {
  /** By attribute. */
  readonly values?: Readonly<Record<string, string | null>>;
}

export function compiledOutbound(
  mapping: readonly MappingEntry[],
  given: Partial<CompileOutboundInput> = {},
) {
  const input = outboundInput(mapping, given);
  const columns = outboundAttributes(input);
  const timezone = 'UTC';
  const compiled = compileOutbound({
    ...input,
    columns,
    now: new Date('2026-03-01T12:00:00Z'),
    timezone,
    ...given,
  });
  const rowOf = ({ values = {}, ...known }: Values): OutboundRow => ({
    keys: ['ACME'],
    crmId: null,
    parentCrmId: null,
    parentKey: null,
    ...known,
    cells: columns.map((name) => values[name] ?? null),
  });
  return {
    compiled,
    rowOf,
    newId: (values: Values): string | null => compiled.newIdOf(rowOf(values)),
    /** By field, or the reason why the record is rejected. */
    sent: (values: Values): Readonly<Record<string, string | null>> | string => {
      try {
        const cells = compiled.cellsOf(rowOf(values));
        return Object.fromEntries(compiled.fields.map(({ name }, index) => [name, cells[index] ?? null]));
      } catch (error) {
        if (error instanceof RecordError) return `${error.code}: ${error.message}`;
        throw error;
      }
    },
  };
}
