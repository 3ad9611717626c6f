import { rowError } from '../formula-error.ts';
import { textOf } from '../convert.ts';
import { formatDate } from '../date-format.ts';
import { formatNumber } from '../number-format.ts';
import { joined, tooLong } from '../operators.ts';
import { isDate, isList, maxTextLength } from '../values.ts';
import { define, defineInContext } from './function.ts';
import type { FunctionEntry } from './function.ts';
import {
  countOf,
  domainOf,
  hasPairs,
  joinTexts,
  lengthOf,
  occurrenceOf,
  partIndex,
  positionOf,
  slice,
  substitute,
  wordsOf,
} from './text-pieces.ts';

const text = { name: 'text', type: 'text' } as const;

export const textFunctions: readonly FunctionEntry[] = [
  define(
    {
      name: 'CONCAT',
      aliases: ['CONCATENATE'],
      parameters: [{ name: 'value', type: 'text', variadic: true }],
      returns: 'text',
      help: 'Puts values together to one text; missing ones count as empty.',
      example: { formula: 'CONCAT("Ada", " ", "Lovelace")', result: 'Ada Lovelace' },
    },
    (...values) => values.reduce(joined, ''),
  ),
  define(
    {
      name: 'TEXTJOIN',
      parameters: [
        { name: 'separator', type: 'text', orNull: true },
        { name: 'ignoreBlank', type: 'boolean' },
        { name: 'value', type: 'any', variadic: true, orNull: true },
      ],
      returns: 'text',
      help: 'Puts values and the items of lists together, with a separator between them.',
      example: { formula: 'TEXTJOIN(", ", TRUE, "Bern", NULL, "CH")', result: 'Bern, CH' },
    },
    (separator, ignoreBlank, ...values) => {
      const texts = values.flatMap((value) => {
        if (value === null) return [''];
        return isList(value) ? value : [textOf(value)];
      });
      const kept = ignoreBlank ? texts.filter((item) => item !== '') : texts;
      return joinTexts('TEXTJOIN', kept, separator ?? '');
    },
  ),
  define(
    {
      name: 'CONCATWS',
      parameters: [
        { name: 'separator', type: 'text' },
        { name: 'value', type: 'text', variadic: true },
      ],
      returns: 'text',
      help: 'Puts the values that are not blank together, with a separator between them.',
      example: { formula: 'CONCATWS(", ", "Bern", NULL, "CH")', result: 'Bern, CH' },
    },
    (separator, ...values) =>
      joinTexts(
        'CONCATWS',
        values.filter((value) => value !== ''),
        separator,
      ),
  ),
  define(
    {
      name: 'UPPER',
      aliases: ['UPPERCASE'],
      parameters: [text],
      returns: 'text',
      help: 'Capital letters only.',
      example: { formula: 'UPPER("ab1")', result: 'AB1' },
    },
    (value) => value.toUpperCase(),
  ),
  define(
    {
      name: 'LOWER',
      aliases: ['LOWERCASE'],
      parameters: [text],
      returns: 'text',
      help: 'Small letters only.',
      example: { formula: 'LOWER("Ada@Example.COM")', result: 'ada@example.com' },
    },
    (value) => value.toLowerCase(),
  ),
  define(
    {
      name: 'PROPER',
      aliases: ['TITLECASE', 'INITCAP'],
      parameters: [text],
      returns: 'text',
      help: 'A capital at the beginning of every word, small letters after it.',
      example: { formula: 'PROPER("ada LOVELACE-king")', result: 'Ada Lovelace-King' },
    },
    (value) =>
      value
        .toLowerCase()
        .replace(/(?<![\p{L}\p{M}\p{N}'’])\p{L}/gu, (letter) => letter.toUpperCase())
        .replace(/(?<=(?<![\p{L}\p{M}])\p{L}['’])\p{L}(?=\p{L})/gu, (letter) => letter.toUpperCase()),
  ),
  define(
    {
      name: 'CAPITALIZE',
      aliases: ['SENTENCECASE'],
      parameters: [text],
      returns: 'text',
      help: 'A capital at the beginning, the rest as it is.',
      example: { formula: 'CAPITALIZE("new customer of ACME")', result: 'New customer of ACME' },
    },
    (value) => {
      const [first = ''] = value;
      return first.toUpperCase() + value.slice(first.length);
    },
  ),
  define(
    {
      name: 'TRIM',
      parameters: [text],
      returns: 'text',
      help: 'Without blanks at both ends, and with one between words.',
      example: { formula: 'TRIM("  Ada   Lovelace ")', result: 'Ada Lovelace' },
    },
    (value) => value.trim().replace(/\s+/g, ' '),
  ),
  define(
    {
      name: 'LEFT',
      parameters: [text, { name: 'count', type: 'number', optional: true }],
      returns: 'text',
      help: 'The first characters, one where no count is given.',
      example: { formula: 'LEFT("Zurich", 3)', result: 'Zur' },
    },
    (value, count = 1) => slice(value, 0, countOf(count, 'LEFT')),
  ),
  define(
    {
      name: 'RIGHT',
      parameters: [text, { name: 'count', type: 'number', optional: true }],
      returns: 'text',
      help: 'The last characters, one where no count is given.',
      example: { formula: 'RIGHT("Zurich", 4)', result: 'rich' },
    },
    (value, count = 1) => {
      const wanted = countOf(count, 'RIGHT');
      if (!hasPairs(value)) return wanted === 0 ? '' : value.slice(-wanted);
      const characters = Array.from(value);
      return characters.slice(Math.max(0, characters.length - wanted)).join('');
    },
  ),
  define(
    {
      name: 'MID',
      aliases: ['SUBSTRING', 'SUBSTR'],
      parameters: [
        text,
        { name: 'start', type: 'number' },
        { name: 'count', type: 'number', optional: true },
      ],
      returns: 'text',
      help: 'Characters from a position on, of which the first is 1; all the rest where no count is given.',
      example: { formula: 'MID("AB-1234-X", 4, 4)', result: '1234' },
    },
    (value, start, count = value.length) => {
      const from = Math.trunc(start) - 1;
      if (from < 0) throw rowError('MID', 'the start must be at least 1');
      return slice(value, from, from + countOf(count, 'MID'));
    },
  ),
  define(
    {
      name: 'LEN',
      aliases: ['LENGTH'],
      parameters: [{ ...text, orNull: true }],
      returns: 'number',
      help: 'The number of characters, 0 where the text is missing.',
      example: { formula: 'LEN("Zürich")', result: 6 },
    },
    (value) => (value === null ? 0 : hasPairs(value) ? Array.from(value).length : value.length),
  ),
  define(
    {
      name: 'SUBSTITUTE',
      aliases: ['REPLACE', 'REPLACEALL'],
      parameters: [
        text,
        { name: 'old', type: 'text' },
        { name: 'new', type: 'text', orNull: true },
        { name: 'occurrence', type: 'number', optional: true },
      ],
      returns: 'text',
      help: 'Puts a new text wherever the old one stands, or only at its n-th occurrence; letter case counts.',
      example: { formula: 'SUBSTITUTE("079 123 45", " ", "")', result: '07912345' },
    },
    (value, old, replacement, occurrence) => substitute(value, old, replacement ?? '', occurrence),
  ),
  define(
    {
      name: 'REPLACEAT',
      aliases: ['STUFF'],
      parameters: [
        text,
        { name: 'start', type: 'number' },
        { name: 'count', type: 'number' },
        { name: 'new', type: 'text', orNull: true },
      ],
      returns: 'text',
      help: 'Puts a new text in the place of so many characters from a position on; the REPLACE of spreadsheets.',
      example: { formula: 'REPLACEAT("AB-1234", 1, 2, "XY")', result: 'XY-1234' },
    },
    (value, start, count, replacement) => {
      const from = Math.trunc(start) - 1;
      if (from < 0) throw rowError('REPLACEAT', 'the start must be at least 1');
      const characters = Array.from(value);
      const after = characters.slice(from + countOf(count, 'REPLACEAT'));
      return characters.slice(0, from).join('') + (replacement ?? '') + after.join('');
    },
  ),
  define(
    {
      name: 'CONTAINS',
      parameters: [
        { ...text, orNull: true },
        { name: 'part', type: 'text' },
      ],
      returns: 'boolean',
      help: 'Whether a text contains another; letter case does not count.',
      example: { formula: 'CONTAINS("a+b@example.com", "+")', result: true },
    },
    (value, part) => value !== null && value.toLowerCase().includes(part.toLowerCase()),
  ),
  define(
    {
      name: 'STARTSWITH',
      aliases: ['BEGINS', 'BEGINSWITH'],
      parameters: [
        { ...text, orNull: true },
        { name: 'part', type: 'text' },
      ],
      returns: 'boolean',
      help: 'Whether a text begins with another; letter case does not count.',
      example: { formula: 'STARTSWITH("Acme Ltd", "acme")', result: true },
    },
    (value, part) => value !== null && value.toLowerCase().startsWith(part.toLowerCase()),
  ),
  define(
    {
      name: 'ENDSWITH',
      parameters: [
        { ...text, orNull: true },
        { name: 'part', type: 'text' },
      ],
      returns: 'boolean',
      help: 'Whether a text ends with another; letter case does not count.',
      example: { formula: 'ENDSWITH("Acme Ltd", "GmbH")', result: false },
    },
    (value, part) => value !== null && value.toLowerCase().endsWith(part.toLowerCase()),
  ),
  define(
    {
      name: 'EXACT',
      parameters: [
        { name: 'a', type: 'text', orNull: true },
        { name: 'b', type: 'text', orNull: true },
      ],
      returns: 'boolean',
      help: 'Whether two texts are the same, letter case included.',
      example: { formula: 'EXACT("acme", "Acme")', result: false },
    },
    (a, b) => (a ?? '') === (b ?? ''),
  ),
  define(
    {
      name: 'FIND',
      parameters: [
        { name: 'part', type: 'text' },
        { ...text, orNull: true },
        { name: 'start', type: 'number', optional: true },
      ],
      returns: 'number',
      help: 'The position of a part in a text, 1 for the first character and 0 where it is not found; letter case counts.',
      example: { formula: 'FIND("@", "ada@example.com")', result: 4 },
    },
    (part, value, start = 1) => positionOf(part, value ?? '', start, 'FIND'),
  ),
  define(
    {
      name: 'SEARCH',
      parameters: [
        { name: 'part', type: 'text' },
        { ...text, orNull: true },
        { name: 'start', type: 'number', optional: true },
      ],
      returns: 'number',
      help: 'Like FIND, but letter case does not count.',
      example: { formula: 'SEARCH("LTD", "Acme Ltd")', result: 6 },
    },
    (part, value, start = 1) => positionOf(part.toLowerCase(), (value ?? '').toLowerCase(), start, 'SEARCH'),
  ),
  define(
    {
      name: 'BEFORE',
      aliases: ['TEXTBEFORE'],
      parameters: [
        text,
        { name: 'separator', type: 'text' },
        { name: 'occurrence', type: 'number', optional: true },
      ],
      returns: 'text',
      help: 'What stands before a separator, or the whole text where it has none; -1 means the last occurrence.',
      example: { formula: 'BEFORE("OPS-12-b", "-")', result: 'OPS' },
    },
    (value, separator, occurrence = 1) => {
      const at = occurrenceOf(value, separator, occurrence, 'BEFORE');
      return at < 0 ? value : value.slice(0, at);
    },
  ),
  define(
    {
      name: 'AFTER',
      aliases: ['TEXTAFTER'],
      parameters: [
        text,
        { name: 'separator', type: 'text' },
        { name: 'occurrence', type: 'number', optional: true },
      ],
      returns: 'text',
      help: 'What stands after a separator, null where it is not found; -1 means the last occurrence.',
      example: { formula: 'AFTER("OPS-12-b", "-")', result: '12-b' },
    },
    (value, separator, occurrence = 1) => {
      const at = occurrenceOf(value, separator, occurrence, 'AFTER');
      return at < 0 ? null : value.slice(at + separator.length);
    },
  ),
  define(
    {
      name: 'TEXTBETWEEN',
      parameters: [text, { name: 'open', type: 'text' }, { name: 'close', type: 'text' }],
      returns: 'text',
      help: 'What stands between two texts, null where they are not found.',
      example: { formula: 'TEXTBETWEEN("Acme (Zug) AG", "(", ")")', result: 'Zug' },
    },
    (value, open, close) => {
      const from = value.indexOf(open);
      const to = from < 0 ? -1 : value.indexOf(close, from + open.length);
      return to < 0 ? null : value.slice(from + open.length, to);
    },
  ),
  define(
    {
      name: 'SPLITPART',
      parameters: [text, { name: 'separator', type: 'text' }, { name: 'number', type: 'number' }],
      returns: 'text',
      help: 'The n-th part of a text that is cut at a separator, counted from the end where n is negative.',
      example: { formula: 'SPLITPART("EU/DE/Berlin", "/", 2)', result: 'DE' },
    },
    (value, separator, number) => {
      if (separator === '') throw rowError('SPLITPART', 'the separator must not be empty');
      return value.split(separator).at(partIndex(number, 'SPLITPART'))?.trim() ?? null;
    },
  ),
  define(
    {
      name: 'WORD',
      parameters: [text, { name: 'number', type: 'number' }],
      returns: 'text',
      help: 'The n-th word of a text, counted from the end where n is negative.',
      example: { formula: 'WORD("Ada King Lovelace", -1)', result: 'Lovelace' },
    },
    (value, number) => wordsOf(value).at(partIndex(number, 'WORD')) ?? null,
  ),
  define(
    {
      name: 'WORDCOUNT',
      parameters: [{ ...text, orNull: true }],
      returns: 'number',
      help: 'The number of words.',
      example: { formula: 'WORDCOUNT("Ada King Lovelace")', result: 3 },
    },
    (value) => (value === null ? 0 : wordsOf(value).length),
  ),
  define(
    {
      name: 'INITIALS',
      parameters: [text],
      returns: 'text',
      help: 'The first letter of each word, as capitals.',
      example: { formula: 'INITIALS("Ada king Lovelace")', result: 'AKL' },
    },
    (value) =>
      wordsOf(value)
        .map((word) => Array.from(word)[0] ?? '')
        .join('')
        .toUpperCase(),
  ),
  define(
    {
      name: 'PADLEFT',
      aliases: ['LPAD'],
      parameters: [text, { name: 'length', type: 'number' }, { name: 'fill', type: 'text', optional: true }],
      returns: 'text',
      help: 'Fills a text up to a length at its beginning, with blanks where nothing else is given.',
      example: { formula: 'PADLEFT(42, 6, "0")', result: '000042' },
    },
    (value, length, fill = ' ') => value.padStart(lengthOf(length, 'PADLEFT'), fill),
  ),
  define(
    {
      name: 'PADRIGHT',
      aliases: ['RPAD'],
      parameters: [text, { name: 'length', type: 'number' }, { name: 'fill', type: 'text', optional: true }],
      returns: 'text',
      help: 'Fills a text up to a length at its end, with blanks where nothing else is given.',
      example: { formula: 'PADRIGHT("AB", 4, "-")', result: 'AB--' },
    },
    (value, length, fill = ' ') => value.padEnd(lengthOf(length, 'PADRIGHT'), fill),
  ),
  define(
    {
      name: 'REPEAT',
      aliases: ['REPT'],
      parameters: [text, { name: 'count', type: 'number' }],
      returns: 'text',
      help: 'A text several times over.',
      example: { formula: 'REPEAT("*", 3)', result: '***' },
    },
    (value, count) => {
      const times = countOf(count, 'REPEAT');
      if (value.length * times > maxTextLength) throw tooLong('REPEAT');
      return value.repeat(value === '' ? 0 : times);
    },
  ),
  define(
    {
      name: 'REVERSETEXT',
      parameters: [text],
      returns: 'text',
      help: 'The characters from last to first.',
      example: { formula: 'REVERSETEXT("abc")', result: 'cba' },
    },
    (value) => Array.from(value).reverse().join(''),
  ),
  define(
    {
      name: 'CHAR',
      parameters: [{ name: 'code', type: 'number' }],
      returns: 'text',
      help: 'The character of a Unicode number: CHAR(10) is a new line.',
      example: { formula: 'CHAR(65)', result: 'A' },
    },
    (code) => {
      const whole = Math.trunc(code);
      // Halves of a surrogate pair are no characters and could not be stored.
      if (whole < 1 || whole > 0x10_ff_ff || (whole >= 0xd8_00 && whole <= 0xdf_ff)) {
        throw rowError('CHAR', 'the code is that of no character');
      }
      return String.fromCodePoint(whole);
    },
  ),
  define(
    {
      name: 'DIGITS',
      parameters: [text],
      returns: 'text',
      help: 'Only the digits of a text.',
      example: { formula: 'DIGITS("+41 (79) 123-45")', result: '417912345' },
    },
    (value) => value.replace(/[^0-9]/g, ''),
  ),
  define(
    {
      name: 'LETTERS',
      parameters: [text],
      returns: 'text',
      help: 'Only the letters of a text.',
      example: { formula: 'LETTERS("AB-12c")', result: 'ABc' },
    },
    (value) => value.replace(/[^\p{L}\p{M}]/gu, ''),
  ),
  define(
    {
      name: 'DOMAIN',
      aliases: ['EMAILDOMAIN', 'HOST'],
      parameters: [text],
      returns: 'text',
      help: 'The domain of an e-mail address or a web address, in small letters and without www.',
      example: { formula: 'DOMAIN("https://www.Example.com/about")', result: 'example.com' },
    },
    domainOf,
  ),
  define(
    {
      name: 'EMAILNAME',
      aliases: ['EMAILUSER', 'LOCALPART'],
      parameters: [text],
      returns: 'text',
      help: 'What stands before the @ of an e-mail address, null where there is none.',
      example: { formula: 'EMAILNAME("ada@example.com")', result: 'ada' },
    },
    (value) => {
      const at = value.lastIndexOf('@');
      return at < 0 ? null : value.slice(0, at).trim();
    },
  ),
  define(
    {
      name: 'ISEMAIL',
      parameters: [{ ...text, orNull: true }],
      returns: 'boolean',
      help: 'Whether a text has the form of an e-mail address.',
      example: { formula: 'ISEMAIL("ada@example.com")', result: true },
    },
    // 254 is the longest address that mail can carry (RFC 5321); no part of the pattern can match in two ways.
    (value) =>
      value !== null && value.length <= 254 && /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(value.trim()),
  ),
  defineInContext(
    {
      name: 'TEXT',
      aliases: ['TOTEXT', 'FORMATNUMBER'],
      parameters: [
        { name: 'value', type: 'any' },
        { name: 'format', type: 'text', optional: true },
      ],
      returns: 'text',
      help: 'A value as text, numbers by a format such as "#,##0.00" and dates by one such as "dd/MM/yyyy".',
      example: { formula: 'TEXT(1234.5, "#,##0.00")', result: '1,234.50' },
    },
    ({ zone }) =>
      (value, format) => {
        if (value === null) return null;
        if (format === undefined) return textOf(value);
        if (isDate(value)) return formatDate(value, format, zone);
        return typeof value === 'number' ? formatNumber(value, format) : textOf(value);
      },
  ),
];
