import { rowError } from '../formula-error.ts';
import { readNumber } from '../convert.ts';
import { compareNumbers, order } from '../compare.ts';
import { divided, remainder } from '../operators.ts';
import { roundDownTo, roundTo, roundUpTo } from '../rounding.ts';
import { commonType } from '../values.ts';
import type { FormulaValue } from '../values.ts';
import type { Zone } from '../../zone.ts';
import { define, defineInContext } from './function.ts';
import type { FunctionEntry } from './function.ts';

const number = { name: 'number', type: 'number' } as const;
const numbers = { name: 'number', type: 'number', variadic: true } as const;
const places = { name: 'places', type: 'number', optional: true } as const;
const step = { name: 'step', type: 'number', optional: true } as const;

export const numberFunctions: readonly FunctionEntry[] = [
  define(
    {
      name: 'VALUE',
      aliases: ['NUMBER', 'TONUMBER'],
      parameters: [{ name: 'text', type: 'any' }],
      returns: 'number',
      help: 'The number in a text such as "1,234.50", "€ 12" or "7.5%".',
      example: { formula: 'VALUE("$1,234.50")', result: 1234.5 },
    },
    (value) => numberIn(value),
  ),
  define(
    {
      name: 'ROUND',
      parameters: [number, places],
      returns: 'number',
      help: 'Rounded to decimal places, halves away from zero.',
      example: { formula: 'ROUND(1.005, 2)', result: 1.01 },
    },
    (value, digits = 0) => roundTo(value, digits),
  ),
  define(
    {
      name: 'ROUNDUP',
      parameters: [number, places],
      returns: 'number',
      help: 'Rounded to decimal places, away from zero.',
      example: { formula: 'ROUNDUP(2.341, 2)', result: 2.35 },
    },
    (value, digits = 0) => roundUpTo(value, digits),
  ),
  define(
    {
      name: 'ROUNDDOWN',
      aliases: ['TRUNC'],
      parameters: [number, places],
      returns: 'number',
      help: 'Rounded to decimal places, towards zero.',
      example: { formula: 'ROUNDDOWN(-2.349, 2)', result: -2.34 },
    },
    (value, digits = 0) => roundDownTo(value, digits),
  ),
  define(
    {
      name: 'INT',
      parameters: [number],
      returns: 'number',
      help: 'The next whole number below.',
      example: { formula: 'INT(-2.5)', result: -3 },
    },
    (value) => Math.floor(value),
  ),
  define(
    {
      name: 'FLOOR',
      parameters: [number, step],
      returns: 'number',
      help: 'The next multiple of a step below, of 1 where no step is given.',
      example: { formula: 'FLOOR(47, 10)', result: 40 },
    },
    (value, by = 1) => multipleOf(value, by, 'FLOOR', Math.floor),
  ),
  define(
    {
      name: 'CEILING',
      aliases: ['CEIL'],
      parameters: [number, step],
      returns: 'number',
      help: 'The next multiple of a step above, of 1 where no step is given.',
      example: { formula: 'CEILING(41, 10)', result: 50 },
    },
    (value, by = 1) => multipleOf(value, by, 'CEILING', Math.ceil),
  ),
  define(
    {
      name: 'ABS',
      parameters: [number],
      returns: 'number',
      help: 'Without its sign.',
      example: { formula: 'ABS(-3.5)', result: 3.5 },
    },
    (value) => Math.abs(value),
  ),
  define(
    {
      name: 'SIGN',
      parameters: [number],
      returns: 'number',
      help: '1, 0 or -1 for a number above, at or below zero.',
      example: { formula: 'SIGN(-12)', result: -1 },
    },
    (value) => Math.sign(value),
  ),
  define(
    {
      name: 'MOD',
      parameters: [number, { name: 'divisor', type: 'number' }],
      returns: 'number',
      help: 'The remainder of a division, with the sign of the divisor.',
      example: { formula: 'MOD(-7, 3)', result: 2 },
    },
    (value, divisor) => {
      if (divisor === 0) throw rowError('MOD', 'division by zero');
      return remainder(value, divisor);
    },
  ),
  define(
    {
      name: 'DIVIDE',
      parameters: [
        number,
        { name: 'divisor', type: 'number' },
        { name: 'otherwise', type: 'number', optional: true, orNull: true },
      ],
      returns: 'number',
      help: 'A division that gives null, or another value, where the divisor is zero.',
      example: { formula: 'DIVIDE(10, 0, 0)', result: 0 },
    },
    (value, divisor, otherwise = null) => (divisor === 0 ? otherwise : divided(value, divisor)),
  ),
  define(
    {
      name: 'POWER',
      aliases: ['POW'],
      parameters: [number, { name: 'exponent', type: 'number' }],
      returns: 'number',
      help: 'A number to a power.',
      example: { formula: 'POWER(2, 10)', result: 1024 },
    },
    (value, exponent) => value ** exponent,
  ),
  define(
    {
      name: 'SQRT',
      parameters: [number],
      returns: 'number',
      help: 'The square root.',
      example: { formula: 'SQRT(144)', result: 12 },
    },
    (value) => {
      if (value < 0) throw rowError('SQRT', 'the number must not be negative');
      return Math.sqrt(value);
    },
  ),
  define(
    {
      name: 'EXP',
      parameters: [number],
      returns: 'number',
      help: 'e to a power.',
      example: { formula: 'EXP(0)', result: 1 },
    },
    (value) => Math.exp(value),
  ),
  define(
    {
      name: 'LN',
      parameters: [number],
      returns: 'number',
      help: 'The natural logarithm.',
      example: { formula: 'LN(1)', result: 0 },
    },
    (value) => {
      if (value <= 0) throw rowError('LN', 'the number must be above zero');
      return Math.log(value);
    },
  ),
  define(
    {
      name: 'LOG',
      parameters: [number, { name: 'base', type: 'number', optional: true }],
      returns: 'number',
      help: 'The logarithm to a base, to 10 where none is given.',
      example: { formula: 'LOG(1000)', result: 3 },
    },
    (value, base = 10) => {
      if (value <= 0 || base <= 0 || base === 1) {
        throw rowError('LOG', 'number and base must be above zero, and the base not 1');
      }
      if (base === 10) return Math.log10(value);
      return base === 2 ? Math.log2(value) : Math.log(value) / Math.log(base);
    },
  ),
  define(
    {
      name: 'SUM',
      parameters: [numbers],
      returns: 'number',
      help: 'The sum of the numbers that are there.',
      example: { formula: 'SUM(1, NULL, 2.5)', result: 3.5 },
    },
    (...values) => (values.length === 0 ? null : sumOf(values)),
  ),
  define(
    {
      name: 'AVERAGE',
      aliases: ['AVG', 'MEAN'],
      parameters: [numbers],
      returns: 'number',
      help: 'The average of the numbers that are there.',
      example: { formula: 'AVERAGE(1, NULL, 2)', result: 1.5 },
    },
    (...values) => (values.length === 0 ? null : sumOf(values) / values.length),
  ),
  define(
    {
      name: 'MEDIAN',
      parameters: [numbers],
      returns: 'number',
      help: 'The number in the middle, or the average of the two in the middle.',
      example: { formula: 'MEDIAN(5, 1, 3)', result: 3 },
    },
    (...values) => {
      const sorted = values.sort(compareNumbers);
      const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
      return low === undefined || high === undefined ? null : (low + high) / 2;
    },
  ),
  defineInContext(
    {
      name: 'MIN',
      aliases: ['EARLIEST', 'LEAST'],
      parameters: [{ name: 'value', type: 'number or date', variadic: true }],
      returns: 'any',
      returnType: commonType,
      help: 'The smallest number or the earliest date of those that are there.',
      example: { formula: 'MIN(3, NULL, 2)', result: 2 },
    },
    ({ zone }) =>
      (...values) =>
        extreme(values, 'MIN', zone, -1),
  ),
  defineInContext(
    {
      name: 'MAX',
      aliases: ['LATEST', 'GREATEST'],
      parameters: [{ name: 'value', type: 'number or date', variadic: true }],
      returns: 'any',
      returnType: commonType,
      help: 'The largest number or the latest date of those that are there.',
      example: { formula: 'MAX(DATE(2026, 1, 5), DATE(2025, 12, 31))', result: '2026-01-05' },
    },
    ({ zone }) =>
      (...values) =>
        extreme(values, 'MAX', zone, 1),
  ),
];

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Rounding noise must not add a step: 0.3 is a multiple of 0.1. */
function multipleOf(value: number, by: number, name: string, round: (steps: number) => number): number {
  if (by === 0) throw rowError(name, 'the step must not be 0');
  const size = Math.abs(by);
  const steps = round(Number((value / size).toPrecision(15)));
  return Number((steps * size).toPrecision(15));
}

