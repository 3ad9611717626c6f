/** Whether a column's value is one of a list. */
import type { FilterClock } from '../../domain/filter/date-bounds.ts';
import { kindOfType } from '../../domain/filter/field-type.ts';
import { filterError } from '../../domain/filter/filter-error.ts';
import { foldCase } from '../../domain/filter/fold-case.ts';
import type { FilterValue, Span } from '../../domain/filter/syntax.ts';
import { test } from '../filter/condition.ts';
import type { Condition } from '../filter/condition.ts';
import { dateLiterals } from '../filter/date-literals.ts';
import { digitsOf, everyValue, loose, noValue, strict, textOf } from '../filter/field-test.ts';
import type { Outcomes, TestedField } from '../filter/field-test.ts';
import { beyondColumn } from './number-range.ts';
import { allOf, anyOf } from './odata-condition.ts';
import { guidLiteral, listLiteral, numberLiteral, textLiteral } from './odata-literal.ts';

export interface TestedColumn extends TestedField {
  /** By which query functions know it; null of parents' columns, which they do not take. */
  readonly logicalName: string | null;
  /** Dataverse's own name of the type. */
  readonly type: string;
  /** Where the filter names the field. */
  readonly span: Span;
}

/** @param values none of them null. */
export function amongValues(
  column: TestedColumn,
  values: readonly FilterValue[],
  clock: FilterClock,
): Outcomes {
  const { field, path } = column;
  const kind = kindOfType[field.type];
  switch (kind) {
    case 'boolean':
      return amongEach(
        distinct(values.map((value) => String(value.kind === 'boolean' && value.value))),
        path,
      );
    case 'picklist':
      return amongChoices(column, values.map(textOf));
    case 'multipicklist':
      return eachOf(values.map((value) => exactChoices(column, choicesOf(value))));
    case 'date':
    case 'datetime':
      return eachOf(
        values.map((value) => {
          const { from, to } = dateLiterals(value, kind, clock);
          if (to === null) return amongEach([from], path);
          return {
            whenTrue: strict(allOf([test(`${path} ge ${from}`), test(`${path} lt ${to}`)])),
            whenFalse: strict(anyOf([test(`${path} lt ${from}`), test(`${path} ge ${to}`)])),
          };
        }),
      );
    case 'id':
      // Dataverse refuses a query that compares an id with anything else, and no record has such an id.
      return amongTexts(
        column,
        values.flatMap((value) => guidLiteral(textOf(value)) ?? []),
        (id) => id,
      );
    case 'number': {
      const within = values.map(digitsOf).filter((digits) => beyondColumn(column.type, digits) === null);
      // The lists of query functions are texts, and 12.5 and 12.50 would be two of them.
      return amongEach(distinct(within.map(numberLiteral)), path);
    }
    case 'opaque':
      // Asked for its presence only; the check lets no value through.
      return { whenTrue: noValue, whenFalse: everyValue };
    case 'text':
      break;
  }
  return amongTexts(column, distinctTexts(values), textLiteral);
}

/** Choices are numbers; those of a list that are none are no record's. */
export function amongChoices(column: TestedColumn, values: readonly string[]): Outcomes {
  const numbers = distinct(values).filter((value) => /^-?\d+$/.test(value));
  return amongTexts(column, numbers, (number) => number);
}

/** INCLUDES: `'a;b', 'c'` is both a and b, or c. */
export function includesValues(column: TestedColumn, values: readonly FilterValue[]): Outcomes {
  if (values.length === 0) return { whenTrue: noValue, whenFalse: everyValue };
  const combinations = values.map(choicesOf);
  const single = combinations.flatMap((choices) => (choices.length === 1 ? choices : []));
  const several = combinations.filter((choices) => choices.length > 1);
  return {
    whenTrue: strict(
      anyOf([
        hasAny(column, single),
        ...several.map((choices) => allOf(choices.map((each) => hasAny(column, [each])))),
      ]),
    ),
    whenFalse: loose(
      allOf([
        hasNone(column, single),
        ...several.map((choices) => anyOf(choices.map((each) => hasNone(column, [each])))),
      ]),
    ),
  };
}

/** All of these and no other: what the others are is known. */
function exactChoices(column: TestedColumn, choices: readonly string[]): Outcomes {
  const others = column.field.picklistValues
    .map(({ value }) => value)
    .filter((value) => !choices.includes(value));
  return {
    whenTrue: strict(allOf([...choices.map((each) => hasAny(column, [each])), hasNone(column, others)])),
    whenFalse: loose(anyOf([...choices.map((each) => hasNone(column, [each])), hasAny(column, others)])),
  };
}

function hasAny(column: TestedColumn, choices: readonly string[]): Condition {
  return choices.length === 0 ? 'never' : functionTest(column, 'ContainValues', distinct(choices));
}

function hasNone(column: TestedColumn, choices: readonly string[]): Condition {
  return choices.length === 0 ? 'always' : functionTest(column, 'DoesNotContainValues', distinct(choices));
}

/** @throws UserError for a parent's column: query functions take no paths, and OData has no other words for it. */
function functionTest(
  { logicalName, path, field, span }: TestedColumn,
  name: string,
  values: readonly string[],
): Condition {
  if (logicalName !== null) return test(calling(name, logicalName, values));
  throw filterError(
    'wrong_operator',
    span.start,
    `Dynamics 365 compares a column with several choices, as ${field.name} is, only in the table itself, not over ${path.split('/').slice(0, -1).join('.')}. Leave this condition out.`,
  );
}

function calling(name: string, logicalName: string, values: readonly string[]): string {
  return `Microsoft.Dynamics.CRM.${name}(PropertyName='${logicalName}',PropertyValues=${listLiteral(values)})`;
}

/** Texts of which two are never the same value: a query function takes them, or for parents a chain does. */
function amongTexts(
  { path, logicalName }: TestedColumn,
  texts: readonly string[],
  toLiteral: (text: string) => string,
): Outcomes {
  const given = distinct(texts);
  if (given.length < 2 || logicalName === null) return amongEach(given.map(toLiteral), path);
  return {
    whenTrue: strict(test(calling('In', logicalName, given))),
    whenFalse: loose(test(calling('NotIn', logicalName, given))),
  };
}

function amongEach(literals: readonly string[], path: string): Outcomes {
  if (literals.length === 0) return { whenTrue: noValue, whenFalse: everyValue };
  return {
    whenTrue: strict(anyOf(literals.map((literal) => test(`${path} eq ${literal}`)))),
    whenFalse: loose(allOf(literals.map((literal) => test(`${path} ne ${literal}`)))),
  };
}

function eachOf(tests: readonly Outcomes[]): Outcomes {
  return {
    whenTrue: strict(anyOf(tests.map(({ whenTrue }) => whenTrue.condition))),
    whenFalse: loose(allOf(tests.map(({ whenFalse }) => whenFalse.condition))),
  };
}

function choicesOf(value: FilterValue): string[] {
  return distinct(textOf(value).split(';'));
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** Text is compared without letter case, so `'a', 'A'` is one value. */
function distinctTexts(values: readonly FilterValue[]): string[] {
  const found = new Map<string, string>();
  for (const text of values.map(textOf)) {
    const key = foldCase(text);
    if (!found.has(key)) found.set(key, text);
  }
  return [...found.values()];
}
