/** What keeps a proposal from being made stands at its box: all that is entered stays. */
import type { KnownBlock } from '@slack/types';
import { isTold } from '../../../domain/errors.ts';
import { asTyped, context, cut } from '../../blocks/index.ts';
import type { Reaction, ScreenState, Turn } from '../step.ts';

/** Of what is kept in a modal. */
const maxTrouble = 300;

/** What went wrong, in words; empty where nothing did. */
export async function troubleOf(work: () => Promise<void>): Promise<string> {
  try {
    await work();
    return '';
  } catch (error) {
    if (!isTold(error)) throw error;
    return cut(error.message, maxTrouble);
  }
}

/** The step is shown as it is then. @param name under which the screen keeps what went wrong */
export async function shownWith(
  { at }: Pick<Turn, 'at'>,
  name: string,
  work: () => Promise<void>,
): Promise<Reaction> {
  return { kind: 'show', at: { ...at, [name]: await troubleOf(work) } };
}

/** @param name under which the screen keeps it */
export function troubleBlocks(at: ScreenState, name: string): KnownBlock[] {
  const trouble = at[name];
  return typeof trouble === 'string' && trouble !== '' ? [context(`❌ ${asTyped(trouble)}`)] : [];
}
