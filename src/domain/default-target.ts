import type { HubObjectName } from './hub-object.ts';

/** Lower-case names of CRM objects whose records are something that the hub has a word for. */
const usualTargets: ReadonlyMap<string, HubObjectName> = new Map([
  ['account', 'accounts'],
  ['contact', 'users'],
  ['task', 'tasks'],
  ['event', 'touchpoints'],
  ['accountteammember', 'account_assignments'],
  ['appointment', 'touchpoints'],
  ['phonecall', 'touchpoints'],
]);

/** The hub object that records of a CRM object usually become; a job may choose another one. */
export function defaultTarget(sourceObject: string): HubObjectName {
  return usualTargets.get(sourceObject.toLowerCase()) ?? 'collections';
}
