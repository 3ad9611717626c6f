/** Values of rows as the text of the contract. */
import type { SourceFieldType } from '../../domain/source-schema.ts';
import type { ColumnPath } from './column-path.ts';

/** The service's annotation with a value as people read it. */
const formatted = '@OData.Community.Display.V1.FormattedValue';

/** Types whose numbers a double cannot hold: their digits are kept as they were sent. */
const longNumbers: ReadonlySet<string> = new Set(['MoneyType', 'DecimalType', 'DoubleType', 'BigIntType']);

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Reads JSON in which the numbers of these columns stay the digits they were sent as. Within a text the quote before
 * the colon would be escaped, so only names of members are found; a parser of our own would take five times as long.
 */
export function digitKeeper(paths: readonly ColumnPath[]): (text: string) => unknown {
  const names = new Set(
    paths.filter(({ column }) => longNumbers.has(column.type)).map(({ property }) => property),
  );
  if (names.size === 0) return (text) => JSON.parse(text) as unknown;
  const member = new RegExp(String.raw`"(${[...names].join('|')})":\s*(-?\d[\d.eE+-]*)`, 'g');
  return (text) => JSON.parse(text.replace(member, '"$1":"$2"')) as unknown;
}

/** @returns a function that gives the text of one column of a record, or null. */
export function columnReader({
  field,
  column,
  navigations,
  property,
}: ColumnPath): (row: JsonObject) => string | null {
  const name = column.isFormatted ? property + formatted : property;
  const toText = column.isFormatted ? textOf : readerOf(field.type, field.picklistValues);
  if (navigations.length === 0) return (row) => toText(row[name]);
  return (row) => {
    let place: JsonObject = row;
    for (const navigation of navigations) {
      const next = place[navigation];
      // A record without the parent has null where the parent would be.
      if (typeof next !== 'object' || next === null) return null;
      place = next as JsonObject;
    }
    return toText(place[name]);
  };
}

type Choices = readonly { readonly value: string; readonly label: string }[];

function readerOf(type: SourceFieldType, choices: Choices): (value: unknown) => string | null {
  const label = choiceReader(choices);
  if (type === 'picklist') return label;
  if (type === 'multipicklist') {
    return (value) => {
      const text = textOf(value);
      return text === null
        ? null
        : text
            .split(',')
            .map((each) => label(each.trim()) ?? '')
            .join(';');
    };
  }
  if (type === 'datetime') return datetimeOf;
  return type === 'id' || type === 'reference' ? (value) => textOf(value)?.toLowerCase() ?? null : textOf;
}

/** Choices are numbers, and mean what they are called. One that the metadata does not have stays its number. */
function choiceReader(choices: Choices): (value: unknown) => string | null {
  // What is called by a semicolon could not be told from two choices.
  const labels = new Map(choices.map(({ value, label }) => [value, label.includes(';') ? value : label]));
  return (value) => {
    const text = textOf(value);
    return text === null ? null : (labels.get(text) ?? text);
  };
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return null;
}

/** `2026-03-01T09:30:00Z`: Dataverse answers in UTC, without parts of a second where there are none. */
function datetimeOf(value: unknown): string | null {
  const text = textOf(value);
  return text !== null && text.length === wholeSeconds ? `${text.slice(0, -1)}.000Z` : text;
}

const wholeSeconds = '2026-03-01T09:30:00Z'.length;
