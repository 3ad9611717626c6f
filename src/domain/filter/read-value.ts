import { readIsoDate, readIsoDatetime } from '../calendar.ts';
import { nearestNames } from '../nearest.ts';
import { parseDecimal } from './decimal.ts';
import { didYouMean, excerpt, filterError } from './filter-error.ts';
import { maxNumberExponent, maxNumberLength, maxYear, minYear } from './limits.ts';
import {
  countedDateLiterals,
  plainDateLiterals,
  type CountedDateLiteral,
  type FilterValue,
  type PlainDateLiteral,
  type Span,
} from './syntax.ts';
import type { Token } from './tokens.ts';

const decimalForm = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,9})?$/i;
const dateForm = /^\d{4}-\d{2}-\d{2}$/;
const datetimeForm =
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-](?:0\d|1\d|2[0-3]):?[0-5]\d)$/;
const localDatetimeForm = /^\d{4}-\d{2}-\d{2}T[\d:.]+$/;

/** @throws UserError where the token, which begins like a number, is none and no date either. */
export function readNumberOrDate(token: Token): FilterValue {
  const text = token.text.toUpperCase();
  const span = spanOf(token);
  if (decimalForm.test(text)) {
    if (text.length > maxNumberLength) {
      throw problem(token, `this number has ${text.length} digits; at most ${maxNumberLength} are allowed.`);
    }
    const decimal = parseDecimal(text);
    if (decimal === null || Math.abs(decimal.exponent) > maxNumberExponent) {
      throw problem(
        token,
        `this number is beyond what a CRM can store: at most 1e${maxNumberExponent}, and as small as 1e-${maxNumberExponent}.`,
      );
    }
    return { kind: 'number', text: token.text.replace(/^\+/, ''), span };
  }
  if (dateForm.test(text)) return { kind: 'date', text: checkDate(token, text), span };
  if (datetimeForm.test(text)) return { kind: 'datetime', text: checkDate(token, text), span };
  if (localDatetimeForm.test(text)) {
    throw problem(
      token,
      `a date with a time needs its zone: write ${excerpt(text)}Z, or an offset such as +01:00.`,
    );
  }
  throw problem(
    token,
    `"${excerpt(token.text)}" is neither a number nor a date. Write numbers as 1500.50, dates as 2026-03-01 or 2026-03-01T09:30:00Z, and put text in quotes.`,
  );
}

function checkDate(token: Token, text: string): string {
  const isReal = text.includes('T') ? readIsoDatetime(text) !== null : readIsoDate(text) !== null;
  if (!isReal) throw problem(token, `there is no such date as ${text}.`);
  const year = Number(text.slice(0, 4));
  if (year < minYear || year > maxYear) {
    throw problem(token, `dates must lie in the years ${minYear} to ${maxYear}; this is ${text}.`);
  }
  return text;
}

/** true, false, null or a date literal without a count; null where the word is none of them. */
export function readPlainWord(token: Token): FilterValue | null {
  const name = token.upper;
  const span = spanOf(token);
  if (name === 'TRUE' || name === 'FALSE') return { kind: 'boolean', value: name === 'TRUE', span };
  if (name === 'NULL') return { kind: 'null', span };
  const literal = plainDateLiterals.find((known) => known === name);
  return literal === undefined ? null : { kind: 'date-literal', name: literal, span };
}

export function countedLiteral(token: Token): CountedDateLiteral | null {
  const name = token.upper;
  return countedDateLiterals.find((known) => known === name) ?? null;
}

/** Largest counts: with them, every range stays within the years that a CRM can store. */
const maxCounts = [
  ['DAYS', 99_999],
  ['WEEKS', 9_999],
  ['MONTHS', 2_999],
  ['QUARTERS', 999],
  ['YEARS', 249],
] as const;

/** @param count the token after the colon. */
export function readCounted(name: CountedDateLiteral, start: number, count: Token): FilterValue {
  const max = maxCounts.find(([unit]) => name.includes(unit))?.[1] ?? 0;
  // LAST_N_DAYS:0 is today and N_WEEKS_AGO:0 this week; of the others nothing would be left.
  const min = name === 'LAST_N_DAYS' || name.endsWith('_AGO') ? 0 : 1;
  if (count.kind !== 'number' || !/^\d{1,6}$/.test(count.text)) {
    throw problem(count, `${name} needs a whole number after its colon, as in ${name}:30.`);
  }
  const value = Number(count.text);
  if (value < min || value > max) {
    throw problem(count, `the number after ${name} must lie between ${min} and ${max}.`);
  }
  return { kind: 'counted-date-literal', name, count: value, span: { start, end: count.end } };
}

/** Why a bare word is no value, with what to write instead. */
export function notAValue(token: Token): Error {
  const name = token.upper;
  if (/^[A-Z]{3}\d+(\.\d*)?$/.test(name)) {
    return problem(
      token,
      `amounts are written without a currency: ${name.slice(3)} instead of ${excerpt(token.text)}.`,
    );
  }
  if (name.includes('FISCAL')) {
    return problem(
      token,
      `fiscal periods differ from org to org and are not part of the filter language. Use THIS_QUARTER, LAST_YEAR and the like, or dates.`,
    );
  }
  const counted = /^(LAST|NEXT)_(\d{1,6})_(DAY|WEEK|MONTH|QUARTER|YEAR)S?$/.exec(name);
  if (counted !== null) {
    const [, direction, count, unit] = counted;
    return problem(
      token,
      `there is no period ${excerpt(token.text)}. Write ${direction}_N_${unit}S:${count}.`,
    );
  }
  const hint =
    name.includes('_') || /DAY|WEEK|MONTH|QUARTER|YEAR/.test(name) ? didYouMean(nearLiterals(name)) : '';
  return problem(
    token,
    `expected a value, but found "${excerpt(token.text)}". Put text in quotes: '${excerpt(token.text)}'.${yesOrNo(name)}${hint}`,
  );
}

/** Without the schema nobody knows whether the field is a checkbox: then quotes would be wrong too. */
function yesOrNo(name: string): string {
  const meant = /^(?:Y|YES|ON|CHECKED)$/.test(name)
    ? 'true'
    : /^(?:N|NO|OFF|UNCHECKED)$/.test(name)
      ? 'false'
      : null;
  return meant === null ? '' : ` Of a yes/no field it is ${meant}, without quotes.`;
}

function nearLiterals(name: string): string[] {
  const literals: readonly (PlainDateLiteral | CountedDateLiteral)[] = [
    ...plainDateLiterals,
    ...countedDateLiterals,
  ];
  return nearestNames(name, literals).map((literal) =>
    countedDateLiterals.some((counted) => counted === literal) ? `${literal}:30` : literal,
  );
}

function problem(token: Token, message: string): Error {
  return filterError('filter_syntax', token.start, message);
}

function spanOf(token: Token): Span {
  return { start: token.start, end: token.end };
}
