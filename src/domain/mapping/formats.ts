import type { AttributeType } from '../hub-object.ts';
import { dayMs, firstDay, lastDay } from '../calendar.ts';
import { openZone } from '../zone.ts';
import type { Zone } from '../zone.ts';
import { datePatternReader, parseDatePattern } from './date-pattern.ts';
import { isoDateReader, storedMoment } from './date-value.ts';
import type { ReadDate } from './date-value.ts';
import { numberPatternReader, parseNumberPattern } from './number-pattern.ts';
import { plainNumberJson } from './number-value.ts';
import type { ReadNumber } from './number-value.ts';

/** Source formats: how dates and numbers are written where the CRM keeps them as text. See docs/mapping.md. */

/** Formats of one attribute. */
export const maxFormats = 10;

/** What helps where text is to become a number. */
export const numberAdvice =
  'Where it holds numbers, give the format in which they are written, such as #,##0.00; where it holds more than that, ' +
  'use a formula such as VALUE(…), or choose another one.';

/** What is wrong with a format, in words; null where nothing is. */
export function checkFormat(type: AttributeType, format: string): string | null {
  switch (type) {
    case 'date': {
      if (namedReader(format) !== null) return null;
      const pattern = parseDatePattern(format);
      return pattern.kind === 'problem' ? pattern.problem : null;
    }
    case 'number':
    case 'currency': {
      const pattern = parseNumberPattern(format);
      return pattern.kind === 'problem' ? pattern.problem : null;
    }
    case 'text':
    case 'boolean':
    case 'list':
    case 'foreign key':
      break;
  }
  return `A ${type} attribute takes its values as they are; only dates and numbers have formats.`;
}

/**
 * Reads a date by the first format that fits; without formats, ISO 8601. Formats must have been checked: one that
 * is no format fits nothing.
 */
export function dateReader(formats: readonly string[], zone: Zone): ReadDate {
  return firstOf(
    formats.map((format) => {
      const named = namedReader(format);
      if (named !== null) return named(zone);
      const pattern = parseDatePattern(format);
      return pattern.kind === 'pattern' ? datePatternReader(pattern, zone) : () => null;
    }),
    isoDateReader(zone),
  );
}

/** Reads a number to JSON by the first format that fits; without formats, the plain form. */
export function numberReader(formats: readonly string[]): ReadNumber {
  return firstOf(
    formats.map((format) => {
      const pattern = parseNumberPattern(format);
      return pattern.kind === 'pattern' ? numberPatternReader(pattern) : () => null;
    }),
    plainNumberJson,
  );
}

export interface FormatSample {
  readonly before: string;
  /** The value as it will be stored, or null where it does not fit. */
  readonly after: string | null;
  readonly error: string | null;
}

/**
 * What the formats make of values, for the wizard.
 *
 * @param timezone IANA name of the zone in which times without one are read.
 * @throws UserError where the zone is unknown.
 */
export function sampleFormats(
  type: 'date' | 'number' | 'currency',
  formats: readonly string[],
  samples: readonly string[],
  timezone = 'UTC',
): FormatSample[] {
  const read = type === 'date' ? dateReader(formats, openZone(timezone)) : numberReader(formats);
  return samples.map((before) => {
    const after = read(before);
    const error = after === null ? `The value ${misfit(type, formats)}.` : null;
    return { before, after: after === null ? null : after.replaceAll('"', ''), error };
  });
}

/** What is wrong with a value that fits none, as the rest of a sentence about it. */
export function misfit(type: 'date' | 'number' | 'currency', formats: readonly string[]): string {
  if (formats.length === 0) {
    return type === 'date' ? 'is no ISO 8601 date such as 2026-03-01' : 'is no plain number such as 1234.5';
  }
  return formats.length === 1
    ? `is not written as ${formats.join('')}`
    : `is written in none of the formats ${formats.join('; ')}`;
}

function firstOf<Value>(
  readers: readonly ((text: string) => Value | null)[],
  otherwise: (text: string) => Value | null,
): (text: string) => Value | null {
  const [only] = readers;
  if (only === undefined) return otherwise;
  if (readers.length === 1) return only;
  return (text) => {
    for (const read of readers) {
      const value = read(text);
      if (value !== null) return value;
    }
    return null;
  };
}

/** Formats that are named instead of written as a pattern; read without letter case. */
const named: Readonly<Record<string, (zone: Zone) => ReadDate>> = {
  'iso 8601': isoDateReader,
  iso: isoDateReader,
  'epoch seconds': () => epochReader(1_000),
  'epoch milliseconds': () => epochReader(1),
};

function namedReader(format: string): ((zone: Zone) => ReadDate) | null {
  const key = format.trim().toLowerCase();
  return Object.hasOwn(named, key) ? (named[key] ?? null) : null;
}

/** Numbers of 1970's seconds or milliseconds; fractions of a millisecond are cut. */
function epochReader(unitMs: number): ReadDate {
  const least = (firstDay * dayMs) / unitMs;
  const most = ((lastDay + 1) * dayMs) / unitMs;
  return (text) => {
    const trimmed = text.trim();
    if (!/^-?\d{1,15}(?:\.\d{1,9})?$/.test(trimmed)) return null;
    const count = Number(trimmed);
    if (count < least || count >= most) return null;
    return storedMoment(Math.floor(Math.round(count * unitMs * 1_000) / 1_000));
  };
}
