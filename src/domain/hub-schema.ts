/** A hub object in the words that filters and mappings are checked against, as a CRM's describe is. */
import type { AttributeType, HubAttribute, HubObject } from './hub-object.ts';
import { schemaOf } from './schema-of.ts';
import type { SourceField, SourceFieldType, SourceSchema } from './source-schema.ts';

/**
 * A date of the hub may have a time of day, whatever the attribute is called. A day is compared as the moment at
 * which it begins, so that filters by days and by moments both mean what they say.
 */
const fieldTypes: Readonly<Record<AttributeType, SourceFieldType>> = {
  text: 'string',
  number: 'double',
  currency: 'currency',
  date: 'datetime',
  boolean: 'boolean',
  list: 'multipicklist',
  'foreign key': 'reference',
};

/** @param attributes all that the object has. */
export function hubSchema(object: HubObject, attributes: readonly HubAttribute[]): SourceSchema {
  const fields = attributes.map((attribute) => fieldOf(object, attribute));
  return schemaOf(
    {
      name: object.name,
      label: object.noun,
      labelPlural: object.nounPlural,
      custom: false,
      queryable: true,
      fields,
    },
    new Map(),
  );
}

function fieldOf({ textLength }: HubObject, attribute: HubAttribute): SourceField {
  const { name, label, type, maxLength, isKey, isStandard } = attribute;
  const length = type === 'text' || type === 'foreign key' ? (maxLength ?? textLength) : undefined;
  return {
    name,
    label,
    type: fieldTypes[type],
    ...(length === undefined ? {} : { length }),
    nillable: !isKey,
    filterable: true,
    sortable: type !== 'list',
    // Records of the hub are written by inbound jobs alone, which do not look at this.
    createable: false,
    updateable: false,
    calculated: false,
    custom: !isStandard,
    externalId: isKey,
    restrictedPicklist: false,
    picklistValues: [],
  };
}
