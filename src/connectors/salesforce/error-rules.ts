/**
 * Salesforce's error codes, what happens next after each, and what a person who looks after a CRM is told.
 * `said` is Salesforce's own sentence, already shortened and ending in a full stop.
 */
import { fatal, record, retry, user } from '../http/error-rule.ts';
import type { ErrorRule } from '../http/error-rule.ts';

const noAccess = (said: string): string =>
  `Salesforce does not let the connection's user do this: ${said} Ask a Salesforce admin to give that user access.`;

const unknownField = user(
  'unknown_field',
  (said) =>
    `Salesforce does not know a field of this query, or hides it from the connection's user: ${said} Check the field's name and the user's field-level security.`,
);

export const dailyLimitRule = fatal(
  'daily_limit',
  (said) =>
    `The Salesforce org has used up its API requests of the last 24 hours: ${said} Run the job again later, or ask Salesforce for a higher limit.`,
);

export const dailyBulkLimitRule = fatal(
  'daily_limit',
  (said) =>
    `The Salesforce org has used up its bulk queries of the last 24 hours: ${said} Run the job again later.`,
);

export const concurrentLimitRule = retry(
  'concurrent_limit',
  (said) => `Too many requests run in the Salesforce org at the same time: ${said}`,
);

export const unsupportedByBulk = 'unsupported_by_bulk';

export const errorRules: Readonly<Record<string, ErrorRule>> = {
  // Sessions and access
  INVALID_SESSION_ID: user(
    'session_refused',
    () =>
      `Salesforce refuses the session even after a new login. Check that the connection's user is active, may use the API, and that no session or IP restriction of the org shuts it out.`,
  ),
  INVALID_AUTH_HEADER: user(
    'session_refused',
    () => `Salesforce refuses the session. Connect the org again.`,
  ),
  API_DISABLED_FOR_ORG: user(
    'api_disabled',
    () =>
      `The API is switched off for this Salesforce org or user. Ask a Salesforce admin for the permission "API Enabled".`,
  ),
  API_CURRENTLY_DISABLED: user(
    'api_disabled',
    () => `The API of this Salesforce org is switched off. Ask a Salesforce admin to switch it on.`,
  ),
  INSUFFICIENT_ACCESS: user('insufficient_access', noAccess),
  INSUFFICIENT_ACCESS_OR_READONLY: user('insufficient_access', noAccess),
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: record('insufficient_access', noAccess),
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: record(
    'trigger_failed',
    (said) => `An automation of the Salesforce org refused the record: ${said}`,
  ),

  // Limits and passing trouble
  SERVER_UNAVAILABLE: retry('server_unavailable', () => `Salesforce is not available at the moment.`),
  UNABLE_TO_LOCK_ROW: retry('row_locked', () => `The record is locked by another change in Salesforce.`),
  QUERY_TIMEOUT: retry(
    'query_timeout',
    () => `Salesforce took too long for this query. A filter on an indexed field makes it faster.`,
  ),
  REQUEST_RUNNING_TOO_LONG: retry('query_timeout', () => `Salesforce took too long for this request.`),
  UNKNOWN_EXCEPTION: retry('server_error', (said) => `Salesforce failed on its side: ${said}`),
  TXN_SECURITY_METERING_ERROR: retry(
    'server_error',
    (said) => `Salesforce could not check its policies: ${said}`,
  ),

  // Queries
  INVALID_FIELD: unknownField,
  INVALID_FIELD_FOR_INSERT_UPDATE: record(
    'field_not_writable',
    (said) => `The field cannot be written: ${said}`,
  ),
  MALFORMED_QUERY: fatal(
    'malformed_query',
    (said) => `Salesforce could not read the query: ${said} Check the job's filter.`,
  ),
  INVALID_QUERY_FILTER_OPERATOR: user(
    'invalid_filter',
    (said) =>
      `The filter compares a field in a way that Salesforce does not allow: ${said} Change the job's filter.`,
  ),
  QUERY_TOO_COMPLICATED: user(
    'query_too_complicated',
    () =>
      `The query is too complicated for Salesforce. Take out fields (formula fields first) or shorten the filter.`,
  ),
  INVALID_TYPE: user(
    'unknown_object',
    (said) =>
      `Salesforce does not know this object, or hides it from the connection's user: ${said} Check the object's name and the user's permissions.`,
  ),
  INVALIDENTITY: fatal(
    unsupportedByBulk,
    (said) => `The Bulk API cannot read this object: ${said} Filter the job to fewer records.`,
  ),
  FEATURENOTENABLED: fatal(
    unsupportedByBulk,
    (said) => `The Bulk API cannot read this: ${said} Filter the job to fewer records.`,
  ),
  NOT_FOUND: user(
    'not_found',
    (said) => `Salesforce has nothing of this name: ${said} Check the job's object in Salesforce.`,
  ),
  INVALID_QUERY_LOCATOR: retry(
    'query_locator_gone',
    () => `Salesforce has dropped the open query, and it is to be opened again.`,
  ),
  OPERATION_TOO_LARGE: user(
    'operation_too_large',
    () =>
      `The query touches more records than Salesforce allows this user to look through. Narrow the filter, or give the user "View All" on the object.`,
  ),

  // One row
  DUPLICATE_VALUE: record('duplicate_value', (said) => `Another record has this value already: ${said}`),
  DUPLICATES_DETECTED: record('duplicate_value', (said) => `A duplicate rule of the org refused it: ${said}`),
  DUPLICATE_EXTERNAL_ID: record(
    'duplicate_value',
    (said) => `Several records have this external id: ${said}`,
  ),
  REQUIRED_FIELD_MISSING: record(
    'required_field_missing',
    (said) => `A required field has no value: ${said}`,
  ),
  FIELD_CUSTOM_VALIDATION_EXCEPTION: record(
    'validation_rule',
    (said) => `A validation rule of the org refused it: ${said}`,
  ),
  FIELD_FILTER_VALIDATION_EXCEPTION: record(
    'validation_rule',
    (said) => `A lookup filter refused it: ${said}`,
  ),
  STRING_TOO_LONG: record('string_too_long', (said) => `A value is longer than its field allows: ${said}`),
  NUMBER_OUTSIDE_VALID_RANGE: record(
    'number_out_of_range',
    (said) => `A number does not fit its field: ${said}`,
  ),
  INVALID_EMAIL_ADDRESS: record('invalid_email', (said) => `An e-mail address is not valid: ${said}`),
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: record(
    'invalid_picklist_value',
    (said) => `A value is not in its picklist: ${said}`,
  ),
  INVALID_CROSS_REFERENCE_KEY: record('invalid_reference', (said) => `A lookup points to no record: ${said}`),
  MALFORMED_ID: record('malformed_id', (said) => `An id is not valid: ${said}`),
  ENTITY_IS_DELETED: record('deleted', () => `The record has been deleted.`),
};
