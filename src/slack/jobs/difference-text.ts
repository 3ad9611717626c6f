import type { Difference } from '../../domain/job-difference.ts';
import { bold, code, cut } from '../blocks/index.ts';
import { listText } from '../blocks/list-text.ts';

/** Of a value: enough of it to know it again. */
const maxValueLength = 160;
const maxPartLength = 120;

/** mrkdwn, on one line. */
export function differenceText({ part, before, after }: Difference): string {
  const name = bold(cut(part, maxPartLength));
  if (before === null) return `${name} added: ${value(after ?? '')}`;
  if (after === null) return `${name} removed: ${value(before)}`;
  return `${name}: ${value(before)} → ${value(after)}`;
}

/** One a line; of more than so many, how many more there are. */
export function differenceLines(differences: readonly Difference[], limit: number): string {
  return listText(differences.map(differenceText), limit);
}

function value(text: string): string {
  return code(cut(text.replaceAll(/\s+/g, ' ').trim(), maxValueLength) || ' ');
}
