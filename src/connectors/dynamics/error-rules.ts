/**
 * Dataverse's error codes, what happens next after each, and what a person who looks after a CRM is told. `said` is
 * Dataverse's own sentence, already shortened and ending in a full stop.
 * https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes
 */
import { fatal, record, retry, user } from '../http/error-rule.ts';
import type { ErrorRule } from '../http/error-rule.ts';

/** A delta link that leads nowhere any more: after some 30 days, and after changes of the metadata. */
export const changesExpired = 'changes_expired';
/** More records than an aggregate may count. */
export const aggregateLimit = 'aggregate_limit';

const noAccess = user(
  'insufficient_access',
  (said) =>
    `Dynamics 365 does not let the connection's application user do this: ${said} Ask a Dynamics admin to give that user a security role with the privilege.`,
);
const unknownName = user(
  'unknown_field',
  (said) =>
    `Dynamics 365 does not know a column or table of this query: ${said} Check its name, and whether it was removed.`,
);
const duplicate = record(
  'duplicate_value',
  (said) => `Another record has these values already: ${said} Change them, or merge the two records.`,
);
const fit = 'Mend the value in the hub, or the mapping.';
const outOfRange = record(
  'number_out_of_range',
  (said) => `A number does not fit its column: ${said} ${fit}`,
);

export const sessionRule = user(
  'session_refused',
  () =>
    `Dynamics 365 refuses the session even after a new login. Check that the app registration has an application user in this environment, and that the user is enabled.`,
);

export const errorRules: Readonly<Record<string, ErrorRule>> = {
  // Access
  '0x80040220': noAccess,
  '0x80040221': noAccess,
  '0x80048306': noAccess,
  '0x80042f09': noAccess,
  '0x80072560': user(
    'session_refused',
    () =>
      `The app registration is no member of this Dynamics 365 organization. Add an application user for it in the Power Platform admin center.`,
  ),
  '0x80040225': user(
    'session_refused',
    () => `The connection's application user is disabled in Dynamics 365. Enable it, or name another app.`,
  ),

  // Limits and passing trouble
  '0x80072322': retry('too_many_requests', (said) => `Dynamics 365 asks for fewer requests: ${said}`),
  '0x80072321': retry(
    'execution_time_limit',
    (said) => `The connection's requests have kept Dynamics 365 busy for too long: ${said}`,
  ),
  '0x80072326': retry(
    'concurrent_limit',
    (said) => `Too many requests of the connection's user run in Dynamics 365 at the same time: ${said}`,
  ),
  '0x80040216': retry('server_error', (said) => `Dynamics 365 failed on its side: ${said}`),
  '0x80044151': retry('sql_timeout', () => `The database of Dynamics 365 did not answer in time.`),
  '0x80044150': retry('server_error', (said) => `The database of Dynamics 365 failed: ${said}`),

  // Queries
  '0x80044352': retry(
    changesExpired,
    () => `Dynamics 365 no longer knows what changed since the last sync, and all is to be read again.`,
  ),
  '0x80072491': fatal(
    'changes_not_tracked',
    (said) =>
      `The table does not track changes: ${said} Switch on "Track changes" in the table's settings in the Power Platform admin center, or run a full sync.`,
  ),
  '0x8004e023': fatal(
    aggregateLimit,
    () => `The query finds more records than Dynamics 365 counts at once. Narrow the job's filter.`,
  ),
  '0x80041102': unknownName,
  '0x80041103': unknownName,
  '0x8006088a': unknownName,
  '0x80060888': fatal(
    'malformed_query',
    (said) => `Dynamics 365 could not read the query: ${said} Check the job's filter.`,
  ),
  '0x8004430c': user(
    'query_too_complicated',
    () => `The filter has more conditions than Dynamics 365 takes in one query. Shorten it.`,
  ),

  // One row
  '0x80040217': record(
    'not_found',
    () => `There is no such record in Dynamics 365 (any more). Check the id, or let the job create records.`,
  ),
  '0x80060891': record(
    'not_found',
    (said) => `No record has this key: ${said} Check the value, or let the job create records.`,
  ),
  '0x80040237': duplicate,
  '0x80060892': duplicate,
  '0x80040333': record(
    'duplicate_value',
    (said) =>
      `A duplicate detection rule of the environment refused it: ${said} Merge the records in Dynamics 365, or change the rule.`,
  ),
  '0x80060882': record(
    'changed_meanwhile',
    () => `Somebody else changed the record in the meantime. The next run sends it again.`,
  ),
  '0x80044331': record(
    'string_too_long',
    (said) =>
      `A value is longer than its column allows: ${said} Shorten it in the hub, or by LEFT in the mapping.`,
  ),
  '0x8004432f': outOfRange,
  '0x80044330': outOfRange,
  '0x8004431a': record(
    'invalid_picklist_value',
    (said) =>
      `A value is none of its column's choices: ${said} Add it to the choices in Dynamics 365, or map it to another.`,
  ),
  '0x80048408': record(
    'invalid_status',
    (said) => `Status and status reason do not go together: ${said} Map both, or the status alone.`,
  ),
  '0x80048d19': record('invalid_value', (said) => `A value does not fit its column: ${said} ${fit}`),
  '0x80040265': record(
    'plug_in',
    (said) =>
      `A plug-in of the environment refused it: ${said} Mend the record in the hub, or ask a Dynamics admin to look at the plug-in.`,
  ),
  '0x80040203': record('invalid_value', (said) => `A value is not allowed: ${said} ${fit}`),
};