function extreme(
  values: readonly Exclude<FormulaValue, null>[],
  name: string,
  zone: Zone,
  sign: number,
): FormulaValue {
  let best: Exclude<FormulaValue, null> | null = null;
  for (const value of values) {
    if (best === null || order(value, best, name, zone) * sign > 0) best = value;
  }
  return best;
}

/**
 * A comma or an apostrophe between groups of three digits is left out, currency signs and blanks around the
 * number, too. Brackets mean minus, as accountants write.
 */
function numberIn(value: FormulaValue): number | null {
  if (value === null || typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  const number = typeof value === 'string' ? readWrittenNumber(value) : null;
  if (number === null) throw rowError('VALUE', 'the text is not a number');
  return number;
}

const groups = /^[+-]?\d{1,3}(?:[,'’ \u00a0\u202f]\d{3})+(?:\.\d+)?$/;

/** Longer texts are no numbers; what follows may take the square of the length. */
const maxNumberLength = 100;

function readWrittenNumber(text: string): number | null {
  if (text.length > maxNumberLength) return null;
  const bracketed = /^\((.+)\)$/s.exec(text.trim())?.[1];
  const bare = (bracketed ?? text).trim();
  const isPercent = bare.endsWith('%');
  const digits = (isPercent ? bare.slice(0, -1) : bare)
    .replace(/^([+-]?)\s*(?:\p{Sc}|[A-Z]{3}\b)\s*/u, '$1')
    .replace(/\s*(?:\p{Sc}|\b[A-Z]{3})$/u, '')
    .trim();
  const number = readNumber(groups.test(digits) ? digits.replace(/[,'’\s]/g, '') : digits);
  if (number === null) return null;
  const signed = bracketed === undefined ? number : 0 - number;
  return isPercent ? signed / 100 : signed;
}
