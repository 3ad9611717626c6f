import type { AttributeType } from '../hub-object.ts';
import type { FormulaType } from '../formula/values.ts';
import type { SourceFieldType } from '../source-schema.ts';

/** What sort of values a field, or a formula, gives; decides which attributes may take them. */
export type ValueKind =
  /** Free text, in which a number or a date may be written. */
  | 'text'
  /** Text that is an id, an address or the like. */
  | 'word'
  | 'number'
  | 'date'
  | 'boolean'
  /** Several values at once. */
  | 'list'
  /** Only the rows tell. */
  | 'unknown';

/** null for fields that cannot be read as one value. */
export const kindOfField: Readonly<Record<SourceFieldType, ValueKind | null>> = {
  id: 'word',
  string: 'text',
  textarea: 'text',
  email: 'word',
  phone: 'word',
  url: 'word',
  picklist: 'text',
  multipicklist: 'list',
  boolean: 'boolean',
  int: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
  datetime: 'date',
  time: 'word',
  reference: 'word',
  compound: null,
  binary: null,
};

export const kindOfFormula: Readonly<Record<FormulaType, ValueKind>> = {
  text: 'text',
  number: 'number',
  boolean: 'boolean',
  date: 'date',
  datetime: 'date',
  list: 'list',
  null: 'unknown',
  any: 'unknown',
};

/** As which type a formula reads a field; null for fields that cannot be read as one value. */
export const formulaTypeOf: Readonly<Record<SourceFieldType, FormulaType | null>> = {
  id: 'text',
  string: 'text',
  textarea: 'text',
  email: 'text',
  phone: 'text',
  url: 'text',
  picklist: 'text',
  multipicklist: 'list',
  boolean: 'boolean',
  int: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
  datetime: 'datetime',
  time: 'text',
  reference: 'text',
  compound: null,
  binary: null,
};

/** `with format`: only where a format says how the values are written. */
export type Fit = 'fits' | 'with format' | 'several values' | 'mismatch';

const everything: Readonly<Record<AttributeType, Fit>> = {
  text: 'fits',
  number: 'fits',
  currency: 'fits',
  date: 'fits',
  boolean: 'fits',
  list: 'fits',
  'foreign key': 'fits',
};
const nothing: Readonly<Record<AttributeType, Fit>> = {
  text: 'fits',
  number: 'mismatch',
  currency: 'mismatch',
  date: 'mismatch',
  boolean: 'mismatch',
  list: 'mismatch',
  'foreign key': 'mismatch',
};

export const fits: Readonly<Record<ValueKind, Readonly<Record<AttributeType, Fit>>>> = {
  unknown: everything,
  text: { ...everything, number: 'with format', currency: 'with format', date: 'with format' },
  word: { ...nothing, 'foreign key': 'fits' },
  number: { ...nothing, number: 'fits', currency: 'fits', date: 'with format', 'foreign key': 'fits' },
  date: { ...nothing, date: 'fits' },
  boolean: { ...nothing, boolean: 'fits' },
  list: {
    text: 'several values',
    number: 'several values',
    currency: 'several values',
    date: 'several values',
    boolean: 'several values',
    list: 'fits',
    'foreign key': 'several values',
  },
};
