/** Whether a field's value is one of a list. */
import type { FilterClock } from '../../domain/filter/date-bounds.ts';
import { kindOfType } from '../../domain/filter/field-type.ts';
import { foldCase } from '../../domain/filter/fold-case.ts';
import type { FilterValue } from '../../domain/filter/syntax.ts';
import { isRecordId } from '../../domain/record-id.ts';
import type { SourceField } from '../../domain/source-schema.ts';
import { dateLiterals } from '../filter/date-literals.ts';
import { digitsOf, everyValue, loose, noValue, strict, textOf } from '../filter/field-test.ts';
import type { Outcome, Outcomes, TestedField } from '../filter/field-test.ts';
import { withRightCase } from './id-case.ts';
import { test } from '../filter/condition.ts';
import { allOf, anyOf } from './soql-condition.ts';
import { numberLiteral, textLiteral } from './soql-literal.ts';

/** @param values none of them null. */
export function amongValues(
  { field, path }: TestedField,
  values: readonly FilterValue[],
  clock: FilterClock,
): Outcomes {
  const kind = kindOfType[field.type];
  switch (kind) {
    case 'boolean':
      return amongBooleans(path, values);
    case 'multipicklist':
      // SOQL has no IN for these.
      return amongEach(
        values.map((value) => amongLiterals(path, [textLiteral(inPicklistOrder(field, textOf(value)))])),
      );
    case 'date':
    case 'datetime': {
      return amongEach(
        values.map((value) => {
          const { from, to } = dateLiterals(value, kind, clock);
          if (to === null) return amongLiterals(path, [from]);
          return {
            whenTrue: strict(allOf([test(`${path} >= ${from}`), test(`${path} < ${to}`)])),
            whenFalse: strict(anyOf([test(`${path} < ${from}`), test(`${path} >= ${to}`)])),
          };
        }),
      );
    }
    case 'id':
      // Salesforce refuses a query that compares an id with anything else, and no record has such an id.
      return amongLiterals(
        path,
        values
          .map((value) => withRightCase(textOf(value)))
          .filter(isRecordId)
          .map(textLiteral),
      );
    case 'number':
      return amongLiterals(
        path,
        values.map((value) => numberLiteral(digitsOf(value))),
      );
    case 'opaque':
      // Asked for its presence only; the check lets no value through.
      return { whenTrue: noValue, whenFalse: everyValue };
    case 'text':
    case 'picklist':
      break;
  }
  return amongLiterals(path, distinctTexts(values).map(textLiteral));
}

function amongEach(tests: readonly Outcomes[]): Outcomes {
  return {
    whenTrue: strict(anyOf(tests.map(({ whenTrue }) => whenTrue.condition))),
    whenFalse: loose(allOf(tests.map(({ whenFalse }) => whenFalse.condition))),
  };
}

function amongLiterals(path: string, literals: readonly string[]): Outcomes {
  const distinct = [...new Set(literals)];
  const [only] = distinct;
  if (only === undefined) return { whenTrue: noValue, whenFalse: everyValue };
  if (distinct.length === 1) {
    return { whenTrue: strict(test(`${path} = ${only}`)), whenFalse: loose(test(`${path} != ${only}`)) };
  }
  const list = listOf(distinct);
  return {
    whenTrue: strict(test(`${path} IN ${list}`)),
    whenFalse: loose(test(`${path} NOT IN ${list}`)),
  };
}

/** SOQL takes a checkbox that has no value, as that of a missing parent, for one that is not ticked. */
function amongBooleans(path: string, values: readonly FilterValue[]): Outcomes {
  const wanted = new Set(values.map((value) => value.kind === 'boolean' && value.value));
  const outcome = (holdsTrue: boolean, holdsFalse: boolean): Outcome => {
    if (holdsTrue && holdsFalse) return everyValue;
    if (holdsTrue) return strict(test(`${path} = true`));
    return holdsFalse ? loose(test(`${path} = false`)) : noValue;
  };
  return {
    whenTrue: outcome(wanted.has(true), wanted.has(false)),
    whenFalse: outcome(!wanted.has(true), !wanted.has(false)),
  };
}

/** INCLUDES: `'a;b', 'c'` is both a and b, or c. */
export function includesValues({ field, path }: TestedField, values: readonly FilterValue[]): Outcomes {
  if (values.length === 0) return { whenTrue: noValue, whenFalse: everyValue };
  const list = listOf(values.map((value) => textLiteral(inPicklistOrder(field, textOf(value)))));
  return {
    whenTrue: strict(test(`${path} INCLUDES ${list}`)),
    whenFalse: loose(test(`${path} EXCLUDES ${list}`)),
  };
}

/** Salesforce keeps the choices of a record in the order of the picklist, and compares the whole text. */
function inPicklistOrder(field: SourceField, text: string): string {
  const order = new Map(field.picklistValues.map(({ value }, index) => [value, index]));
  const place = (value: string): number => order.get(value) ?? field.picklistValues.length;
  return [...new Set(text.split(';'))].toSorted((a, b) => place(a) - place(b)).join(';');
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

function listOf(literals: readonly string[]): string {
  return `(${literals.join(', ')})`;
}
