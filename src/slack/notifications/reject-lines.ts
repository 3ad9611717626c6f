import { rejectCause } from '../../domain/reject-causes.ts';
import type { RejectSummary } from '../../operations/rejected-rows.ts';
import { asTyped, cut } from '../blocks/index.ts';
import { numberText } from '../jobs/words.ts';

const maxReasons = 8;
const maxFields = 3;
const maxFieldLength = 60;

/** `• 12 × a value does not fit its attribute (renewal_date)`, one line a reason, the most frequent first. */
export function rejectLines({ codes }: RejectSummary, most = maxReasons): string[] {
  const lines = codes
    .slice(0, most)
    .map(({ code, count, fields }) => `• ${numberText(count)} × ${rejectCause(code)}${fieldsText(fields)}`);
  const rest = codes.slice(most).reduce((sum, { count }) => sum + count, 0);
  return rest === 0 ? lines : [...lines, `• ${numberText(rest)} × other reasons`];
}

function fieldsText(fields: readonly string[]): string {
  if (fields.length === 0) return '';
  const named = fields.slice(0, maxFields).map((name) => asTyped(cut(name, maxFieldLength)));
  return ` (${named.join(', ')}${fields.length > maxFields ? ', …' : ''})`;
}
