import { schemaOf } from '../../src/domain/schema-of.ts';
import { aField, anObject, aPicklist, aReference } from './source-schema.ts';

const user = anObject('User', [
  aField('Id', 'id', { nillable: false }),
  aField('Name'),
  aField('Email', 'email'),
  aField('IsActive', 'boolean', { nillable: false }),
  aReference('ManagerId', 'User'),
]);

const industries = ['Banking', 'Energy', 'Retail'] as const;
const modules = [['inv', 'Invoices'], ['fc', 'Forecasts'], 'Portal'] as const;

const account = anObject('Account', [
  aField('Id', 'id', { nillable: false }),
  aField('Name', 'string', { label: 'Account Name' }),
  aPicklist('Industry', industries),
  aPicklist(
    'Stage__c',
    [
      ['1', 'Open'],
      ['2', 'Closed Won'],
      ['3', 'Lost'],
      ['4', 'Lost'],
    ],
    {
      label: 'Deal stage',
      restrictedPicklist: true,
    },
  ),
  { ...aPicklist('Modules__c', modules, { restrictedPicklist: true }), type: 'multipicklist' },
  aField('AnnualRevenue', 'currency'),
  aField('NumberOfEmployees', 'int', { label: 'Employees' }),
  aField('CSAT__c', 'double'),
  aField('Website', 'url'),
  aField('BillingCity', 'string', { compoundName: 'BillingAddress' }),
  aField('BillingStreet', 'textarea', { compoundName: 'BillingAddress' }),
  aField('BillingAddress', 'compound', { filterable: false }),
  aField('Description', 'textarea', { filterable: false }),
  aField('Photo', 'binary', { filterable: false }),
  aField('Secret__c', 'string', { filterable: false }),
  aField('Opens__c', 'time'),
  aField('IsPartner', 'boolean', { nillable: false }),
  {
    ...aPicklist('Mail__c', [
      ['1', 'Allow'],
      ['0', 'Do Not Allow'],
    ]),
    type: 'boolean',
  },
  aField('CloseDate', 'date'),
  aField('CreatedDate', 'datetime', { nillable: false }),
  aReference('OwnerId', 'User'),
  aReference('ParentId', 'Account'),
]);

/** An account with one field of every kind, and its owner. */
export const crmSchema = schemaOf(account, new Map([['User', user]]));
