/** Objects about the org itself, and those that others point to. */
import {
  address,
  auditFields,
  base64,
  checkbox,
  email,
  identityFields,
  integer,
  ownerField,
  personNameFields,
  phone,
  picklist,
  readOnly,
  reference,
  text,
} from '../fields.ts';
import { objectDefinition } from '../object-definition.ts';
import { leadSources } from './account.ts';
import { timeZones } from './user.ts';

export const organization = objectDefinition({
  name: 'Organization',
  label: 'Organization',
  keyPrefix: '00D',
  createable: false,
  fields: [
    ...identityFields('Organization').filter((field) => field.name !== 'IsDeleted'),
    text('Name', 'Name', 80, { nillable: false, nameField: true }),
    ...address(''),
    phone('Phone', 'Phone'),
    text('PrimaryContact', 'Primary Contact', 80),
    picklist('TimeZoneSidKey', 'Time Zone', timeZones, { restrictedPicklist: true }),
    picklist('DefaultLocaleSidKey', 'Locale', ['en_US', 'de_DE'], { restrictedPicklist: true }),
    picklist('LanguageLocaleKey', 'Language', ['en_US', 'de'], { restrictedPicklist: true }),
    integer('FiscalYearStartMonth', 'Fiscal Year Starts In', readOnly),
    picklist('OrganizationType', 'Edition', ['Developer Edition', 'Enterprise Edition'], readOnly),
    text('InstanceName', 'Instance Name', 5, readOnly),
    checkbox('IsSandbox', 'Is Sandbox', readOnly),
    ...auditFields(),
  ],
});

/** What polymorphic references have in common: never queried itself, only over the dot. */
export const name = objectDefinition({
  name: 'Name',
  label: 'Name',
  keyPrefix: null,
  queryable: false,
  bulk: false,
  createable: false,
  fields: [
    ...identityFields('Name').filter((field) => field.name !== 'IsDeleted'),
    text('Name', 'Name', 255, { ...readOnly, nameField: true }),
    text('LastName', 'Last Name', 80, readOnly),
    text('FirstName', 'First Name', 40, readOnly),
    text('Type', 'Type', 40, readOnly),
    text('Alias', 'Alias', 8, readOnly),
    text('Username', 'Username', 80, readOnly),
    checkbox('IsActive', 'Active', readOnly),
    text('Title', 'Title', 128, readOnly),
    email('Email', 'Email', readOnly),
    phone('Phone', 'Phone', readOnly),
  ],
});

export const group = objectDefinition({
  name: 'Group',
  label: 'Group',
  keyPrefix: '00G',
  fields: [
    ...identityFields('Group').filter((field) => field.name !== 'IsDeleted'),
    text('Name', 'Name', 40, { nillable: false, nameField: true }),
    text('DeveloperName', 'Developer Name', 80),
    picklist('Type', 'Type', ['Regular', 'Queue', 'Role', 'Organization'], { restrictedPicklist: true }),
    email('Email', 'Email'),
    ...auditFields(),
  ],
});

export const lead = objectDefinition({
  name: 'Lead',
  label: 'Lead',
  keyPrefix: '00Q',
  mergeable: true,
  fields: [
    ...identityFields('Lead'),
    reference('MasterRecordId', 'Master Record ID', ['Lead'], readOnly),
    ...personNameFields(),
    text('Title', 'Title', 128),
    text('Company', 'Company', 255, { nillable: false }),
    ...address(''),
    phone('Phone', 'Phone'),
    email('Email', 'Email', { idLookup: true }),
    picklist('LeadSource', 'Lead Source', leadSources),
    picklist('Status', 'Status', ['Open', 'Working', 'Converted', 'Unqualified'], {
      nillable: false,
      defaultValue: 'Open',
      defaultedOnCreate: true,
    }),
    ownerField(['Group', 'User']),
    checkbox('IsConverted', 'Converted', readOnly),
    ...auditFields(),
  ],
});

/** Files beside records. Its body comes by an address of its own, and the Bulk API does not give it. */
export const attachment = objectDefinition({
  name: 'Attachment',
  label: 'Attachment',
  keyPrefix: '00P',
  fields: [
    ...identityFields('Attachment'),
    reference('ParentId', 'Parent ID', ['Account', 'Case', 'Contact', 'Opportunity'], { nillable: false }),
    text('Name', 'File Name', 255, { nillable: false, nameField: true }),
    checkbox('IsPrivate', 'Private'),
    text('ContentType', 'Content Type', 120),
    integer('BodyLength', 'Body Length', readOnly),
    base64('Body', 'Body', { nillable: false }),
    text('Description', 'Description', 500),
    ownerField(),
    ...auditFields(),
  ],
});
