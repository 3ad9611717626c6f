import { rowError } from './formula-error.ts';
import { numberText } from './convert.ts';
import { roundTo } from './rounding.ts';

/** A spreadsheet's number pattern: digits, thousands, a percent sign, text around them. */
interface NumberPattern {
  readonly before: string;
  readonly after: string;
  readonly hasThousands: boolean;
  readonly isPercent: boolean;
  readonly leastWhole: number;
  readonly leastDecimals: number;
  readonly mostDecimals: number;
}

const maxDecimals = 15;
/** Formats may come from rows, and reading one may take the square of its length. */
const maxFormatLength = 100;
/** Patterns of one run are few; the bound is for those that are computed from rows. */
const maxPatterns = 200;
const patterns = new Map<string, NumberPattern>();

/** `0.00`, `#,##0`, `0%`, `$#,##0.00`, `0.0 "days"`. @throws RecordError where the format is no such pattern. */
export function formatNumber(value: number, format: string): string {
  let pattern = patterns.get(format);
  if (pattern === undefined) {
    pattern = readPattern(format);
    if (patterns.size >= maxPatterns) patterns.clear();
    patterns.set(format, pattern);
  }
  const { before, after, hasThousands, isPercent, leastWhole, leastDecimals, mostDecimals } = pattern;
  const rounded = roundTo(isPercent ? value * 100 : value, mostDecimals);
  const [whole = '0', decimals = ''] = numberText(Math.abs(rounded)).split('.');
  const padded = (leastWhole === 0 && whole === '0' ? '' : whole).padStart(leastWhole, '0');
  const shown = hasThousands ? padded.replace(/\B(?=(?:\d{3})+$)/g, ',') : padded;
  const fraction = decimals.padEnd(leastDecimals, '0');
  return `${rounded < 0 ? '-' : ''}${before}${shown}${fraction === '' ? '' : `.${fraction}`}${after}`;
}

function readPattern(format: string): NumberPattern {
  const match =
    format.length > maxFormatLength
      ? null
      : /^((?:[^0#.,"]|"[^"]*")*)([0#,]*)(?:\.([0#]*))?((?:[^0#.,"]|"[^"]*")*)$/.exec(format);
  const whole = match?.[2] ?? '';
  const decimals = match?.[3] ?? '';
  if (match === null || (whole === '' && decimals === '') || decimals.length > maxDecimals) {
    throw rowError('TEXT', 'the format is no number format such as "#,##0.00"');
  }
  return {
    before: unquoted(match[1] ?? ''),
    after: unquoted(match[4] ?? ''),
    hasThousands: whole.includes(','),
    isPercent: (match[4] ?? '').includes('%'),
    leastWhole: Math.min(whole.replace(/[^0]/g, '').length, maxDecimals),
    leastDecimals: decimals.replace(/#/g, '').length,
    mostDecimals: decimals.length,
  };
}

const unquoted = (text: string): string => text.replaceAll('"', '');
