import { rowError } from '../formula-error.ts';
import { readBoolean, readMoment, readNumber } from '../convert.ts';
import { RecordError } from '../../errors.ts';
import { areEqual, order } from '../compare.ts';
import { isTrue } from '../operators.ts';
import { commonType, isBlank, isDate } from '../values.ts';
import { define, defineInContext, defineLazy } from './function.ts';
import type { Evaluate, FunctionEntry } from './function.ts';

const anything = { name: 'value', type: 'any', orNull: true } as const;
const conditions = { name: 'condition', type: 'boolean', variadic: true, orNull: true } as const;

export const logicFunctions: readonly FunctionEntry[] = [
  defineLazy(
    {
      name: 'IF',
      aliases: ['IIF'],
      parameters: [
        { name: 'condition', type: 'boolean' },
        { name: 'then', type: 'any' },
        { name: 'otherwise', type: 'any', optional: true },
      ],
      returns: 'any',
      returnType: ([, ...types]) => commonType(types),
      help: 'One value where a condition holds, another (or null) where it does not or is missing.',
      example: { formula: 'IF(500 >= 100, "Big", "Small")', result: 'Big' },
    },
    ([condition = nothing, then = nothing, otherwise = nothing]) =>
      (cells) =>
        isTrue(condition(cells), 'IF') ? then(cells) : otherwise(cells),
  ),
  defineLazy(
    {
      name: 'IFS',
      parameters: [
        { name: 'condition', type: 'any' },
        { name: 'value', type: 'any' },
        { name: 'more', type: 'any', optional: true, variadic: true },
      ],
      returns: 'any',
      returnType: (types) =>
        commonType(types.filter((_, index) => index % 2 === 1 || index === types.length - 1)),
      typeAt: (index, count) => (index % 2 === 0 && index < count - 1 ? 'boolean' : 'any'),
      help: 'The value after the first condition that holds; a value left over at the end is for when none does.',
      example: { formula: 'IFS(7 > 9, "A", 7 > 5, "B", "C")', result: 'B' },
    },
    (values) => {
      const pairs = Math.floor(values.length / 2);
      const otherwise = values.length % 2 === 1 ? values.at(-1) : undefined;
      return (cells) => {
        for (let pair = 0; pair < pairs; pair += 1) {
          const holds = isTrue(values[pair * 2]?.(cells) ?? null, 'IFS');
          if (holds) return values[pair * 2 + 1]?.(cells) ?? null;
        }
        return otherwise?.(cells) ?? null;
      };
    },
  ),
  defineLazy(
    {
      name: 'SWITCH',
      aliases: ['CASE'],
      parameters: [
        { name: 'value', type: 'any' },
        { name: 'case', type: 'any' },
        { name: 'result', type: 'any' },
        { name: 'more', type: 'any', optional: true, variadic: true },
      ],
      returns: 'any',
      returnType: (types) =>
        commonType(types.filter((_, index) => index > 0 && (index % 2 === 0 || index === types.length - 1))),
      help: 'The result after the first case that equals the value; one left over at the end is for when none does.',
      example: { formula: 'SWITCH("DE", "CH", "Switzerland", "DE", "Germany", "Other")', result: 'Germany' },
    },
    ([value = nothing, ...rest], { zone }) => {
      const pairs = Math.floor(rest.length / 2);
      const otherwise = rest.length % 2 === 1 ? rest.at(-1) : undefined;
      return (cells) => {
        const wanted = value(cells);
        for (let pair = 0; pair < pairs; pair += 1) {
          const equals = areEqual(wanted, rest[pair * 2]?.(cells) ?? null, zone);
          if (equals) return rest[pair * 2 + 1]?.(cells) ?? null;
        }
        return otherwise?.(cells) ?? null;
      };
    },
  ),
  defineLazy(
    {
      name: 'AND',
      aliases: ['ALL'],
      parameters: [conditions],
      returns: 'boolean',
      help: 'Whether all conditions hold.',
      example: { formula: 'AND(1 < 2, 2 < 3)', result: true },
    },
    (values) => (cells) => values.every((value) => isTrue(value(cells), 'AND')),
  ),
  defineLazy(
    {
      name: 'OR',
      parameters: [conditions],
      returns: 'boolean',
      help: 'Whether any of the conditions holds.',
      example: { formula: 'OR(1 > 2, 2 < 3)', result: true },
    },
    (values) => (cells) => values.some((value) => isTrue(value(cells), 'OR')),
  ),
  define(
    {
      name: 'XOR',
      parameters: [conditions],
      returns: 'boolean',
      help: 'Whether an odd number of the conditions holds: of two, exactly one.',
      example: { formula: 'XOR(TRUE, FALSE)', result: true },
    },
    (...values) => values.filter((value) => value === true).length % 2 === 1,
  ),
  define(
    {
      name: 'NOT',
      parameters: [{ name: 'condition', type: 'boolean', orNull: true }],
      returns: 'boolean',
      help: 'Whether a condition does not hold; true where it is missing.',
      example: { formula: 'NOT(1 > 2)', result: true },
    },
    (value) => value !== true,
  ),
  defineLazy(
    {
      name: 'COALESCE',
      aliases: ['IFNULL', 'NVL', 'BLANKVALUE', 'IFBLANK', 'NULLVALUE', 'FIRSTNONBLANK'],
      parameters: [{ ...anything, variadic: true }],
      returns: 'any',
      returnType: commonType,
      help: 'The first value that is not blank.',
      example: { formula: 'COALESCE(NULL, "", "Ada")', result: 'Ada' },
    },
    (values) => (cells) => {
      for (const evaluate of values) {
        const value = evaluate(cells);
        if (!isBlank(value)) return value;
      }
      return null;
    },
  ),
  define(
    {
      name: 'ISBLANK',
      aliases: ['ISNULL', 'ISEMPTY'],
      parameters: [anything],
      returns: 'boolean',
      help: 'Whether a value is missing: null, empty text, only blanks, or a list without items.',
      example: { formula: 'ISBLANK("")', result: true },
    },
    (value) => isBlank(value) || (typeof value === 'string' && value.trim() === ''),
  ),
  define(
    {
      name: 'ISNOTBLANK',
      aliases: ['ISNOTNULL', 'ISNOTEMPTY', 'HASVALUE'],
      parameters: [anything],
      returns: 'boolean',
      help: 'The opposite of ISBLANK.',
      example: { formula: 'ISNOTBLANK("x")', result: true },
    },
    (value) => !isBlank(value) && !(typeof value === 'string' && value.trim() === ''),
  ),
  defineInContext(
    {
      name: 'NULLIF',
      parameters: [anything, { name: 'unwanted', type: 'any', orNull: true }],
      returns: 'any',
      returnType: ([type = 'any']) => type,
      help: 'Null where a value equals another, otherwise the value.',
      example: { formula: 'NULLIF("n/a", "N/A")', result: null },
    },
    ({ zone }) =>
      (value, unwanted) =>
        areEqual(value, unwanted, zone) ? null : value,
  ),
  defineLazy(
    {
      name: 'IFERROR',
      parameters: [
        { name: 'value', type: 'any' },
        { name: 'otherwise', type: 'any', optional: true },
      ],
      returns: 'any',
      returnType: commonType,
      help: 'A value, or another one (or null) where it cannot be computed.',
      example: { formula: 'IFERROR(VALUE("abc"), 0)', result: 0 },
    },
    ([value = nothing, otherwise = nothing]) =>
      (cells) => {
        try {
          return value(cells);
        } catch (error) {
          if (error instanceof RecordError) return otherwise(cells);
          throw error;
        }
      },
  ),
  define(
    {
      name: 'ISNUMBER',
      parameters: [anything],
      returns: 'boolean',
      help: 'Whether a value is a number, or a text that is one.',
      example: { formula: 'ISNUMBER("12.5")', result: true },
    },
    (value) => typeof value === 'number' || (typeof value === 'string' && readNumber(value) !== null),
  ),
  defineInContext(
    {
      name: 'ISDATE',
      parameters: [anything],
      returns: 'boolean',
      help: 'Whether a value is a date, or a text that is one such as 2026-03-01.',
      example: { formula: 'ISDATE("2026-02-30")', result: false },
    },
    ({ zone }) =>
      (value) =>
        isDate(value) || (typeof value === 'string' && readMoment(value, zone) !== null),
  ),
  define(
    {
      name: 'BOOLEAN',
      aliases: ['TOBOOLEAN'],
      parameters: [{ name: 'value', type: 'any' }],
      returns: 'boolean',
      help: 'True for true, yes, y, on and 1; false for false, no, n, off and 0.',
      example: { formula: 'BOOLEAN("Yes")', result: true },
    },
    (value) => {
      if (typeof value === 'boolean' || value === null) return value;
      const word = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
      const read = readBoolean(word) ?? words.get(word.trim().toLowerCase());
      if (read === undefined) throw rowError('BOOLEAN', 'this reads neither as true nor as false');
      return read;
    },
  ),
  defineInContext(
    {
      name: 'IN',
      aliases: ['ISONEOF', 'ISPICKVAL'],
      parameters: [anything, { name: 'option', type: 'any', variadic: true, orNull: true }],
      returns: 'boolean',
      help: 'Whether a value equals one of several.',
      example: { formula: 'IN("de", "CH", "DE", "AT")', result: true },
    },
    ({ zone }) =>
      (value, ...options) =>
        options.some((option) => areEqual(value, option, zone)),
  ),
  defineInContext(
    {
      name: 'BETWEEN',
      parameters: [anything, { name: 'low', type: 'any' }, { name: 'high', type: 'any' }],
      returns: 'boolean',
      help: 'Whether a number, date or text lies between two others, both included.',
      example: { formula: 'BETWEEN(50, 50, 99)', result: true },
    },
    ({ zone }) =>
      (value, low, high) =>
        value !== null &&
        low !== null &&
        high !== null &&
        order(value, low, 'BETWEEN', zone) >= 0 &&
        order(value, high, 'BETWEEN', zone) <= 0,
  ),
];

const nothing: Evaluate = () => null;

const words: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['y', true],
  ['on', true],
  ['no', false],
  ['n', false],
  ['off', false],
]);
