import { restoreId } from '../record-id.ts';
import type { SourceField } from '../source-schema.ts';
import { parseDecimal, isWhole } from './decimal.ts';
import { kindOfType, nounOfKind, type FieldKind, type Operator } from './field-type.ts';
import { filterError } from './filter-error.ts';
import { picklistBoolean, picklistValue } from './picklist.ts';
import { bareValue } from './print.ts';
import { plainDateLiterals } from './syntax.ts';
import type { FilterValue } from './syntax.ts';

/**
 * A value in the form in which the field is compared.
 *
 * @param value neither null nor empty text.
 * @throws UserError at the value, with what to write instead.
 */
export function checkValue(field: SourceField, operator: Operator, value: FilterValue): FilterValue {
  return checks[kindOfType[field.type]](field, operator, value);
}

type Check = (field: SourceField, operator: Operator, value: FilterValue) => FilterValue;

const checks: Readonly<Record<FieldKind, Check>> = {
  text: (field, _, value) => {
    if (value.kind === 'text') return value;
    throw wrong(field, value, `put ${bareValue(value)} in quotes: '${bareValue(value)}'.`);
  },
  picklist: (field, operator, value) => {
    const isExact = operator === 'IN' || operator === 'NOT IN' || operator === '=' || operator === '!=';
    return isExact ? picklistValue(field, value) : checks.text(field, operator, value);
  },
  multipicklist: (field, _, value) => {
    if (value.kind !== 'text') return picklistValue(field, value);
    const parts = value.text.split(';').map((part) => part.trim());
    const values = parts
      .filter((part) => part !== '')
      .map((text) => picklistValue(field, { ...value, text }))
      .map((part) => (part.kind === 'text' ? part.text : ''));
    if (values.length > 0) return { ...value, text: values.join(';') };
    throw wrong(field, value, `name at least one of its values.`);
  },
  boolean: (field, _, value) => {
    if (value.kind === 'boolean') return value;
    const named = picklistBoolean(field, value);
    if (named !== null) return { kind: 'boolean', value: named, span: value.span };
    throw wrong(field, value, 'write true or false, without quotes.');
  },
  number: (field, _, value) => {
    if (value.kind === 'text' && parseDecimal(value.text) !== null) {
      throw wrong(field, value, `write ${value.text.trim()} without quotes.`);
    }
    if (value.kind !== 'number') throw wrong(field, value, 'write a number, such as 1500.50.');
    const decimal = parseDecimal(value.text);
    if (field.type === 'int' && decimal !== null && !isWhole(decimal)) {
      throw wrong(field, value, 'it holds whole numbers only; write one without decimals.');
    }
    return value;
  },
  date: (field, _, value) => {
    if (value.kind === 'date' || isDateLiteral(value)) return value;
    if (value.kind === 'datetime') {
      throw wrong(field, value, `it has no time of day; write ${value.text.slice(0, 10)}.`);
    }
    throw notADate(field, value);
  },
  datetime: (field, _, value) => {
    if (value.kind === 'date' || value.kind === 'datetime' || isDateLiteral(value)) return value;
    throw notADate(field, value);
  },
  id: (field, _, value) => {
    if (value.kind === 'text') return { ...value, text: restoreId(value.text.trim()) };
    throw wrong(field, value, 'write the id in quotes.');
  },
  opaque: (field, _, value) => {
    throw wrong(field, value, 'only = null and != null are possible.');
  },
};

function isDateLiteral(value: FilterValue): boolean {
  return value.kind === 'date-literal' || value.kind === 'counted-date-literal';
}

function notADate(field: SourceField, value: FilterValue): Error {
  const advice =
    value.kind === 'text' && isWrittenDate(value.text.trim())
      ? `write ${value.text} without quotes.`
      : 'write a date such as 2026-03-01, or TODAY, LAST_N_DAYS:30 and the like, without quotes.';
  return wrong(field, value, advice);
}

/** What would be one without its quotes. */
function isWrittenDate(text: string): boolean {
  const isNamed = plainDateLiterals.some((name) => name === text.toUpperCase());
  return isNamed || /^\d{4}-\d\d-\d\d/.test(text) || /^[A-Z_]+_N_[A-Z]+:\d+$/i.test(text);
}

function wrong(field: SourceField, value: FilterValue, advice: string): Error {
  const noun = nounOfKind[kindOfType[field.type]];
  return filterError('wrong_value', value.span.start, `${field.name} is ${noun}: ${advice}`);
}
