import type { RejectSummary } from '../../operations/rejected-rows.ts';
import { asTyped, cut } from '../blocks/index.ts';
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
  // Dynamics 365, and what its connector finds out before it is asked.
  '0x80044331': 'a value is longer than its column in the CRM',
  '0x8004432f': 'a number does not fit its column in the CRM',
  '0x80044330': 'a number does not fit its column in the CRM',
  '0x8004431a': 'a value is none of the choices of its column',
  '0x80040237': 'another record of the CRM has this value already',
  '0x80060892': 'another record of the CRM has this key already',
  '0x80040333': 'a duplicate rule of the CRM refused it',
  '0x80040217': 'the CRM has no such record',
  '0x80040265': 'a plug-in of the CRM refused it',
  not_found: 'the CRM has no such record',
  no_key: 'it has no value by which it could be found again',
  malformed_id: 'an id is none of the CRM',
  unknown_value: 'a value is none of those that its picklist takes',
};

const maxReasons = 8;
const maxFields = 3;
const maxFieldLength = 60;

/** `• 12 × a value does not fit its attribute (renewal_date)`, one line a reason, the most frequent first. */
export function rejectLines({ codes }: RejectSummary, most = maxReasons): string[] {
  const lines = codes
    .slice(0, most)
    .map(
      ({ code, count, fields }) =>
        `• ${numberText(count)} × ${texts[code] ?? unknownText(code)}${fieldsText(fields)}`,
    );
  const rest = codes.slice(most).reduce((sum, { count }) => sum + count, 0);
  return rest === 0 ? lines : [...lines, `• ${numberText(rest)} × other reasons`];
}

function fieldsText(fields: readonly string[]): string {
  if (fields.length === 0) return '';
  const named = fields.slice(0, maxFields).map((name) => asTyped(cut(name, maxFieldLength)));
  return ` (${named.join(', ')}${fields.length > maxFields ? ', …' : ''})`;
}

/** The CRM's own codes stay as they are, for people to look up. */
function unknownText(code: string): string {
  return /^[a-z]/.test(code) ? code.replaceAll('_', ' ') : `the CRM answered ${code}`;
}
