import { editDistance } from '../../../domain/nearest.ts';

/** Whether one word is the other with a slip of the finger, and long enough that it is no other word. */
export function isSlip(written: string, meant: string): boolean {
  const length = Math.min(written.length, meant.length);
  if (length < 4 || written[0] !== meant[0]) return false;
  if (length === 4) {
    const isLetterMore = written.length !== meant.length && editDistance(written, meant, 1) <= 1;
    return isSwapped(written, meant) || isLetterMore;
  }
  const allowed = length >= 8 ? 2 : 1;
  return editDistance(written, meant, allowed) <= allowed;
}

function isSwapped(a: string, b: string): boolean {
  return a.length === b.length && a !== b && editDistance(a, b, 1) === 1 && sorted(a) === sorted(b);
}

const sorted = (word: string): string => Array.from(word).sort().join('');
