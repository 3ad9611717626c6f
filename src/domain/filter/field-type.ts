import type { SourceFieldType } from '../source-schema.ts';
import type { ComparisonOperator, Filter, TextOperator } from './syntax.ts';

/** How the values of a field compare. */
export type FieldKind =
  | 'text'
  | 'picklist'
  | 'multipicklist'
  | 'boolean'
  | 'number'
  | 'date'
  | 'datetime'
  | 'id'
  /** Can be asked for its presence only. */
  | 'opaque';

export const kindOfType: Readonly<Record<SourceFieldType, FieldKind>> = {
  id: 'id',
  reference: 'id',
  string: 'text',
  textarea: 'text',
  email: 'text',
  phone: 'text',
  url: 'text',
  picklist: 'picklist',
  multipicklist: 'multipicklist',
  boolean: 'boolean',
  int: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
  datetime: 'datetime',
  time: 'opaque',
  compound: 'opaque',
  binary: 'opaque',
};

/** As in "Industry is …". */
export const nounOfKind: Readonly<Record<FieldKind, string>> = {
  text: 'a text field',
  picklist: 'a picklist',
  multipicklist: 'a multi-select picklist',
  boolean: 'a yes/no field',
  number: 'a number field',
  date: 'a date field',
  datetime: 'a date and time field',
  id: 'an id field',
  opaque: 'a field whose values cannot be compared',
};

export type Operator =
  ComparisonOperator | TextOperator | Extract<Filter, { kind: 'membership' }>['operator'];

const equality = ['=', '!=', 'IN', 'NOT IN'] as const satisfies readonly Operator[];
const order = ['<', '<=', '>', '>='] as const satisfies readonly Operator[];
const text = ['LIKE', 'CONTAINS', 'STARTS WITH', 'ENDS WITH'] as const satisfies readonly Operator[];

/** The operators a field can be compared by; `= null` and `!= null` go with every field. */
export const operatorsOfKind: Readonly<Record<FieldKind, readonly Operator[]>> = {
  text: [...equality, ...order, ...text],
  picklist: [...equality, ...text],
  multipicklist: [...equality, 'INCLUDES', 'EXCLUDES'],
  boolean: equality,
  number: [...equality, ...order],
  date: [...equality, ...order],
  datetime: [...equality, ...order],
  id: equality,
  opaque: [],
};
