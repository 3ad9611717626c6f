import { filterProblems } from './draft-check-filter.ts';
import { noteProblems, placedRows, syntaxProblems } from './draft-check-mapping.ts';
import type { DraftCheck, PlacedRow } from './draft-check-mapping.ts';
import { problemAt } from './draft-problem.ts';
import type { DraftContext, DraftProblem } from './draft-problem.ts';
import type { OutboundDraft } from './draft.ts';
import { hubObjects } from './hub-object.ts';
import { hubSchema } from './hub-schema.ts';
import { checkOutboundMapping } from './outbound/check.ts';
import type { SourceSchema } from './source-schema.ts';

/** What only exports have: which hub records are sent, where they go, and how. */
export function checkOutbound(draft: OutboundDraft, context: DraftContext): DraftCheck {
  const { object, filter = '' } = draft.source;
  const { attributes } = context;
  const hub = object === undefined || attributes === null ? null : hubSchema(hubObjects[object], attributes);
  return {
    problems: [
      ...baseProblems(draft),
      ...filterProblems(filter, hub),
      ...mappingProblems(draft, hub, context),
      ...settingsProblems(draft),
    ],
    newAttributes: [],
  };
}

/** Skipped rows are not looked at; the paths of problems count them all the same. */
function mappingProblems(
  draft: OutboundDraft,
  hub: SourceSchema | null,
  { schema: crm }: DraftContext,
): DraftProblem[] {
  const rows = placedRows(draft);
  const { source, target, settings } = draft;
  const { object, matchOn = '', parent } = target;
  if (source.object === undefined || hub === null || crm === null || object === undefined || matchOn === '') {
    return [...syntaxProblems(rows), ...noteProblems(rows)];
  }
  const found = checkOutboundMapping({
    object: hubObjects[source.object],
    hub,
    crm,
    target: { object, matchOn, ...(parent === undefined ? {} : { parent }) },
    settings,
    mapping: rows.map(({ row }) => row),
  });
  return [...found.map((problem) => placed(problem, rows)), ...noteProblems(rows)];
}

function placed(problem: DraftProblem, rows: readonly PlacedRow[]): DraftProblem {
  const [part, row, ...ofRow] = problem.path;
  if (part !== 'mapping' || typeof row !== 'number') return problem;
  return { ...problem, path: [part, rows[row]?.index ?? row, ...ofRow] };
}

function baseProblems({ connectionId, source, target }: OutboundDraft): DraftProblem[] {
  const problems: DraftProblem[] = [];
  if (connectionId === undefined) {
    problems.push(
      problemAt(['connection'], 'connection_missing', 'Choose the connection that is written to.'),
    );
  }
  if (source.object === undefined) {
    const message = 'Choose the hub object whose records are sent, such as accounts.';
    problems.push(problemAt(['source', 'object'], 'source_missing', message));
  }
  if (target.object === undefined || target.object === '') {
    const message = 'Choose the object of the CRM that is written, such as Account.';
    problems.push(problemAt(['target', 'object'], 'target_missing', message));
  } else if (target.matchOn === undefined || target.matchOn === '') {
    const message = `Choose the field by which records of ${target.object} are found, such as its id or an external id.`;
    problems.push(problemAt(['target', 'matchOn'], 'match_missing', message));
  }
  return problems;
}

function settingsProblems({ settings }: OutboundDraft): DraftProblem[] {
  if (settings.allowCreate !== false || settings.updateExisting !== false) return [];
  const message =
    'With neither new records nor updates, this is a job that does nothing. Allow one of the two.';
  return [problemAt(['settings', 'updateExisting'], 'does_nothing', message)];
}
