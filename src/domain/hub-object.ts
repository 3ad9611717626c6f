/** The objects of the customer data hub: keys, standard attributes and limits. Their data lives in src/hub. */

export const attributeTypes = [
  'text',
  'number',
  'currency',
  'date',
  'boolean',
  'list',
  'foreign key',
] as const;
export type AttributeType = (typeof attributeTypes)[number];

/**
 * One value of an attribute as the hub stores it. Dates are ISO 8601 text (`2026-03-01` or
 * `2026-03-01T09:30:00.000Z`). A number that a double cannot hold is kept as its decimal text.
 */
export type HubValue = string | number | boolean | readonly string[] | null;

export interface HubAttribute {
  /** snake_case column name of the view, at most 100 characters. */
  readonly name: string;
  readonly label: string;
  readonly type: AttributeType;
  /** Longest text in characters; a longer value rejects the row. */
  readonly maxLength?: number;
  readonly isKey: boolean;
  readonly isStandard: boolean;
}

/** One that a job brings along. */
export type NewAttribute = Pick<HubAttribute, 'name' | 'label' | 'type'>;

export const hubObjectNames = [
  'accounts',
  'users',
  'tasks',
  'touchpoints',
  'collections',
  'account_assignments',
] as const;
export type HubObjectName = (typeof hubObjectNames)[number];

export interface HubObject {
  readonly name: HubObjectName;
  /** Singular and plural nouns as shown to people: "account", "accounts". */
  readonly noun: string;
  readonly nounPlural: string;
  /** Names of the key attributes, in order. Keys are trimmed and never empty. */
  readonly keys: readonly string[];
  /** Standard attributes, keys first. Jobs may add more. */
  readonly attributes: readonly HubAttribute[];
  /** Limit for text attributes that name none of their own. */
  readonly textLength: number;
}

export const maxAttributeNameLength = 100;

const text = (name: string, label: string, maxLength?: number): HubAttribute => ({
  name,
  label,
  type: 'text',
  ...(maxLength === undefined ? {} : { maxLength }),
  isKey: false,
  isStandard: true,
});
const typed = (name: string, label: string, type: AttributeType): HubAttribute => ({
  name,
  label,
  type,
  isKey: false,
  isStandard: true,
});
const key = (name: string, label: string, maxLength: number, type: AttributeType = 'text'): HubAttribute => ({
  name,
  label,
  type,
  maxLength,
  isKey: true,
  isStandard: true,
});
const accountKey = key('account_id', 'Account ID', 480, 'foreign key');

const accounts: HubObject = {
  name: 'accounts',
  noun: 'account',
  nounPlural: 'accounts',
  keys: ['account_id'],
  textLength: 512,
  attributes: [
    key('account_id', 'Account ID', 480),
    text('name', 'Account name', 128),
    text('status', 'Status'),
    text('success_manager', 'Success manager'),
    typed('create_date', 'Create date', 'date'),
    typed('parent_account_id', 'Parent account ID', 'foreign key'),
    typed('contract_value', 'Contract value', 'currency'),
    typed('renewal_date', 'Renewal date', 'date'),
    text('industry', 'Industry'),
    text('website', 'Website'),
    text('phone', 'Phone'),
    text('country', 'Country'),
    text('city', 'City'),
    typed('employees', 'Employees', 'number'),
    typed('annual_revenue', 'Annual revenue', 'currency'),
    text('health', 'Health'),
  ],
};

const users: HubObject = {
  name: 'users',
  noun: 'user',
  nounPlural: 'users',
  keys: ['account_id', 'user_id'],
  textLength: 255,
  attributes: [
    accountKey,
    key('user_id', 'User ID', 100),
    text('name', 'Full name'),
    text('first_name', 'First name'),
    text('last_name', 'Last name'),
    text('email', 'E-mail'),
    text('phone', 'Phone'),
    text('title', 'Job title'),
    text('department', 'Department'),
    typed('create_date', 'Create date', 'date'),
  ],
};

const tasks: HubObject = {
  name: 'tasks',
  noun: 'task',
  nounPlural: 'tasks',
  keys: ['account_id', 'external_id'],
  textLength: 512,
  attributes: [
    accountKey,
    key('external_id', 'External ID', 255),
    text('subject', 'Subject'),
    text('description', 'Description', 32_000),
    text('status', 'Status'),
    text('priority', 'Priority'),
    typed('due_date', 'Due date', 'date'),
    text('assignee', 'Assignee'),
    typed('create_date', 'Create date', 'date'),
  ],
};

const touchpoints: HubObject = {
  name: 'touchpoints',
  noun: 'touchpoint',
  nounPlural: 'touchpoints',
  keys: ['account_id', 'external_id'],
  textLength: 512,
  attributes: [
    accountKey,
    key('external_id', 'External ID', 255),
    text('subject', 'Subject'),
    text('content', 'Content', 32_000),
    text('type', 'Type'),
    typed('event_date', 'Event date', 'date'),
    text('participants', 'Participants'),
    text('owner', 'Owner'),
    typed('create_date', 'Create date', 'date'),
  ],
};

const collections: HubObject = {
  name: 'collections',
  noun: 'collection record',
  nounPlural: 'collection records',
  keys: ['collection_type', 'account_id', 'collection_id'],
  textLength: 512,
  attributes: [
    key('collection_type', 'Collection type', 100),
    accountKey,
    key('collection_id', 'Collection ID', 255),
    text('name', 'Name'),
    text('status', 'Status'),
    typed('create_date', 'Create date', 'date'),
  ],
};

const accountAssignments: HubObject = {
  name: 'account_assignments',
  noun: 'account assignment',
  nounPlural: 'account assignments',
  keys: ['account_id', 'role'],
  textLength: 255,
  attributes: [
    accountKey,
    key('role', 'Role', 100),
    text('user_email', 'User e-mail'),
    /** Given instead of `user_email`: resolved to the e-mail of the one hub user of that name when loaded. */
    text('user_name', 'User full name'),
  ],
};

export const hubObjects: Readonly<Record<HubObjectName, HubObject>> = {
  accounts,
  users,
  tasks,
  touchpoints,
  collections,
  account_assignments: accountAssignments,
};
