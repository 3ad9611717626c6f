import { RecordError } from '../errors.ts';
import type { AttributeType } from '../hub-object.ts';
import { toLongId } from '../record-id.ts';
import type { Zone } from '../zone.ts';
import { dateReader, misfit, numberReader } from './formats.ts';
import { jsonText, storableText } from './json-text.ts';

/** Items of one list attribute; more reject the row. */
export const maxListItems = 1_000;

/** What a cast needs to know of the attribute and of where its values come from. */
export interface CastOptions {
  readonly attribute: string;
  readonly type: AttributeType;
  /** Longest text in characters, of a list's items too. */
  readonly maxLength: number;
  /** The source in words, for reasons: "field Owner.Name". */
  readonly from: string;
  /** Empty: the CRM's own form. */
  readonly formats: readonly string[];
  /** Of times that name no zone. */
  readonly zone: Zone;
  /** How a text is cut into the items of a list. */
  readonly separator: ListSeparator;
}

/** `any`: at semicolons, or where there are none at commas. `none`: the whole text is one item. */
export type ListSeparator = ';' | 'any' | 'none';

/** Turns a text, which is not empty, into the JSON text of the attribute's value. @throws RecordError. */
export type CastToJson = (text: string) => string;

/** How a text becomes an attribute's value. Reasons name attribute, source, format and limit, never the value. */
export function castToJson(options: CastOptions): CastToJson {
  return casts[options.type](options);
}

const casts: Readonly<Record<AttributeType, (options: CastOptions) => CastToJson>> = {
  text: textCast,
  number: numberCast,
  currency: numberCast,
  date: dateCast,
  boolean: booleanCast,
  list: listCast,
  'foreign key': foreignKeyCast,
};

/** Turns a cell into the text of a key. @throws RecordError where it is empty or too long. */
export function castToKey(options: CastOptions): (text: string | null) => string {
  const { attribute, from } = options;
  const toKey = idCast(options);
  return (text) => {
    const key = text === null ? '' : toKey(text);
    if (key === '') throw new RecordError(`${attribute} is empty (from ${from}).`, { code: 'key_missing' });
    return storableText(key);
  };
}

/** Items of a list that is one already. @throws RecordError. */
export function listToJson(options: CastOptions): (items: readonly string[]) => string {
  return (items) => {
    if (items.length === 0) return 'null';
    if (items.length > maxListItems) return wrong(options, `has more than ${maxListItems} items`, 'too_long');
    return `[${items.map((item) => jsonText(within(item, options, 'an item'))).join(',')}]`;
  };
}

function textCast(options: CastOptions): CastToJson {
  const { maxLength } = options;
  return (text) => jsonText(text.length <= maxLength ? text : within(text, options, 'the value'));
}

function numberCast(options: CastOptions): CastToJson {
  const read = numberReader(options.formats);
  return (text) => read(text) ?? wrong(options, misfit('number', options.formats));
}

function dateCast(options: CastOptions): CastToJson {
  const read = dateReader(options.formats, options.zone);
  return (text) => {
    const value = read(text);
    return value === null ? wrong(options, misfit('date', options.formats)) : `"${value}"`;
  };
}

function listCast(options: CastOptions): CastToJson {
  const toJson = listToJson(options);
  return (text) => toJson(itemsOf(text, options.separator));
}

function foreignKeyCast(options: CastOptions): CastToJson {
  const toKey = idCast(options);
  return (text) => {
    const key = toKey(text);
    return key === '' ? 'null' : jsonText(key);
  };
}

/** Ids and keys: without blanks around them, Salesforce ids in their long form; foreign keys in small letters. */
function idCast(options: CastOptions): (text: string) => string {
  const isLower = options.type === 'foreign key';
  return (text) => {
    const id = toLongId(text.trim());
    return within(isLower ? id.toLowerCase() : id, options, 'the value');
  };
}

const truths: ReadonlyMap<string, string> = new Map([
  ['true', 'true'],
  ['false', 'false'],
  ['1', 'true'],
  ['0', 'false'],
  ['yes', 'true'],
  ['no', 'false'],
]);

function booleanCast(options: CastOptions): CastToJson {
  return (text) =>
    truths.get(text) ??
    truths.get(text.trim().toLowerCase()) ??
    wrong(options, 'is none of true, false, yes, no, 1 and 0');
}

/** Whether a text can be a boolean attribute's value. */
export function isBooleanText(text: string): boolean {
  return truths.has(text.trim().toLowerCase());
}

function itemsOf(text: string, separator: ListSeparator): string[] {
  if (separator === 'none') return [text.trim()].filter((item) => item !== '');
  const sign = separator === ';' || text.includes(';') ? ';' : ',';
  return text
    .split(sign)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** Characters are counted as databases count them: an emoji of one code point is one. */
function within(text: string, options: CastOptions, what: string): string {
  const { attribute, maxLength, from } = options;
  if (text.length <= maxLength || (text.length <= maxLength * 2 && Array.from(text).length <= maxLength)) {
    return text;
  }
  throw new RecordError(`${attribute}: ${what} of ${from} is longer than ${maxLength} characters.`, {
    code: 'too_long',
  });
}

function wrong({ attribute, from }: CastOptions, problem: string, code = 'wrong_value'): never {
  throw new RecordError(`${attribute}: the value of ${from} ${problem}.`, { code });
}
