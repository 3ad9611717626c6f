/** How a value of the hub becomes one of a CRM's field, in the text forms of src/connectors/connector.ts. */
import { dateText, datetimeText, dayMs, readIsoDate } from '../calendar.ts';
import { RecordError } from '../errors.ts';
import { isWhole, parseDecimal, plainDecimal } from '../filter/decimal.ts';
import { dateReader, misfit, numberReader } from '../mapping/formats.ts';
import { isUsualNumber } from '../mapping/number-value.ts';
import type { SourceField, SourceFieldType } from '../source-schema.ts';
import type { Zone } from '../zone.ts';
import { readCrmId } from './crm-id.ts';
import { choiceReader, choicesInWords } from './picklist-choice.ts';

export interface FieldCastOptions {
  readonly field: SourceField;
  /** The source in words, for reasons: "attribute health". */
  readonly from: string;
  /** How dates and numbers are written in the hub where it keeps them as text; empty: its own form. */
  readonly formats: readonly string[];
  /** Of the CRM's user: where a day begins, and of times that name no zone. */
  readonly zone: Zone;
}

/**
 * Turns a text, which is not empty, into the field's value; null where nothing is left of it.
 *
 * @throws RecordError that names field, source, format and limit, never the value.
 */
export type CastToField = (text: string) => string | null;

export function castToField(options: FieldCastOptions): CastToField {
  return casts[options.field.type](options);
}

const casts: Readonly<Record<SourceFieldType, (options: FieldCastOptions) => CastToField>> = {
  id: idCast,
  reference: idCast,
  string: textCast,
  textarea: textCast,
  email: textCast,
  phone: textCast,
  url: textCast,
  time: textCast,
  picklist: picklistCast,
  multipicklist: multipicklistCast,
  boolean: booleanCast,
  int: integerCast,
  double: numberCast,
  currency: numberCast,
  percent: numberCast,
  date: dayCast,
  datetime: momentCast,
  compound: unwritable,
  binary: unwritable,
};

function textCast(options: FieldCastOptions): CastToField {
  const { length = Number.POSITIVE_INFINITY } = options.field;
  // Characters are counted as databases count them: an emoji of one code point is one.
  return (text) =>
    text.length <= length || (text.length <= length * 2 && Array.from(text).length <= length)
      ? text
      : wrong(options, `is longer than ${length} characters`, 'longer_than_field');
}

function idCast(options: FieldCastOptions): CastToField {
  return (text) => {
    if (text.trim() === '') return null;
    return readCrmId(options.field, text) ?? wrong(options, 'is no id of this CRM');
  };
}

function picklistCast(options: FieldCastOptions): CastToField {
  const within = textCast(options);
  const choose = choiceReader(options.field);
  return (text) => {
    const choice = text.trim();
    if (choice === '') return null;
    return choose(choice) ?? (options.field.restrictedPicklist ? unlisted(options) : within(choice));
  };
}

function multipicklistCast(options: FieldCastOptions): CastToField {
  const choose = choiceReader(options.field);
  return (text) => {
    const items = text
      .split(';')
      .map((item) => item.trim())
      .filter((item) => item !== '');
    const chosen = items.map(
      (item) => choose(item) ?? (options.field.restrictedPicklist ? unlisted(options) : item),
    );
    return chosen.length === 0 ? null : [...new Set(chosen)].join(';');
  };
}

function unlisted(options: FieldCastOptions): never {
  const choices = choicesInWords(options.field);
  const which = choices === '' ? '' : `: ${choices}`;
  return wrong(options, `is none of the values that the picklist takes${which}`, 'unknown_value');
}

const truths: ReadonlyMap<string, string> = new Map([
  ['true', 'true'],
  ['false', 'false'],
  ['1', 'true'],
  ['0', 'false'],
  ['yes', 'true'],
  ['no', 'false'],
]);

/** Some CRMs name the two values of a yes/no field. */
function booleanCast(options: FieldCastOptions): CastToField {
  const choose = choiceReader(options.field);
  return (text) => {
    const said = text.trim().toLowerCase();
    if (said === '') return null;
    return (
      truths.get(said) ??
      truths.get(choose(said) ?? '') ??
      wrong(options, 'is none of true, false, yes, no, 1 and 0')
    );
  };
}

function integerCast(options: FieldCastOptions): CastToField {
  const toNumber = numberCast(options);
  return (text) => {
    const digits = toNumber(text);
    const decimal = digits === null ? null : parseDecimal(digits);
    return decimal === null || isWhole(decimal) ? digits : wrong(options, 'is no whole number');
  };
}

/** No digit is lost, and none is written as an exponent. */
function numberCast(options: FieldCastOptions): CastToField {
  const read = numberReader(options.formats);
  const isPlain = options.formats.length === 0;
  return (text) => {
    if (isPlain && isUsualNumber(text)) return text;
    const json = read(text);
    const decimal = json === null ? null : parseDecimal(json.replaceAll('"', ''));
    return decimal === null ? wrong(options, misfit('number', options.formats)) : plainDecimal(decimal);
  };
}

/** A moment is told as the day that it is for the CRM's user. */
function dayCast(options: FieldCastOptions): CastToField {
  const { formats, zone } = options;
  const read = dateReader(formats, zone);
  return (text) => {
    const date = read(text) ?? wrong(options, misfit('date', formats));
    return readIsoDate(date) === null ? dateText(Math.floor(zone.clockOf(Date.parse(date)) / dayMs)) : date;
  };
}

/** A day is told as the moment at which it begins there. */
function momentCast(options: FieldCastOptions): CastToField {
  const { formats, zone } = options;
  const read = dateReader(formats, zone);
  return (text) => {
    const date = read(text) ?? wrong(options, misfit('date', formats));
    const day = readIsoDate(date);
    return day === null ? date : datetimeText(zone.utcAtOrAfter(day * dayMs));
  };
}

function unwritable(options: FieldCastOptions): CastToField {
  return () => wrong(options, 'goes to a field that cannot be written');
}

function wrong({ field, from }: FieldCastOptions, problem: string, code = 'invalid_value'): never {
  throw new RecordError(`${field.name}: the value of ${from} ${problem}.`, { code });
}
