import { filterProblems } from './draft-check-filter.ts';
import { checkDraftMapping } from './draft-check-mapping.ts';
import type { DraftCheck } from './draft-check-mapping.ts';
import { problemAt } from './draft-problem.ts';
import type { DraftContext, DraftProblem } from './draft-problem.ts';
import type { InboundDraft } from './draft.ts';

/** What only imports have: which records are read, and what they become in the hub. */
export function checkInbound(draft: InboundDraft, context: DraftContext): DraftCheck {
  const mapping = checkDraftMapping(draft, context);
  return {
    problems: [
      ...baseProblems(draft, context),
      ...filterProblems(draft.source.filter ?? '', context.schema),
      ...mapping.problems,
    ],
    newAttributes: mapping.newAttributes,
  };
}

function baseProblems(
  { connectionId, source, target }: InboundDraft,
  { schema }: DraftContext,
): DraftProblem[] {
  const problems: DraftProblem[] = [];
  if (connectionId === undefined) {
    problems.push(problemAt(['connection'], 'connection_missing', 'Choose the connection that is read.'));
  }
  if (source.object === undefined || source.object === '') {
    const message = 'Choose the object that is read, such as Account.';
    problems.push(problemAt(['source', 'object'], 'source_missing', message));
  } else if (schema !== null && !schema.object.queryable) {
    const message = `${schema.object.name} cannot be read: the CRM does not answer queries about it. Choose another object.`;
    problems.push(problemAt(['source', 'object'], 'object_not_queryable', message));
  }
  if (target.object === undefined) {
    const message = 'Choose the hub object that is filled, such as accounts.';
    problems.push(problemAt(['target', 'object'], 'target_missing', message));
  }
  return problems;
}
