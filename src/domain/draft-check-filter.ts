import { problemOfError } from './draft-problem.ts';
import type { DraftProblem } from './draft-problem.ts';
import { UserError } from './errors.ts';
import { checkFilter } from './filter/check.ts';
import { parseFilter } from './filter/parse.ts';
import { unlistedValues } from './filter/unlisted-values.ts';
import type { SourceSchema } from './source-schema.ts';

/** @param schema of what is filtered; null where only the filter's form can be checked */
export function filterProblems(text: string, schema: SourceSchema | null): DraftProblem[] {
  try {
    const filter = parseFilter(text);
    if (filter === null || schema === null) return [];
    return unlistedValues(checkFilter(filter, schema), schema).map((each) => ({
      ...problemOfError(['source', 'filter'], each),
      severity: 'warning',
    }));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [problemOfError(['source', 'filter'], error)];
  }
}
