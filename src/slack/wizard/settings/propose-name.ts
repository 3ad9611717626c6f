import { defaultTarget } from '../../../domain/default-target.ts';
import { maxNameLength } from '../../../domain/draft-check.ts';
import type { InboundDraft } from '../../../domain/draft.ts';
import { nameKey } from '../../../domain/name-key.ts';
import { cut } from '../../blocks/index.ts';
import { hubTitle } from '../../jobs/words.ts';

/**
 * `Accounts from Acme`; with what is read, where that is not plain from what it becomes: `Collections of Opportunity
 * from Acme`. A name that is taken gets a number. Empty where too little is chosen yet.
 */
export function proposeName(
  { source, target }: InboundDraft,
  { connection, taken }: { readonly connection: string; readonly taken: readonly string[] },
): string {
  if (target.object === undefined || source.object === undefined || connection === '') return '';
  const isPlain = target.object !== 'collections' && defaultTarget(source.object) === target.object;
  const what = isPlain ? hubTitle(target.object) : `${hubTitle(target.object)} of ${source.object}`;
  const name = `${what} from ${connection}`;
  const keys = new Set(taken.map(nameKey));
  let proposed = cut(name, maxNameLength);
  // Of one more than are taken, one is free.
  for (let number = 2; number <= keys.size + 1 && keys.has(nameKey(proposed)); number += 1) {
    proposed = `${cut(name, maxNameLength - ` ${number}`.length)} ${number}`;
  }
  return proposed;
}
