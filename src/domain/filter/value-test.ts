/** One condition of a filter as a test of a field's value, as text the way connectors give it. */
import { dateText, dayMs, datetimeText, readIsoDate, readIsoDatetime } from '../calendar.ts';
import { toLongId } from '../record-id.ts';
import type { Zone } from '../zone.ts';
import { daysOf, momentsOf, type FilterClock } from './date-bounds.ts';
import { compareFolded, foldCase } from './fold-case.ts';
import type { FieldKind } from './field-type.ts';
import { compileLike } from './like-pattern.ts';
import { compileNumberEquality, compileNumberOrder } from './number-test.ts';
import type { ComparisonOperator, FilterValue, TextOperator } from './syntax.ts';

/** Of a value that is there: neither null nor empty. */
export type ValueTest = (value: string) => boolean;

export type OrderOperator = Exclude<ComparisonOperator, '=' | '!='>;

/** Whether the value is one of these; none of them is null. */
export function compileEquality(
  kind: FieldKind,
  values: readonly FilterValue[],
  clock: FilterClock,
): ValueTest {
  if (values.length === 0) return () => false;
  switch (kind) {
    case 'text':
    case 'picklist':
      return among(
        values.map((value) => foldCase(textOf(value))),
        foldCase,
      );
    case 'multipicklist':
      return among(
        values.map((value) => choicesKey(textOf(value))),
        choicesKey,
      );
    case 'id':
      return among(
        values.map((value) => idKey(textOf(value))),
        idKey,
      );
    case 'boolean':
      return among(
        values.map((value) => String(value.kind === 'boolean' && value.value)),
        foldCase,
      );
    case 'number':
      return compileNumberEquality(values.map(digitsOf));
    case 'date':
    case 'datetime': {
      const read = timeReader(kind, clock.zone);
      const ranges = values.map((value) => rangeOf(kind, value, clock));
      return (value) => {
        const time = read(value);
        return time !== null && ranges.some(({ from, to }) => time >= from && time < to);
      };
    }
    case 'opaque':
      break;
  }
  throw new Error('A field whose values cannot be compared is asked for its presence only');
}

/** Before a period is before its beginning, after it is after its end. */
export function compileOrder(
  kind: FieldKind,
  operator: OrderOperator,
  value: FilterValue,
  clock: FilterClock,
): ValueTest {
  if (kind === 'number') return compileNumberOrder(operator, digitsOf(value));
  if (kind === 'date' || kind === 'datetime') {
    const read = timeReader(kind, clock.zone);
    const { from, to } = rangeOf(kind, value, clock);
    const edge = operator === '<' || operator === '>=' ? from : to;
    const isBefore = operator === '<' || operator === '<=';
    return (value) => {
      const time = read(value);
      return time !== null && time < edge === isBefore;
    };
  }
  const holds = orders[operator];
  const wanted = foldCase(textOf(value));
  return (value) => holds(compareFolded(foldCase(value), wanted));
}

const orders: Readonly<Record<OrderOperator, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

export function compileTextTest(operator: TextOperator, value: FilterValue): ValueTest {
  const text = textOf(value);
  const wanted = foldCase(text);
  switch (operator) {
    case 'LIKE':
      return compileLike(text);
    case 'CONTAINS':
      return (value) => foldCase(value).includes(wanted);
    case 'STARTS WITH':
      return (value) => foldCase(value).startsWith(wanted);
    case 'ENDS WITH':
      break;
  }
  return (value) => foldCase(value).endsWith(wanted);
}

/** `'a;b', 'c'`: both a and b, or c. */
export function compileIncludes(values: readonly FilterValue[]): ValueTest {
  const combinations = values.map((value) => choicesOf(textOf(value)));
  return (value) => {
    const chosen = choicesOf(value);
    return combinations.some((wanted) => wanted.every((choice) => chosen.includes(choice)));
  };
}

function among(wanted: readonly string[], keyOf: (value: string) => string): ValueTest {
  const [only] = wanted;
  if (wanted.length === 1) return (value) => keyOf(value) === only;
  const keys = new Set(wanted);
  return (value) => keys.has(keyOf(value));
}

/** Neither their order nor their number of times counts. */
function choicesKey(value: string): string {
  return value.includes(';') ? [...new Set(choicesOf(value))].sort().join(';') : foldCase(value.trim());
}

function choicesOf(value: string): string[] {
  return foldCase(value)
    .split(';')
    .map((choice) => choice.trim())
    .filter((choice) => choice !== '');
}

/** The long form of a Salesforce id tells letter case apart by its ending; other ids do not tell it apart. */
function idKey(value: string): string {
  return toLongId(value).toLowerCase();
}

/** Days and moments as ISO text, whose order is that of time. */
interface Range {
  readonly from: string;
  readonly to: string;
}

function rangeOf(kind: 'date' | 'datetime', value: FilterValue, clock: FilterClock): Range {
  if (kind === 'date') {
    const { from, to } = daysOf(value, clock);
    return { from: dateText(from), to: dateText(to) };
  }
  const { fromMs, toMs } = momentsOf(value, clock);
  return { from: datetimeText(fromMs), to: datetimeText(toMs) };
}

const dateLength = '2026-03-01'.length;
const momentLength = '2026-03-01T09:30:00.000Z'.length;

/** Nearly every value has the form that sorts already. A day among moments is its beginning, and the other way round. */
function timeReader(kind: 'date' | 'datetime', zone: Zone): (value: string) => string | null {
  const usualLength = kind === 'date' ? dateLength : momentLength;
  return (value) => {
    if (value.length === usualLength && (kind === 'date' || value.endsWith('Z'))) return value;
    const day = readIsoDate(value);
    if (day !== null) return datetimeText(zone.utcAtOrAfter(day * dayMs));
    const read = readIsoDatetime(value);
    if (read === null) return null;
    const utcMs = read.offsetMs === null ? zone.utcOf(read.clockMs) : read.clockMs - read.offsetMs;
    return kind === 'datetime' ? datetimeText(utcMs) : dateText(Math.floor(zone.clockOf(utcMs) / dayMs));
  };
}

/** The check has put every value in the form of its field: anything else here is a bug. */
function textOf(value: FilterValue): string {
  if (value.kind === 'text') return value.text;
  throw new Error(`A text was expected, not ${value.kind}`);
}

function digitsOf(value: FilterValue): string {
  if (value.kind === 'number') return value.text;
  throw new Error(`A number was expected, not ${value.kind}`);
}
