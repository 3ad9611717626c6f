import { badRequest } from '../http/api-error.ts';
import type { ApiError } from '../http/api-error.ts';

const shownBefore = 40;
const shownAfter = 40;

/** An error that shows where in the query it is, as Salesforce does; `word` is what it is about. */
export function queryError(errorCode: string, soql: string, word: string, problem: string): ApiError {
  const at = placeOf(soql, word);
  const from = Math.max(0, at - shownBefore);
  const snippet = soql.slice(from, at + word.length + shownAfter).replaceAll(/\s/g, ' ');
  const before = soql.slice(0, at).split('\n');
  const row = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  return badRequest(
    errorCode,
    `\n${snippet}\n${' '.repeat(at - from)}^\nERROR at Row:${row}:Column:${column}\n${problem}`,
  );
}

/** The parser gives no positions, so the word is looked for as a whole one. */
function placeOf(soql: string, word: string): number {
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const found = new RegExp(`(?<![\\w.])${escaped}(?![\\w.])`, 'i').exec(soql);
  return found?.index ?? 0;
}
