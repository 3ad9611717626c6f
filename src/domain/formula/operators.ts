import { dayMs, firstDay, lastDay, modulo } from '../calendar.ts';
import { areEqual, compareNumbers, order } from './compare.ts';
import { booleanOf, dateOf, momentOf, numberOf, textOf } from './convert.ts';
import { rowError } from './formula-error.ts';
import type { Evaluate } from './functions/function.ts';
import type { BinaryOperator, UnaryOperator } from './syntax.ts';
import { isBlank, isDate, maxTextLength } from './values.ts';
import type { FormulaDate, FormulaValue } from './values.ts';
import type { Zone } from '../zone.ts';

type MakeBinary = (left: Evaluate, right: Evaluate, zone: Zone) => Evaluate;

/** The usual kinds of values are told apart by one `typeof` each; all others go the slow way round. */
export const binaries: Readonly<Record<BinaryOperator, MakeBinary>> = {
  '||': (left, right) => (cells) => isTrue(left(cells), '||') || isTrue(right(cells), '||'),
  '&&': (left, right) => (cells) => isTrue(left(cells), '&&') && isTrue(right(cells), '&&'),
  '=': (left, right, zone) => (cells) => areEqual(left(cells), right(cells), zone),
  '!=': (left, right, zone) => (cells) => !areEqual(left(cells), right(cells), zone),
  '<': ordering('<', (order) => order < 0),
  '<=': ordering('<=', (order) => order <= 0),
  '>': ordering('>', (order) => order > 0),
  '>=': ordering('>=', (order) => order >= 0),
  '&': (left, right) => (cells) => joined(left(cells), right(cells)),
  '+': (left, right) => (cells) => {
    const a = left(cells);
    const b = right(cells);
    return typeof a === 'number' && typeof b === 'number' ? finite(a + b, '+') : sum(a, b);
  },
  '-': (left, right, zone) => (cells) => {
    const a = left(cells);
    const b = right(cells);
    return typeof a === 'number' && typeof b === 'number' ? finite(a - b, '-') : difference(a, b, zone);
  },
  '*': arithmetic('*', (a, b) => a * b),
  '/': arithmetic('/', divided),
  '%': arithmetic('%', remainder),
  '^': arithmetic('^', (a, b) => a ** b),
};

export const unaries: Readonly<Record<UnaryOperator, (operand: Evaluate) => Evaluate>> = {
  '!': (operand) => (cells) => !isTrue(operand(cells), '!'),
  '-': (operand) => (cells) => {
    const value = operand(cells);
    // 0 - x and not -x: there is no -0 in a formula.
    return value === null ? null : 0 - numberOf(value, '-');
  },
  '+': (operand) => (cells) => {
    const value = operand(cells);
    return value === null ? null : numberOf(value, '+');
  },
};

function ordering(who: string, holds: (order: number) => boolean): MakeBinary {
  return (left, right, zone) => (cells) => {
    const a = left(cells);
    const b = right(cells);
    if (typeof a === 'number' && typeof b === 'number') return holds(compareNumbers(a, b));
    // A missing value is neither smaller nor larger than anything.
    if (a === null || b === null || isBlank(a) || isBlank(b)) return false;
    return holds(order(a, b, who, zone));
  };
}

function arithmetic(who: string, compute: (a: number, b: number) => number): MakeBinary {
  return (left, right) => (cells) => {
    const a = left(cells);
    const b = right(cells);
    if (typeof a === 'number' && typeof b === 'number') return finite(compute(a, b), who);
    if (a === null || b === null) return null;
    return finite(compute(numberOf(a, who), numberOf(b, who)), who);
  };
}

/** A missing value is no truth. */
export function isTrue(value: FormulaValue, who: string): boolean {
  if (typeof value === 'boolean') return value;
  return value === null || value === '' ? false : booleanOf(value, who);
}

export function joined(a: FormulaValue, b: FormulaValue): string {
  const text = (a === null ? '' : textOf(a)) + (b === null ? '' : textOf(b));
  if (text.length > maxTextLength) throw tooLong('&');
  return text;
}

export const tooLong = (who: string): Error =>
  rowError(who, `the text would have more than ${maxTextLength} characters`);

export function finite(value: number, who: string): number {
  if (Number.isFinite(value)) return value;
  throw rowError(who, 'the result is no number that can be stored');
}

export function divided(a: number, b: number): number {
  if (b === 0) throw rowError('/', 'division by zero');
  return a / b;
}

/** With the sign of the divisor, as a spreadsheet's MOD. */
export function remainder(a: number, b: number): number {
  if (b === 0) throw rowError('%', 'division by zero');
  return modulo(a, b);
}

/** Numbers; a date and a number of days; or, with a text on either side, one text. */
function sum(a: FormulaValue, b: FormulaValue): FormulaValue {
  if (typeof a === 'string' || typeof b === 'string') return joined(a, b);
  if (a === null || b === null) return null;
  if (isDate(a)) return later(a, numberOf(b, '+'));
  if (isDate(b)) return later(b, numberOf(a, '+'));
  return finite(numberOf(a, '+') + numberOf(b, '+'), '+');
}

/** Numbers; a date less a number of days; or the days between two dates. */
function difference(a: FormulaValue, b: FormulaValue, zone: Zone): FormulaValue {
  if (a === null || b === null) return null;
  if (isDate(a) && typeof b === 'number') return later(a, -b);
  if (isDate(a) || isDate(b)) {
    const from = momentOf(b, '-', zone);
    const to = momentOf(a, '-', zone);
    if (from.kind === 'datetime' && to.kind === 'datetime') return (to.ms - from.ms) / dayMs;
    return dateOf(to, '-', zone).days - dateOf(from, '-', zone).days;
  }
  return finite(numberOf(a, '-') - numberOf(b, '-'), '-');
}

function later(date: FormulaDate, days: number): FormulaDate {
  if (date.kind === 'datetime') return inRange({ kind: 'datetime', ms: date.ms + days * dayMs }, '+');
  return inRange({ kind: 'date', days: date.days + Math.trunc(days) }, '+');
}

/** Years 1 to 9999: what ISO's four digits and every database hold. */
export function inRange<T extends FormulaDate>(date: T, who: string): T {
  const ms = date.kind === 'date' ? date.days * dayMs : date.ms;
  if (ms >= firstDay * dayMs && ms < (lastDay + 1) * dayMs) return date;
  throw rowError(who, 'the result is outside the years 1 to 9999');
}
