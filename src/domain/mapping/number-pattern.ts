import { parseDecimal, plainDecimal } from '../filter/decimal.ts';
import { decimalJson } from './number-value.ts';
import type { ReadNumber } from './number-value.ts';

/**
 * Number formats, written by example: `#,##0.00`, `#.##0,00`, `# ##0,00 €`, `(#,##0.00)`, `0.0%`. The last kind of
 * separator stands before the decimals, the other one between thousands.
 */
export type NumberPattern =
  | {
      readonly kind: 'pattern';
      readonly expression: RegExp;
      readonly isPercent: boolean;
      readonly hasBrackets: boolean;
    }
  | { readonly kind: 'problem'; readonly problem: string };

const maxPatternLength = 40;
const maxNumberLength = 100;

const problem = (text: string): NumberPattern => ({ kind: 'problem', problem: text });

export function parseNumberPattern(pattern: string): NumberPattern {
  if (pattern.trim() === '') return problem('The number format is empty. Write one such as #,##0.00.');
  if (pattern.length > maxPatternLength) {
    return problem(`The number format is longer than ${maxPatternLength} characters.`);
  }
  const [positive = '', negative = ''] = pattern.split(';');
  const match = /^([^#0]*)([#0](?:.*[#0])?)([^#0]*)$/su.exec(positive);
  const before = match?.[1] ?? '';
  const after = match?.[3] ?? '';
  const body = bodyOf(match?.[2] ?? '');
  if (match === null || body === null) {
    return problem(`"${pattern}" is not a number format. Write one such as #,##0.00 or #.##0,00.`);
  }
  if (body.isAmbiguous) {
    const sign = body.decimal;
    return problem(
      `In "${pattern}" it cannot be told what "${sign}" stands for. Write #${sign}##0 for thousands or 0${sign}### for decimals.`,
    );
  }
  const words = [before, after].map(wordOf);
  if (words.includes(null))
    return problem(
      `"${pattern}" has signs that a number format cannot have. Allowed are a currency, %, + - and brackets.`,
    );
  const [prefix = '', suffix = ''] = words;
  const isPercent = `${before}${after}`.includes('%');
  const percent = isPercent ? '%' : '';
  const source =
    `^(\\()?${blank}([-+\u2212])?${blank}${around(prefix)}${blank}([-+\u2212])?${body.source}` +
    `${blank}${percent}${blank}${around(suffix)}${blank}(\\))?$`;
  const hasBrackets = /[()]/.test(pattern) || /\(/.test(negative);
  return { kind: 'pattern', expression: new RegExp(source, 'u'), isPercent, hasBrackets };
}

export function numberPatternReader({
  expression,
  isPercent,
  hasBrackets,
}: Extract<NumberPattern, { kind: 'pattern' }>): ReadNumber {
  return (text) => {
    if (text.length > maxNumberLength) return null;
    const match = expression.exec(text.trim());
    if (match === null) return null;
    const [, open, sign, innerSign, whole = '', decimals = '', close] = match;
    const isInBrackets = open !== undefined;
    if (isInBrackets !== (close !== undefined) || (isInBrackets && !hasBrackets)) return null;
    if (sign !== undefined && (innerSign !== undefined || isInBrackets)) return null;
    if (whole === '' && decimals === '') return null;
    const written = sign ?? innerSign ?? '+';
    const isNegative = isInBrackets || written !== '+';
    const digits = `${isNegative ? '-' : ''}${whole.replace(/\D/g, '') || '0'}.${decimals || '0'}`;
    return decimalJson(isPercent ? hundredth(digits) : digits);
  };
}

/** Thousands may be set apart by any kind of blank, whichever the format shows. */
const blanks = ' \\u00a0\\u2009\\u202f';
/** A few: with any number of them a long row of blanks would be tried in all its splits. */
const blank = `[${blanks}]{0,2}`;

interface Body {
  /** Two groups: the whole number as written, and the decimals. */
  readonly source: string;
  readonly decimal: string;
  readonly isAmbiguous: boolean;
}

/** null where it is no row of # and 0 with separators. */
function bodyOf(text: string): Body | null {
  if (!/^[#0]+(?:[.,'\u2019 \u00a0\u2009\u202f][#0]+)*$/.test(text)) return null;
  const separators = [...text.matchAll(/[^#0]/g)].map(([sign]) => kindOf(sign));
  const kinds = [...new Set(separators)];
  const pieces = text.split(/[^#0]/);
  const last = separators.at(-1);
  if (last === undefined) return { source: '(\\d*)()', decimal: '', isAmbiguous: false };
  if (kinds.length > 2 || (kinds.length === 2 && separators.indexOf(last) !== separators.length - 1))
    return null;
  const isGrouping = kinds.length === 1 && (separators.length > 1 || isThousands(pieces, last));
  const isAmbiguous = kinds.length === 1 && last === '.' && text === '#.###';
  if (isGrouping) return { source: `${wholeOf(pieces, last)}()`, decimal: last, isAmbiguous };
  const decimals = pieces.at(-1)?.length ?? 0;
  const group = kinds.length === 2 ? (kinds[0] ?? null) : null;
  const whole = wholeOf(pieces.slice(0, -1), group);
  return { source: `${whole}(?:${classOf(last)}(\\d{1,${decimals}}))?`, decimal: last, isAmbiguous };
}

/** A single separator: `#,##0` are thousands, `0,000` and `0,00` decimals; blanks never stand before decimals. */
function isThousands(pieces: readonly string[], separator: string): boolean {
  if (separator === ' ' || separator === "'") return true;
  const [first = '', second = ''] = pieces;
  return first.endsWith('#') && second.length === 3;
}

/** Groups are as long as the format shows them: `#,##,##0` for lakh and crore. */
function wholeOf(pieces: readonly string[], group: string | null): string {
  if (group === null) return '(\\d*)';
  const last = pieces.at(-1)?.length ?? 3;
  const others = pieces.length > 2 ? (pieces.at(-2)?.length ?? last) : last;
  const sign = classOf(group);
  return `(\\d{1,${others}}(?:${sign}\\d{${others}})*${sign}\\d{${last}}|\\d*)`;
}

function kindOf(sign: string): string {
  if (/\s/.test(sign)) return ' ';
  return sign === '\u2019' ? "'" : sign;
}

function classOf(kind: string): string {
  if (kind === ' ') return `[${blanks}]`;
  return kind === "'" ? "['\u2019]" : `[${kind}]`;
}

/** The currency that may stand there: a sign, or letters such as EUR or Fr.; null where there is anything else. */
function wordOf(text: string): string | null {
  const word = text.replace(/[%()+\-\u2212\s"]/gu, '');
  return word === '' || /^(?:\p{Sc}|\p{L}{1,4}\.?|\p{L}{0,3}\p{Sc})$/u.test(word) ? word : null;
}

const around = (word: string | null): string => (word === null || word === '' ? '' : `(?:${escaped(word)})?`);

const escaped = (text: string): string => text.replace(/[$.]/g, String.raw`\$&`);

/** Moved by two places as text: 12.5 % is 0.125 to the digit. */
function hundredth(digits: string): string {
  const decimal = parseDecimal(digits);
  return decimal === null ? digits : plainDecimal({ ...decimal, exponent: decimal.exponent - 2 });
}
