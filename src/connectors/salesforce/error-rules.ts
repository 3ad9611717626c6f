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

/** What Crosswalk asks for is the same every time: where that is not taken, something stands between, or is too old. */
const notTaken = fatal(
  'unexpected_request',
  (said) =>
    `Salesforce does not take what it was asked: ${said} Check loginUrl and apiVersion of the connection, and that no proxy changes requests on their way.`,
);
const changedJob = fatal(
  'bulk_job_changed',
  (said) =>
    `A bulk job of Salesforce is not as Crosswalk left it: ${said} Run the job again, and do not change its bulk jobs in Setup meanwhile.`,
);
const automation = record(
  'trigger_failed',
  (said) =>
    `An automation of the Salesforce org refused the record: ${said} Ask a Salesforce admin to look at the trigger or flow.`,
);
const refused = 'Mend the record in the hub, or the rule in Salesforce.';
const fit = 'Mend the value in the hub, or the mapping.';

export const errorRules: Readonly<Record<string, ErrorRule>> = {
  // Sessions and access
  INVALID_SESSION_ID: user(
    'session_refused',
    () =>
      `Salesforce refuses the session even after a new login. Check that the connection's user is active, may use the API, and that no session or IP restriction of the org shuts it out.`,
  ),
  INVALID_AUTH_HEADER: user(
    'session_refused',
    () => `Salesforce refuses the session. Connect the org again by "Reconnect".`,
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
  INVALID_OPERATION_WITH_EXPIRED_PASSWORD: user(
    'session_refused',
    () =>
      `The password of the connection's user has expired in Salesforce. Log in as that user and choose a new one, then press "Reconnect".`,
  ),
  FUNCTIONALITY_NOT_ENABLED: user(
    'not_enabled',
    (said) =>
      `The Salesforce org does not have a feature that this needs: ${said} Ask a Salesforce admin to switch it on.`,
  ),
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: automation,
  CANNOT_EXECUTE_FLOW_TRIGGER: automation,

  // Limits and passing trouble
  TOO_MANY_REQUESTS: retry('too_many_requests', (said) => `Salesforce asks for fewer requests: ${said}`),
  EXCEEDEDQUOTA: dailyBulkLimitRule,
  STORAGE_LIMIT_EXCEEDED: fatal(
    'storage_full',
    () =>
      `The data storage of the Salesforce org is full. Ask a Salesforce admin to free some or to buy more, and run the job again.`,
  ),
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
    (said) =>
      `The field cannot be written: ${said} Take it out of the mapping, or ask a Salesforce admin to let the connection's user edit it.`,
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
  INVALID_TYPE_FOR_OPERATION: user(
    'unknown_object',
    (said) => `Salesforce does not let this object be read by queries: ${said} Choose another object.`,
  ),
  INVALID_REPLICATION_DATE: fatal(
    'deletions_forgotten',
    (said) =>
      `Salesforce no longer tells what was deleted since the last run: ${said} Run a full sync of the job, which finds it out.`,
  ),
  INVALIDENTITY: fatal(
    unsupportedByBulk,
    (said) => `The Bulk API cannot read this object: ${said} Filter the job to fewer records.`,
  ),
  FEATURENOTENABLED: fatal(
    unsupportedByBulk,
    (said) => `The Bulk API cannot read this: ${said} Filter the job to fewer records.`,
  ),
  API_ERROR: fatal(
    unsupportedByBulk,
    (said) => `The Bulk API cannot read this: ${said} Take it out of the job, or filter to fewer records.`,
  ),
  INVALIDJOB: changedJob,
  INVALIDJOBSTATE: changedJob,
  INVALIDBATCH: changedJob,
  INVALIDLOCATOR: changedJob,
  INVALIDREQUEST: notTaken,
  INVALID_URL: notTaken,
  METHOD_NOT_ALLOWED: notTaken,
  UNSUPPORTED_MEDIA_TYPE: notTaken,
  JSON_PARSER_ERROR: notTaken,
  EXCEEDED_MAX_SIZE_REQUEST: fatal(
    'request_too_large',
    (said) =>
      `Salesforce does not take so much at once: ${said} Take long fields out of the mapping, or report it.`,
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
  DUPLICATE_VALUE: record(
    'duplicate_value',
    (said) => `Another record has this value already: ${said} Change the value, or merge the two records.`,
  ),
  DUPLICATES_DETECTED: record(
    'duplicate_value',
    (said) =>
      `A duplicate rule of the org refused it: ${said} Merge the records in Salesforce, or change the rule.`,
  ),
  DUPLICATE_EXTERNAL_ID: record(
    'duplicate_value',
    (said) => `Several records have this external id: ${said} Give each an id of its own in Salesforce.`,
  ),
  REQUIRED_FIELD_MISSING: record(
    'required_field_missing',
    (said) => `A required field has no value: ${said} Map it, or fill it in the hub.`,
  ),
  FIELD_CUSTOM_VALIDATION_EXCEPTION: record(
    'validation_rule',
    (said) => `A validation rule of the org refused it: ${said} ${refused}`,
  ),
  FIELD_FILTER_VALIDATION_EXCEPTION: record(
    'validation_rule',
    (said) => `A lookup filter refused it: ${said} ${refused}`,
  ),
  STRING_TOO_LONG: record(
    'string_too_long',
    (said) =>
      `A value is longer than its field allows: ${said} Shorten it in the hub, or by LEFT in the mapping.`,
  ),
  NUMBER_OUTSIDE_VALID_RANGE: record(
    'number_out_of_range',
    (said) => `A number does not fit its field: ${said} ${fit}`,
  ),
  INVALID_EMAIL_ADDRESS: record(
    'invalid_email',
    (said) => `An e-mail address is not valid: ${said} Correct it in the hub.`,
  ),
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: record(
    'invalid_picklist_value',
    (said) =>
      `A value is not in its picklist: ${said} Add it to the picklist in Salesforce, or map it to another.`,
  ),
  INVALID_CROSS_REFERENCE_KEY: record(
    'invalid_reference',
    (said) =>
      `A lookup points to no record: ${said} Check the id in the hub, and that the record is still there.`,
  ),
  MALFORMED_ID: record('malformed_id', (said) => `An id is not valid: ${said} Check what is mapped to it.`),
  ENTITY_IS_DELETED: record(
    'deleted',
    () => `The record has been deleted. Restore it in Salesforce, or delete it in the hub's source as well.`,
  ),
  MISSING_ARGUMENT: record(
    'missing_argument',
    (said) => `What the record is found by is empty: ${said} Fill it in the hub, or match by another field.`,
  ),
  FIELD_INTEGRITY_EXCEPTION: record(
    'invalid_value',
    (said) => `Values of the record do not go together in Salesforce: ${said} ${fit}`,
  ),
  INVALID_TYPE_ON_FIELD_IN_RECORD: record(
    'invalid_value',
    (said) => `A value does not fit the type of its field: ${said} ${fit}`,
  ),
  INACTIVE_OWNER_OR_USER: record(
    'inactive_owner',
    (said) => `The record's owner is not active in Salesforce: ${said} Give it an active owner.`,
  ),
  ALL_OR_NONE_OPERATION_ROLLED_BACK: record(
    'rolled_back',
    () =>
      `It was taken back because another row of the same call was refused. Mend that one and run the job again.`,
  ),
};
