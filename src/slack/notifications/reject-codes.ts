import type { RejectSummary } from '../../operations/rejected-rows.ts';
import { numberText } from '../jobs/words.ts';

/** In words that say nothing of the row. */
const texts: Readonly<Record<string, string>> = {
  key_missing: 'a key is empty',
  key_taken: 'another CRM record stands for the same hub record',
  too_long: 'a value is longer than the hub keeps',
  wrong_value: 'a value does not fit its attribute',
  formula_failed: 'a formula could not be calculated',
  user_missing: 'no user is named',
  user_ambiguous: 'several users have the name',
  user_not_found: 'no user has the name',
};

const maxReasons = 8;

/** `• 12 × the key is empty`, one line a reason. */
export function rejectLines({ codes }: RejectSummary): string[] {
  const lines = codes
    .slice(0, maxReasons)
    .map(({ code, count }) => `• ${numberText(count)} × ${texts[code] ?? code.replaceAll('_', ' ')}`);
  const rest = codes.slice(maxReasons).reduce((sum, { count }) => sum + count, 0);
  return rest === 0 ? lines : [...lines, `• ${numberText(rest)} × other reasons`];
}
