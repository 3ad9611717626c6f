import type { DescribeSObjectResult, Field } from 'jsforce/lib/types/index.js';
import type {
  PicklistValue,
  SourceField,
  SourceFieldType,
  SourceObject,
  SourceRelationship,
} from '../../domain/source-schema.ts';

/** Salesforce's field types, in our words. One that is not here is read as text. */
const types: Readonly<Record<string, SourceFieldType>> = {
  id: 'id',
  string: 'string',
  textarea: 'textarea',
  email: 'email',
  phone: 'phone',
  url: 'url',
  encryptedstring: 'string',
  combobox: 'string',
  anyType: 'string',
  picklist: 'picklist',
  multipicklist: 'multipicklist',
  boolean: 'boolean',
  int: 'int',
  long: 'int',
  double: 'double',
  currency: 'currency',
  percent: 'percent',
  date: 'date',
  datetime: 'datetime',
  time: 'time',
  reference: 'reference',
  address: 'compound',
  location: 'compound',
  complexvalue: 'compound',
  json: 'compound',
  base64: 'binary',
};

/** The object that stands for "any of these" in SOQL: Name, Type, Email and what else they have in common. */
const commonFieldsObject = 'Name';

export function sourceObjectOf(describe: DescribeSObjectResult): SourceObject {
  return {
    name: describe.name,
    label: describe.label,
    labelPlural: describe.labelPlural,
    custom: describe.custom,
    queryable: describe.queryable,
    fields: describe.fields.filter((field) => !field.deprecatedAndHidden).map(sourceFieldOf),
  };
}

function sourceFieldOf(field: Field): SourceField {
  const relationship = relationshipOf(field);
  // Account.Name names itself as its compound; only parts of something else are parts.
  const compoundName = field.compoundFieldName === field.name ? null : field.compoundFieldName;
  return {
    name: field.name,
    label: field.label,
    type: types[field.type] ?? 'string',
    ...(field.length > 0 ? { length: field.length } : {}),
    nillable: field.nillable,
    filterable: field.filterable,
    sortable: field.sortable,
    createable: field.createable,
    updateable: field.updateable,
    ...(isRequired(field) ? { requiredOnCreate: true } : {}),
    calculated: field.calculated,
    custom: field.custom,
    // Salesforce finds records by e-mail and user name as well as by what is marked as an external id.
    externalId: field.externalId || (field.idLookup && field.type !== 'id'),
    restrictedPicklist: field.restrictedPicklist,
    picklistValues: (field.picklistValues ?? []).map(picklistValueOf),
    ...(relationship === null ? {} : { relationship }),
    ...(compoundName ? { compoundName } : {}),
  };
}

function isRequired({ nillable, createable, defaultedOnCreate }: Field): boolean {
  return createable && !nillable && !defaultedOnCreate;
}

function relationshipOf(field: Field): SourceRelationship | null {
  const objects = field.referenceTo ?? [];
  const [only] = objects;
  if (!field.relationshipName || only === undefined) return null;
  return {
    name: field.relationshipName,
    objects,
    resolvesTo: objects.length === 1 ? only : commonFieldsObject,
  };
}

/** jsforce leaves these untyped. */
function picklistValueOf(entry: unknown): PicklistValue {
  const found = typeof entry === 'object' && entry !== null ? entry : {};
  const value = 'value' in found && typeof found.value === 'string' ? found.value : '';
  return {
    value,
    label: 'label' in found && typeof found.label === 'string' ? found.label : value,
    active: 'active' in found ? found.active !== false : true,
  };
}
