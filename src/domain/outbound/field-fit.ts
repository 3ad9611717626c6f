import type { Fit, ValueKind } from '../mapping/value-kind.ts';
import type { SourceFieldType } from '../source-schema.ts';

type Fits = Readonly<Record<SourceFieldType, Fit>>;

const texts = { string: 'fits', textarea: 'fits', email: 'fits', phone: 'fits', url: 'fits' } as const;
const none = { compound: 'mismatch', binary: 'mismatch' } as const;

const everything: Fits = {
  ...texts,
  ...none,
  id: 'fits',
  reference: 'fits',
  picklist: 'fits',
  multipicklist: 'fits',
  boolean: 'fits',
  int: 'fits',
  double: 'fits',
  currency: 'fits',
  percent: 'fits',
  date: 'fits',
  datetime: 'fits',
  time: 'fits',
};
/** Every single value can be told as text, and a picklist has some for it or not. */
const textOnly: Fits = {
  ...texts,
  ...none,
  id: 'mismatch',
  reference: 'mismatch',
  picklist: 'fits',
  multipicklist: 'fits',
  boolean: 'mismatch',
  int: 'mismatch',
  double: 'mismatch',
  currency: 'mismatch',
  percent: 'mismatch',
  date: 'mismatch',
  datetime: 'mismatch',
  time: 'mismatch',
};
const numbers = { int: 'fits', double: 'fits', currency: 'fits', percent: 'fits' } as const;
const dates = { date: 'fits', datetime: 'fits' } as const;

/** Which fields of a CRM take values of a kind; `with format` where a format says how they are written. */
export const fitsField: Readonly<Record<ValueKind, Fits>> = {
  unknown: everything,
  text: {
    ...everything,
    int: 'with format',
    double: 'with format',
    currency: 'with format',
    percent: 'with format',
    date: 'with format',
    datetime: 'with format',
  },
  word: { ...textOnly, id: 'fits', reference: 'fits' },
  number: { ...textOnly, ...numbers, date: 'with format', datetime: 'with format' },
  date: { ...textOnly, ...dates, picklist: 'mismatch', multipicklist: 'mismatch' },
  boolean: { ...textOnly, boolean: 'fits' },
  list: {
    ...none,
    id: 'several values',
    reference: 'several values',
    string: 'several values',
    textarea: 'several values',
    email: 'several values',
    phone: 'several values',
    url: 'several values',
    picklist: 'several values',
    multipicklist: 'fits',
    boolean: 'several values',
    int: 'several values',
    double: 'several values',
    currency: 'several values',
    percent: 'several values',
    date: 'several values',
    datetime: 'several values',
    time: 'several values',
  },
};
