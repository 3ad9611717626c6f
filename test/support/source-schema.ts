import type {
  PicklistValue,
  SourceField,
  SourceFieldType,
  SourceObject,
} from '../../src/domain/source-schema.ts';

/** A field with the flags of an ordinary editable one; name what matters. */
export function aField(
  name: string,
  type: SourceFieldType = 'string',
  changes: Partial<SourceField> = {},
): SourceField {
  return {
    name,
    label: name,
    type,
    nillable: true,
    filterable: true,
    sortable: true,
    createable: true,
    updateable: true,
    calculated: false,
    custom: name.endsWith('__c'),
    externalId: false,
    restrictedPicklist: false,
    picklistValues: [],
    ...changes,
  };
}

/** `aPicklist('Type', [['c', 'Customer'], 'Other'])`: a pair is value and label. */
export function aPicklist(
  name: string,
  values: readonly (string | readonly [value: string, label: string])[],
  changes: Partial<SourceField> = {},
): SourceField {
  const picklistValues = values.map((entry): PicklistValue => {
    const [value, label] = typeof entry === 'string' ? [entry, entry] : entry;
    return { value, label, active: true };
  });
  return aField(name, 'picklist', { picklistValues, ...changes });
}

/** A reference whose relationship is its name without the ending `Id`. */
export function aReference(name: string, object: string, changes: Partial<SourceField> = {}): SourceField {
  const relationship = {
    name: name.replace(/Id$/, '').replace(/__c$/, '__r'),
    objects: [object],
    resolvesTo: object,
  };
  return aField(name, 'reference', { relationship, ...changes });
}

export function anObject(name: string, fields: readonly SourceField[]): SourceObject {
  return { name, label: name, labelPlural: `${name}s`, custom: false, queryable: true, fields };
}
