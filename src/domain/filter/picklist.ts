import type { UserError } from '../errors.ts';
import { nearestNames } from '../nearest.ts';
import type { PicklistValue, SourceField } from '../source-schema.ts';
import { didYouMean, excerpt, filterError, oneOf } from './filter-error.ts';
import type { FilterValue } from './syntax.ts';

/**
 * The picklist's own value for a value or a label, without letter case. Where the CRM takes any text in the
 * field, so does the filter.
 *
 * @throws UserError for an unknown value of a restricted picklist and for a label that several values share.
 */
export function picklistValue(field: SourceField, value: FilterValue): FilterValue {
  const text = textOf(value);
  const known = text === null ? null : find(field, text, value);
  if (known !== null) return { kind: 'text', text: known.value, span: value.span };
  if (text === null || value.kind !== 'text') {
    const near = text === null ? [] : suggestions(field, text);
    throw filterError(
      'wrong_value',
      value.span.start,
      `${field.name} is a picklist: write one of its values in quotes.${didYouMean(near)}`,
    );
  }
  if (!field.restrictedPicklist) return value;
  throw filterError(
    'unknown_value',
    value.span.start,
    `${field.name} has no value "${excerpt(text)}".${nearestOrAll(field, text)}`,
  );
}

/** What to say of a value that the picklist does not list; null where it does. */
export function unlistedValue(
  field: SourceField,
  value: FilterValue & { readonly kind: 'text' },
): UserError | null {
  const wanted = value.text.toLowerCase();
  const { byValue, byLabel } = namesOf(field);
  if (wanted === '' || byValue.has(wanted) || byLabel.has(wanted)) return null;
  const advice = nearestOrAll(field, value.text);
  return filterError(
    'unknown_value',
    value.span.start,
    `${field.name} does not list "${excerpt(value.text)}" among its values, so perhaps no record has it.${advice}`,
  );
}

/** Some CRMs name the two values of a yes/no field; null where this one does not, or not so. */
export function picklistBoolean(field: SourceField, value: FilterValue): boolean | null {
  const text = textOf(value);
  const known = text === null ? null : find(field, text, value);
  if (known === null) return null;
  if (known.value === 'true' || known.value === '1') return true;
  return known.value === 'false' || known.value === '0' ? false : null;
}

/** Numbers count too: some CRMs number their choices, and people write those without quotes. */
function textOf(value: FilterValue): string | null {
  return value.kind === 'text' || value.kind === 'number' ? value.text : null;
}

function find(field: SourceField, text: string, value: FilterValue): PicklistValue | null {
  const wanted = text.trim().toLowerCase();
  const { byValue, byLabel } = namesOf(field);
  const known = byValue.get(wanted);
  if (known !== undefined) return known;
  const labelled = byLabel.get(wanted) ?? [];
  const [only] = labelled;
  if (only === undefined || labelled.length === 1) return only ?? null;
  throw filterError(
    'ambiguous_value',
    value.span.start,
    `"${excerpt(text)}" is the label of several values of ${field.name}. Write ${oneOf(labelled.map(quoted))}.`,
  );
}

/** In small letters. */
interface PicklistNames {
  readonly byValue: ReadonlyMap<string, PicklistValue>;
  readonly byLabel: ReadonlyMap<string, readonly PicklistValue[]>;
}

/** A list may hold thousands of values of a picklist of a thousand. */
const namesByField = new WeakMap<SourceField, PicklistNames>();

function namesOf(field: SourceField): PicklistNames {
  const names = namesByField.get(field) ?? indexNames(field.picklistValues);
  namesByField.set(field, names);
  return names;
}

function indexNames(values: readonly PicklistValue[]): PicklistNames {
  const byValue = new Map<string, PicklistValue>();
  const byLabel = new Map<string, PicklistValue[]>();
  for (const each of values) {
    const value = each.value.toLowerCase();
    if (!byValue.has(value)) byValue.set(value, each);
    const label = each.label.toLowerCase();
    byLabel.set(label, [...(byLabel.get(label) ?? []), each]);
  }
  return { byValue, byLabel };
}

function suggestions(field: SourceField, text: string): string[] {
  const names = field.picklistValues.flatMap((known) => [known.value, known.label]);
  const near = nearestNames(text, names, 6).map((name) =>
    field.picklistValues.find((known) => known.value === name || known.label === name),
  );
  const values = [...new Set(near.filter((known) => known !== undefined))].slice(0, 3);
  return values.map((known) =>
    known.label === known.value ? quoted(known) : `${quoted(known)} (${known.label})`,
  );
}

/** The values that come nearest; where none does, those that there are. */
function nearestOrAll(field: SourceField, text: string): string {
  if (field.picklistValues.length === 0) return '';
  const near = suggestions(field, text);
  return near.length > 0 ? didYouMean(near) : ` Its values are ${listed(field.picklistValues)}.`;
}

const maxListed = 10;

function listed(values: readonly PicklistValue[]): string {
  const names = values.filter((known) => known.active).map(quoted);
  if (names.length <= maxListed) return oneOf(names);
  return `${names.slice(0, maxListed).join(', ')} and ${names.length - maxListed} others`;
}

function quoted(known: PicklistValue): string {
  return `'${known.value}'`;
}
