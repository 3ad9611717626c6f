import type {
  SourceField,
  SourceFieldType,
  SourceObject,
  SourceSchema,
} from '../../src/domain/source-schema.ts';
import { aField, anObject } from './source-schema.ts';

export interface FlatField {
  /** Path, such as `Owner.Name`. */
  readonly name: string;
  readonly label: string;
  /** In the CRM's words, Salesforce's or Dynamics', or those of a CSV file. */
  readonly type: string;
}

/** A list of fields as an object and its schema: paths over parents are fields like the others. */
export function flatSource(
  name: string,
  fields: readonly FlatField[],
): { object: SourceObject; schema: SourceSchema } {
  const byPath = new Map(
    fields.map(({ name: path, label, type }): [string, SourceField] => [
      path.toLowerCase(),
      aField(path, types[type.toLowerCase()] ?? 'string', { label }),
    ]),
  );
  const object = anObject(
    name,
    [...byPath.values()].filter(({ name: path }) => !path.includes('.')),
  );
  return {
    object,
    schema: {
      object,
      field(path) {
        const field = byPath.get(path.toLowerCase());
        if (field === undefined)
          return { kind: 'missing', segment: path, object: name, suggestions: [], paths: [] };
        return { kind: 'found', field, path: field.name };
      },
      parent: () => undefined,
    },
  };
}

const types: Readonly<Partial<Record<string, SourceFieldType>>> = {
  id: 'id',
  uniqueidentifier: 'id',
  textarea: 'textarea',
  memo: 'textarea',
  email: 'email',
  phone: 'phone',
  url: 'url',
  picklist: 'picklist',
  choice: 'picklist',
  state: 'picklist',
  status: 'picklist',
  multipicklist: 'multipicklist',
  choices: 'multipicklist',
  list: 'multipicklist',
  boolean: 'boolean',
  int: 'int',
  integer: 'int',
  number: 'double',
  double: 'double',
  decimal: 'double',
  currency: 'currency',
  money: 'currency',
  percent: 'percent',
  date: 'date',
  datetime: 'datetime',
  time: 'time',
  reference: 'reference',
  lookup: 'reference',
  customer: 'reference',
  owner: 'reference',
  address: 'compound',
  compound: 'compound',
  base64: 'binary',
  image: 'binary',
};
