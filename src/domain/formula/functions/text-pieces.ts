import { rowError } from '../formula-error.ts';
import { tooLong } from '../operators.ts';
import { maxTextLength } from '../values.ts';

/** How the functions of texts and lists cut, count and join. */

/** Characters and not UTF-16 units count, so that no emoji is cut in half; most texts have none. */
export const hasPairs = (value: string): boolean => /[\ud800-\udbff]/.test(value);

export function slice(value: string, from: number, to: number): string {
  return hasPairs(value) ? Array.from(value).slice(from, to).join('') : value.slice(from, to);
}

export function countOf(count: number, name: string): number {
  const whole = Math.trunc(count);
  if (whole < 0) throw rowError(name, 'the count must not be negative');
  return whole;
}

export function lengthOf(length: number, name: string): number {
  if (length > maxTextLength) throw tooLong(name);
  return Math.trunc(length);
}

/** 1 is the first, -1 the last; as an index of `at`. */
export function partIndex(number: number, name: string): number {
  const whole = Math.trunc(number);
  if (whole === 0) throw rowError(name, 'the number must not be 0: 1 is the first and -1 the last');
  return whole > 0 ? whole - 1 : whole;
}

export const wordsOf = (value: string): string[] => value.split(/\s+/).filter((word) => word !== '');

export function joinTexts(name: string, texts: readonly string[], separator: string): string {
  const length = texts.reduce((sum, item) => sum + item.length + separator.length, 0);
  if (length - separator.length > maxTextLength) throw tooLong(name);
  return texts.join(separator);
}

export function substitute(value: string, old: string, replacement: string, occurrence?: number): string {
  if (old === '') return value;
  if (occurrence !== undefined) {
    const at = occurrenceOf(value, old, occurrence, 'SUBSTITUTE');
    return at < 0 ? value : value.slice(0, at) + replacement + value.slice(at + old.length);
  }
  const parts = value.split(old);
  if (parts.length === 1) return value;
  return joinTexts('SUBSTITUTE', parts, replacement);
}

export function positionOf(part: string, value: string, start: number, name: string): number {
  if (start < 1) throw rowError(name, 'the start must be at least 1');
  const at = value.indexOf(part, Math.trunc(start) - 1);
  if (at < 0) return 0;
  return hasPairs(value) ? Array.from(value.slice(0, at)).length + 1 : at + 1;
}

/** Where the n-th occurrence begins, counted from the end where n is negative; -1 where there is none. */
export function occurrenceOf(value: string, part: string, occurrence: number, name: string): number {
  const count = Math.trunc(occurrence);
  if (count === 0) throw rowError(name, 'the occurrence must not be 0: 1 is the first and -1 the last');
  if (part === '') return -1;
  const steps = Math.min(Math.abs(count), value.length + 1);
  let at = -1;
  for (let step = 0; step < steps; step += 1) {
    if (count > 0) at = value.indexOf(part, at < 0 ? 0 : at + part.length);
    else if (at === 0) return -1;
    else at = value.lastIndexOf(part, at < 0 ? value.length : at - part.length);
    if (at < 0) return -1;
  }
  return at;
}

export function domainOf(value: string): string | null {
  const trimmed = value.trim().toLowerCase();
  const afterAt = trimmed.includes('@') && !trimmed.includes('/') ? trimmed.split('@').at(-1) : undefined;
  const host = afterAt ?? trimmed.replace(/^[a-z][a-z0-9+.-]*:\/\//, '').split(/[/?#]/)[0] ?? '';
  const bare = (host.split('@').at(-1) ?? '').replace(/:\d*$/, '').replace(/^www\./, '');
  return bare.includes('.') || afterAt !== undefined ? bare : null;
}
