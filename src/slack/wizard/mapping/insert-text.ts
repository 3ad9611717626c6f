/** Putting a function or a field into a formula. Slack does not say where the cursor is. */
import { findFunction } from '../../../domain/formula/functions/index.ts';

export interface Inserted {
  readonly text: string;
  /** Where it went. */
  readonly where: 'argument' | 'end';
}

/** A call that has no values yet. */
const emptyCall = /([A-Za-z_]\w*)\(\s*\)/g;
/** What a value can follow: nothing at all, or something that waits for one. */
const waitsForValue = /(?:^|[-+*/%&=<>(,!]|\b(?:and|or|not))\s*$/i;

/**
 * Into the brackets of the last function that still has no value, as one would write it by hand; else to the end, apart
 * from what stands there.
 */
export function insertText(formula: string, inserted: string): Inserted {
  const open = [...formula.matchAll(emptyCall)].findLast(
    ([, name = '']) => (findFunction(name)?.parameters.length ?? 0) > 0,
  );
  if (open !== undefined) {
    const [call, name = ''] = open;
    const text = `${formula.slice(0, open.index)}${name}(${inserted})${formula.slice(open.index + call.length)}`;
    return { text, where: 'argument' };
  }
  if (waitsForValue.test(formula)) return { text: `${formula}${inserted}`, where: 'argument' };
  return { text: `${formula.trimEnd()} ${inserted}`, where: 'end' };
}
