/** What is usually sent where, as tables: of an attribute, the fields that take it, by the names of either CRM. */
import type { HubObjectName } from '../hub-object.ts';

export interface OutboundTemplate {
  /** API names in small letters. */
  readonly objects: readonly string[];
  /** Attribute, then fields in small letters, best first; the first that the object has is filled. */
  readonly fields: readonly (readonly [attribute: string, ...fields: string[]])[];
  /** Reference fields for the account's record, in small letters, best first. */
  readonly parents: readonly string[];
}

const accounts: OutboundTemplate = {
  objects: ['account'],
  fields: [
    ['name', 'name'],
    ['industry', 'industry', 'industrycode'],
    ['website', 'website', 'websiteurl'],
    ['phone', 'phone', 'telephone1'],
    ['country', 'billingcountry', 'address1_country'],
    ['city', 'billingcity', 'address1_city'],
    ['employees', 'numberofemployees'],
    ['annual_revenue', 'annualrevenue', 'revenue'],
  ],
  // Where accounts form no tree in the CRM, one whose parent is not there would be rejected: that is to be asked for.
  parents: [],
};

const contacts: OutboundTemplate = {
  objects: ['contact'],
  fields: [
    ['first_name', 'firstname'],
    ['last_name', 'lastname'],
    ['email', 'email', 'emailaddress1'],
    ['phone', 'phone', 'telephone1'],
    ['title', 'title', 'jobtitle'],
    ['department', 'department'],
  ],
  parents: ['accountid', 'parentcustomerid_account', 'parentcustomerid'],
};

const tasks: OutboundTemplate = {
  objects: ['task'],
  fields: [
    ['subject', 'subject'],
    ['description', 'description'],
    ['status', 'status'],
    ['priority', 'priority', 'prioritycode'],
    ['due_date', 'activitydate', 'scheduledend'],
  ],
  parents: ['whatid', 'regardingobjectid_account_task'],
};

const meetings: OutboundTemplate = {
  objects: ['event', 'appointment'],
  fields: [
    ['subject', 'subject'],
    ['content', 'description'],
    ['type', 'type', 'category'],
    ['event_date', 'activitydatetime', 'startdatetime', 'scheduledstart'],
  ],
  parents: ['whatid', 'regardingobjectid_account_appointment'],
};

const calls: OutboundTemplate = {
  objects: ['phonecall'],
  fields: [
    ['subject', 'subject'],
    ['content', 'description'],
    ['type', 'category'],
    ['event_date', 'scheduledend'],
  ],
  parents: ['regardingobjectid_account_phonecall'],
};

const assignments: OutboundTemplate = {
  objects: ['accountteammember'],
  fields: [['role', 'teammemberrole']],
  parents: ['accountid'],
};

/** The usual destination of each hub object first. Whatever else it is sent to is mapped by names alone. */
export const outboundTemplates: Readonly<Record<HubObjectName, readonly OutboundTemplate[]>> = {
  accounts: [accounts],
  users: [contacts],
  tasks: [tasks],
  touchpoints: [meetings, calls],
  collections: [],
  account_assignments: [assignments],
};

/** Whether records of a hub object usually go to an object of the CRM. */
export function isUsualDestination(hubObject: HubObjectName, crmObject: string): boolean {
  return templateFor(hubObject, crmObject) !== null;
}

export function templateFor(hubObject: HubObjectName, crmObject: string): OutboundTemplate | null {
  const name = crmObject.toLowerCase();
  return outboundTemplates[hubObject].find(({ objects }) => objects.includes(name)) ?? null;
}
