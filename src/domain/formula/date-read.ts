import { daysIfReal } from '../calendar.ts';
import { monthNames } from './date-format.ts';

interface Pattern {
  readonly expression: RegExp;
  /** What each group of the expression is. */
  readonly fields: readonly ('year' | 'month' | 'monthName' | 'day')[];
}

/** Patterns of one run are few; the bound is for those that are computed from rows. */
const maxPatterns = 200;
const patterns = new Map<string, Pattern | null>();
/** No date is written longer; keeps a pattern that comes from a row small. */
const maxLength = 60;

/**
 * Days since 1970 of a date written by a pattern such as `dd/MM/yyyy`, `d.M.yy` or `MMM d, yyyy`; null where
 * the text does not fit or there is no such day. Two digits of a year mean 1970 to 2069.
 */
export function readDateAs(text: string, pattern: string): number | null {
  if (text.length > maxLength) return null;
  let known = patterns.get(pattern);
  if (known === undefined) {
    known = compilePattern(pattern);
    if (patterns.size >= maxPatterns) patterns.clear();
    patterns.set(pattern, known);
  }
  const match = known?.expression.exec(text);
  if (known === null || match === null || match === undefined) return null;
  const read = { year: 0, month: 1, day: 1 };
  for (const [index, field] of known.fields.entries()) {
    const part = match[index + 1] ?? '';
    if (field === 'monthName') read.month = monthOf(part);
    else read[field] = Number(part);
    if (field === 'year' && part.length === 2) read.year += read.year < 70 ? 2000 : 1900;
  }
  return daysIfReal(read.year, read.month, read.day);
}

const monthOf = (name: string): number =>
  monthNames.findIndex((month) => month.toLowerCase().startsWith(name.toLowerCase().slice(0, 3))) + 1;

/** Made of fixed pieces and escaped characters only: no expression of the person's own. */
function compilePattern(pattern: string): Pattern | null {
  if (pattern.length > maxLength) return null;
  const fields: Pattern['fields'][number][] = [];
  let source = '';
  for (const token of pattern.match(/"[^"]*"|'[^']*'|([ymd])\1*|[^]/gi) ?? []) {
    switch (token.charAt(0).toLowerCase()) {
      case 'y':
        fields.push('year');
        source += token.length === 2 ? '(\\d{2})' : '(\\d{4})';
        break;
      case 'm':
        fields.push(token.length > 2 ? 'monthName' : 'month');
        source += token.length > 2 ? '(\\p{L}{3,9})\\.?' : '(\\d{1,2})';
        break;
      case 'd':
        fields.push('day');
        source += '(\\d{1,2})';
        break;
      default:
        source += escaped(/^(["']).*\1$/.test(token) && token.length > 1 ? token.slice(1, -1) : token);
    }
  }
  const isComplete = fields.includes('year') && new Set(fields).size === fields.length;
  return isComplete ? { expression: new RegExp(`^${source}$`, 'iu'), fields } : null;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
