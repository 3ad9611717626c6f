import { rowError } from '../formula-error.ts';
import { textOf } from '../convert.ts';
import { compareTexts, sameText } from '../compare.ts';
import { isList, maxListItems } from '../values.ts';
import { define } from './function.ts';
import type { FunctionEntry } from './function.ts';
import { joinTexts, partIndex } from './text-pieces.ts';

const list = { name: 'list', type: 'list' } as const;

export const listFunctions: readonly FunctionEntry[] = [
  define(
    {
      name: 'LIST',
      parameters: [{ name: 'value', type: 'any', variadic: true }],
      returns: 'list',
      help: 'A list of the values that are there; lists among them give their items.',
      example: { formula: 'LIST("de", NULL, "en")', result: ['de', 'en'] },
    },
    (...values) =>
      values
        .flatMap((value) => (value === null ? [] : isList(value) ? value : [textOf(value)]))
        .filter((item) => item !== ''),
  ),
  define(
    {
      name: 'SPLIT',
      parameters: [
        { name: 'text', type: 'text' },
        { name: 'separator', type: 'text', optional: true },
      ],
      returns: 'list',
      help: 'The parts of a text that is cut at a separator (";" where none is given), trimmed and without empty ones.',
      example: { formula: 'SPLIT("de, en,,fr", ",")', result: ['de', 'en', 'fr'] },
    },
    (value, separator = ';') => {
      if (separator === '') throw rowError('SPLIT', 'the separator must not be empty');
      // One more than is allowed, so that the bound on results is what refuses it.
      const parts = value.split(separator, maxListItems + 1).map((part) => part.trim());
      return parts.filter((part) => part !== '');
    },
  ),
  define(
    {
      name: 'JOIN',
      parameters: [list, { name: 'separator', type: 'text', optional: true, orNull: true }],
      returns: 'text',
      help: 'The items of a list as one text, with ", " or another separator between them.',
      example: { formula: 'JOIN(LIST("de", "en"), " + ")', result: 'de + en' },
    },
    (items, separator = ', ') => joinTexts('JOIN', items, separator ?? ''),
  ),
  define(
    {
      name: 'COUNT',
      aliases: ['SIZE', 'COUNTITEMS'],
      parameters: [{ ...list, orNull: true }],
      returns: 'number',
      help: 'The number of items of a list.',
      example: { formula: 'COUNT(LIST("de", "en"))', result: 2 },
    },
    (items) => items?.length ?? 0,
  ),
  define(
    {
      name: 'FIRST',
      parameters: [list],
      returns: 'text',
      help: 'The first item of a list, null where it has none.',
      example: { formula: 'FIRST(LIST("de", "en"))', result: 'de' },
    },
    (items) => items[0] ?? null,
  ),
  define(
    {
      name: 'LAST',
      parameters: [list],
      returns: 'text',
      help: 'The last item of a list, null where it has none.',
      example: { formula: 'LAST(LIST("de", "en"))', result: 'en' },
    },
    (items) => items.at(-1) ?? null,
  ),
  define(
    {
      name: 'ITEM',
      aliases: ['INDEX', 'NTH'],
      parameters: [list, { name: 'number', type: 'number' }],
      returns: 'text',
      help: 'The n-th item of a list, counted from the end where n is negative; null where there is none.',
      example: { formula: 'ITEM(LIST("de", "en", "fr"), 2)', result: 'en' },
    },
    (items, number) => items.at(partIndex(number, 'ITEM')) ?? null,
  ),
  define(
    {
      name: 'INCLUDES',
      aliases: ['HAS'],
      parameters: [
        { ...list, orNull: true },
        { name: 'value', type: 'text', variadic: true },
      ],
      returns: 'boolean',
      help: 'Whether a list has an item, or any of several; letter case does not count.',
      example: { formula: 'INCLUDES(LIST("DE", "EN"), "en")', result: true },
    },
    (items, ...wanted) => wanted.some((value) => has(items ?? [], value)),
  ),
  define(
    {
      name: 'INCLUDESALL',
      aliases: ['HASALL'],
      parameters: [
        { ...list, orNull: true },
        { name: 'value', type: 'text', variadic: true },
      ],
      returns: 'boolean',
      help: 'Whether a list has every one of several items; letter case does not count.',
      example: { formula: 'INCLUDESALL(LIST("de", "en"), "en", "fr")', result: false },
    },
    (items, ...wanted) => wanted.every((value) => has(items ?? [], value)),
  ),
  define(
    {
      name: 'SORT',
      parameters: [list],
      returns: 'list',
      help: 'The items in alphabetical order.',
      example: { formula: 'SORT(LIST("en", "de"))', result: ['de', 'en'] },
    },
    (items) => [...items].sort(compareTexts),
  ),
  define(
    {
      name: 'UNIQUE',
      aliases: ['DISTINCT'],
      parameters: [list],
      returns: 'list',
      help: 'The items without repeats; letter case does not count.',
      example: { formula: 'UNIQUE(LIST("de", "en", "DE"))', result: ['de', 'en'] },
    },
    (items) => {
      const seen = new Set<string>();
      return items.filter((item) => seen.size !== seen.add(item.toLowerCase()).size);
    },
  ),
  define(
    {
      name: 'REVERSE',
      parameters: [list],
      returns: 'list',
      help: 'The items from last to first.',
      example: { formula: 'REVERSE(LIST("de", "en"))', result: ['en', 'de'] },
    },
    (items) => [...items].reverse(),
  ),
  define(
    {
      name: 'SLICE',
      parameters: [
        list,
        { name: 'start', type: 'number' },
        { name: 'count', type: 'number', optional: true },
      ],
      returns: 'list',
      help: 'The items from a position on, of which the first is 1; all the rest where no count is given.',
      example: { formula: 'SLICE(LIST("de", "en", "fr"), 2)', result: ['en', 'fr'] },
    },
    (items, start, count = items.length) => {
      if (start < 1 || count < 0)
        throw rowError('SLICE', 'the start must be at least 1 and the count not negative');
      const from = Math.trunc(start) - 1;
      return items.slice(from, from + Math.trunc(count));
    },
  ),
  define(
    {
      name: 'REMOVE',
      aliases: ['WITHOUT'],
      parameters: [list, { name: 'value', type: 'text', variadic: true }],
      returns: 'list',
      help: 'The items other than those that are named; letter case does not count.',
      example: { formula: 'REMOVE(LIST("de", "en"), "DE")', result: ['en'] },
    },
    (items, ...unwanted) => items.filter((item) => !has(unwanted, item)),
  ),
];

const has = (items: readonly string[], wanted: string): boolean =>
  items.some((item) => sameText(item, wanted));
