import {
  address,
  auditFields,
  checkbox,
  datetime,
  email,
  identityFields,
  personNameFields,
  phone,
  picklist,
  readOnly,
  reference,
  text,
  viewFields,
} from '../fields.ts';
import { objectDefinition } from '../object-definition.ts';

export const timeZones = ['America/Los_Angeles', 'America/New_York', 'Europe/Berlin', 'Europe/London', 'GMT'];
const locales = ['en_US', 'en_GB', 'de_DE', 'fr_FR'];
const languages = ['en_US', 'de', 'fr', 'ja'];
const userTypes = ['Standard', 'PowerPartner', 'CspLitePortal', 'CustomerSuccess', 'Guest'];

export const user = objectDefinition({
  name: 'User',
  label: 'User',
  keyPrefix: '005',
  fields: [
    // A user is deactivated, never deleted, so it has no IsDeleted.
    ...identityFields('User').filter((field) => field.name !== 'IsDeleted'),
    text('Username', 'Username', 80, { nillable: false, idLookup: true, unique: true }),
    ...personNameFields().filter((field) => field.name !== 'Salutation'),
    text('CompanyName', 'Company Name', 80),
    text('Division', 'Division', 80),
    text('Department', 'Department', 80),
    text('Title', 'Title', 80),
    ...address(''),
    email('Email', 'Email', { length: 128, nillable: false, idLookup: true }),
    phone('Phone', 'Phone'),
    phone('Fax', 'Fax'),
    phone('MobilePhone', 'Mobile'),
    text('Alias', 'Alias', 8, { nillable: false }),
    text('CommunityNickname', 'Nickname', 40, { nillable: false }),
    checkbox('IsActive', 'Active'),
    picklist('TimeZoneSidKey', 'Time Zone', timeZones, { nillable: false, restrictedPicklist: true }),
    picklist('LocaleSidKey', 'Locale', locales, { nillable: false, restrictedPicklist: true }),
    picklist('LanguageLocaleKey', 'Language', languages, { nillable: false, restrictedPicklist: true }),
    picklist('UserType', 'User Type', userTypes, readOnly),
    text('EmployeeNumber', 'Employee Number', 20),
    text('FederationIdentifier', 'SAML Federation ID', 512, { caseSensitive: true }),
    reference('ManagerId', 'Manager ID', ['User']),
    datetime('LastLoginDate', 'Last Login', readOnly),
    ...auditFields(),
    ...viewFields(),
  ],
});
