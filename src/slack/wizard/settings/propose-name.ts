import { defaultTarget } from '../../../domain/default-target.ts';
import { maxNameLength } from '../../../domain/draft-check.ts';
import type { JobDraft } from '../../../domain/draft.ts';
import { crmObjectOf, hubObjectOf } from '../../../domain/job-ends.ts';
import { nameKey } from '../../../domain/name-key.ts';
import { cut } from '../../blocks/index.ts';
import { hubTitle } from '../../jobs/words.ts';

/**
 * `Accounts from Acme`; with what is read, where that is not plain from what it becomes: `Collections of Opportunity
 * from Acme`; of an export `Accounts to Account in Acme`. A name that is taken gets a number. Empty where too little is chosen yet.
 */
export function proposeName(
  draft: JobDraft,
  { connection, taken }: { readonly connection: string; readonly taken: readonly string[] },
): string {
  const name = connection === '' ? '' : nameOf(draft, connection);
  if (name === '') return '';
  const keys = new Set(taken.map(nameKey));
  let proposed = cut(name, maxNameLength);
  // Of one more than are taken, one is free.
  for (let number = 2; number <= keys.size + 1 && keys.has(nameKey(proposed)); number += 1) {
    proposed = `${cut(name, maxNameLength - ` ${number}`.length)} ${number}`;
  }
  return proposed;
}

function nameOf(draft: JobDraft, connection: string): string {
  const hubObject = hubObjectOf(draft);
  const crmObject = crmObjectOf(draft);
  if (hubObject === undefined || crmObject === undefined) return '';
  if (draft.direction === 'outbound') return `${hubTitle(hubObject)} to ${crmObject} in ${connection}`;
  const isPlain = hubObject !== 'collections' && defaultTarget(crmObject) === hubObject;
  return `${hubTitle(hubObject)}${isPlain ? '' : ` of ${crmObject}`} from ${connection}`;
}
