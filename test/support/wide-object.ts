import type { FieldInput, Org } from '../../src/sandbox/salesforce/index.ts';

export interface WideObject {
  /** API name of an object that the org does not have yet. */
  readonly name: string;
  /** Of its own, beside the ones that every object has. */
  readonly fields: number;
  readonly records: number;
  /** Of each of its picklists. */
  readonly picklistValues?: number;
}

const types = [
  'string',
  'double',
  'currency',
  'date',
  'datetime',
  'boolean',
  'picklist',
  'multipicklist',
] as const;

/** An object of an account, as wide as CRMs have them: fields of all types, with names and labels as long as Salesforce takes. */
export function defineWideObject(
  org: Org,
  { name, fields, records, picklistValues = 1_000 }: WideObject,
): void {
  const picklist = Array.from({ length: picklistValues }, (_, i) => {
    const value = `Value ${i} of a long list`;
    return { value, label: value, active: true };
  });
  const own = Array.from({ length: fields }, (_, i): FieldInput => {
    const type = types[i % types.length] ?? 'string';
    const isPicklist = type === 'picklist' || type === 'multipicklist';
    return {
      name: `${`Field_${i}_with_a_long_name`.padEnd(40, 'x')}__c`,
      label: `Field ${i} with a long label`.padEnd(40, 'x'),
      type,
      ...(isPicklist ? { picklist } : {}),
    };
  });
  const account: FieldInput = {
    name: 'Account__c',
    label: 'Account',
    type: 'reference',
    referenceTo: ['Account'],
    relationshipName: 'Account__r',
  };
  org.define({ name, fields: [account, ...own] });
  const [accountId = ''] = org.insert('Account', [{ Name: 'Acme' }]);
  const given = Object.fromEntries(own.map((field, i) => [field.name, valueFor(field, i)]));
  org.insert(
    name,
    Array.from({ length: records }, (_, i) => ({ Name: `Record ${i}`, Account__c: accountId, ...given })),
  );
}

const values: Readonly<Partial<Record<FieldInput['type'], (i: number) => string | boolean | null>>> = {
  double: String,
  currency: String,
  date: () => '2026-03-01',
  datetime: () => '2026-03-01T09:30:00.000Z',
  boolean: (i) => i % 2 === 0,
  picklist: () => 'Value 1 of a long list',
  multipicklist: () => 'Value 1 of a long list',
};

function valueFor({ type }: FieldInput, i: number): string | boolean | null {
  const value = values[type];
  if (value !== undefined) return value(i);
  return i % 3 === 0 ? null : `Text ${i}`;
}
