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
  match_missing: 'what the CRM’s record is found by is empty',
  no_match_value: 'what the CRM’s record is found by is empty',
  parent_unknown: 'the CRM’s record of the account is not known',
  STRING_TOO_LONG: 'a value is longer than its field in the CRM',
  REQUIRED_FIELD_MISSING: 'a field that the CRM requires has no value',
  FIELD_CUSTOM_VALIDATION_EXCEPTION: 'a validation rule of the CRM refused it',
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: 'a value is not in its picklist',
  DUPLICATE_VALUE: 'another record of the CRM has this value already',
  DUPLICATES_DETECTED: 'a duplicate rule of the CRM refused it',
  DUPLICATE_EXTERNAL_ID: 'several records of the CRM have its external id',
  UNABLE_TO_LOCK_ROW: 'the record stayed locked by another change',
  ENTITY_IS_DELETED: 'the record was deleted in the CRM',
  INVALID_CROSS_REFERENCE_KEY: 'a reference points to no record',
  MALFORMED_ID: 'an id is none of the CRM',
};

const maxReasons = 8;

/** `• 12 × the key is empty`, one line a reason. */
export function rejectLines({ codes }: RejectSummary): string[] {
  const lines = codes
    .slice(0, maxReasons)
    .map(({ code, count }) => `• ${numberText(count)} × ${texts[code] ?? unknownText(code)}`);
  const rest = codes.slice(maxReasons).reduce((sum, { count }) => sum + count, 0);
  return rest === 0 ? lines : [...lines, `• ${numberText(rest)} × other reasons`];
}

/** The CRM's own codes stay as they are, for people to look up. */
function unknownText(code: string): string {
  return /^[a-z]/.test(code) ? code.replaceAll('_', ' ') : `the CRM answered ${code}`;
}
