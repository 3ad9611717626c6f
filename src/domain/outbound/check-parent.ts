import { problemAt } from '../draft-problem.ts';
import type { DraftProblem } from '../draft-problem.ts';
import { didYouMean, excerpt, oneOf } from '../filter/filter-error.ts';
import { checkWritable } from './check-writable.ts';
import type { OutboundInput } from './compiled.ts';
import { parentFields, parentObjectOf } from './parent.ts';

const atParent = ['target', 'parent'];
const maxNamed = 5;

/** Whether the parent field can be filled with the CRM's record of an account. */
export function checkParent(input: OutboundInput): DraftProblem[] {
  const { parent } = input.target;
  if (parent === undefined) return [];
  const { object } = input.crm;
  const found = input.crm.field(parent);
  if (found.kind === 'missing' || parent.includes('.')) {
    const suggestions = found.kind === 'missing' ? found.suggestions : [];
    const message = `${object.name} has no field "${excerpt(parent)}", or the connection's user may not see it.${didYouMean(suggestions)}`;
    return [problemAt(atParent, 'unknown_field', message)];
  }
  const { field } = found;
  if (parentObjectOf(field) !== null) {
    return checkWritable(field, input).map((problem) => ({ ...problem, path: atParent }));
  }
  const names = parentFields(object)
    .slice(0, maxNamed)
    .map(({ name }) => name);
  const advice =
    names.length === 0 ? 'Leave the parent out.' : `Choose ${oneOf(names)}, or leave the parent out.`;
  const message = `${field.name} does not lead to the records of one object, so it cannot hold the account's. ${advice}`;
  return [problemAt(atParent, 'not_a_parent', message)];
}
