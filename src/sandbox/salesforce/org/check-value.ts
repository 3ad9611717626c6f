/** Values that come over the API: checked and read as the platform does it, by the field's type. */
import type { FieldDefinition, FieldType, FieldValue } from '../schema/field-definition.ts';
import { readId } from './record-ids.ts';
import { WriteError } from './write-error.ts';

/** @throws WriteError */
export function checkValue(field: FieldDefinition, given: unknown): FieldValue {
  if (given === null || given === '') return field.type === 'boolean' ? false : null;
  if (typeof given !== 'string' && typeof given !== 'boolean') throw wrongType(field, JSON.stringify(given));
  return checkers[field.type](field, String(given));
}

type Checker = (field: FieldDefinition, text: string) => FieldValue;

const emailAddress = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;
const decimalNumber = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const wholeNumber = /^[+-]?\d+$/;
const isoDate = /^\d{4}-\d{2}-\d{2}/;
const maxInt = 2 ** 31 - 1;

/** White space around a text does not survive; what is longer than the field is refused, not cut. */
const checkText: Checker = (field, text) => {
  const trimmed = text.trim();
  if (trimmed.length > field.length) {
    throw new WriteError(
      'STRING_TOO_LONG',
      `${field.label}: data value too large: ${trimmed} (max length=${field.length})`,
      [field.name],
    );
  }
  return trimmed === '' ? null : trimmed;
};

const checkNumber: Checker = (field, text) => {
  const trimmed = text.trim();
  if (!decimalNumber.test(trimmed)) throw wrongType(field, text);
  if (Math.abs(Number(trimmed)) >= 10 ** (field.precision - field.scale)) throw outOfRange(field, trimmed);
  return trimmed;
};

const checkReference: Checker = (field, text) => {
  const id = readId(text.trim());
  if (id === null) {
    throw new WriteError('MALFORMED_ID', `${field.label}: id value of incorrect type: ${text}`, [field.name]);
  }
  return id;
};

const checkPicklist: Checker = (field, text) => {
  const value = text.trim();
  const choices = field.type === 'multipicklist' ? value.split(';') : [value];
  for (const choice of choices) {
    if (!field.restrictedPicklist) break;
    if (field.picklist.some((entry) => entry.active && entry.value === choice)) continue;
    throw new WriteError(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `${field.label}: bad value for restricted picklist field: ${choice}`,
      [field.name],
    );
  }
  return checkText(field, value);
};

const checkers: Readonly<Record<FieldType, Checker>> = {
  string: checkText,
  textarea: checkText,
  phone: checkText,
  url: checkText,
  picklist: checkPicklist,
  multipicklist: checkPicklist,
  email(field, text) {
    if (!emailAddress.test(text.trim())) {
      throw new WriteError('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${text}`, [
        field.name,
      ]);
    }
    return checkText(field, text);
  },
  boolean(field, text) {
    const value = { true: true, false: false, '1': true, '0': false }[text.trim().toLowerCase()];
    if (value === undefined) throw wrongType(field, text);
    return value;
  },
  int(field, text) {
    const trimmed = text.trim();
    if (!wholeNumber.test(trimmed)) throw wrongType(field, text);
    if (Math.abs(Number(trimmed)) > maxInt) throw outOfRange(field, trimmed);
    return trimmed;
  },
  double: checkNumber,
  currency: checkNumber,
  percent: checkNumber,
  date(field, text) {
    const date = text.trim();
    const ms = Date.parse(date);
    if (!isoDate.test(date) || Number.isNaN(ms)) throw wrongType(field, text);
    return new Date(ms).toISOString().slice(0, 10);
  },
  datetime(field, text) {
    const stamp = text.trim().replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
    const ms = Date.parse(stamp);
    if (!isoDate.test(stamp) || Number.isNaN(ms)) throw wrongType(field, text);
    return new Date(Math.floor(ms / 1000) * 1000).toISOString();
  },
  time: checkText,
  id: checkReference,
  reference: checkReference,
  base64: (_, text) => text,
  address(field) {
    throw notWritable([field.name]);
  },
};

export function notWritable(fields: readonly string[]): WriteError {
  return new WriteError(
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    `Unable to create/update fields: ${fields.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
    fields,
  );
}

function wrongType(field: FieldDefinition, text: string): WriteError {
  return new WriteError(
    'INVALID_TYPE_ON_FIELD_IN_RECORD',
    `${field.label}: value not of required type: ${text}`,
    [field.name],
  );
}

function outOfRange(field: FieldDefinition, text: string): WriteError {
  return new WriteError(
    'NUMBER_OUTSIDE_VALID_RANGE',
    `${field.label}: value outside of valid range on numeric field: ${text}`,
    [field.name],
  );
}
