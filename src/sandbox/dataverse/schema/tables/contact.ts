import {
  address,
  audit,
  customer,
  date,
  derived,
  lookup,
  memo,
  ownership,
  picklist,
  readOnly,
  stateAndStatus,
  text,
  uniqueidentifier,
  yesNo,
} from '../columns.ts';
import type { TableDefinition } from '../table-definition.ts';
import { tableDefinition } from '../table-definition.ts';

export function contact(): TableDefinition {
  return tableDefinition({
    schemaName: 'Contact',
    entitySetName: 'contacts',
    label: 'Contact',
    labelPlural: 'Contacts',
    objectTypeCode: 2,
    primaryName: 'fullname',
    tracksChanges: true,
    keys: [{ name: 'acme_personkey', columns: ['acme_personid'] }],
    columns: [
      uniqueidentifier('ContactId', 'Contact', { isPrimaryId: true, required: 'SystemRequired' }),
      text('FirstName', 'First Name', 50, { required: 'Recommended' }),
      text('LastName', 'Last Name', 50, { required: 'ApplicationRequired' }),
      derived(
        'FullName',
        'Full Name',
        'string',
        (get) => [get('firstname'), get('lastname')].filter(Boolean).join(' ') || null,
        { isPrimaryName: true, maxLength: 160 },
      ),
      customer('ParentCustomerId', 'Company Name'),
      derived(
        'AccountId',
        'Account',
        'lookup',
        (get) => {
          const company = get('parentcustomerid');
          return typeof company === 'string' && company.startsWith('account/') ? company : null;
        },
        { targets: [{ table: 'account', navigation: 'accountid' }] },
      ),
      lookup('ParentContactId', 'Parent Contact', 'contact', readOnly),
      lookup('MasterId', 'Master ID', 'contact', readOnly),
      lookup('msa_managingpartnerid', 'Managing Partner', 'account'),
      lookup('PreferredSystemUserId', 'Preferred User', 'systemuser'),
      yesNo('Merged', 'Merged', readOnly),
      text('JobTitle', 'Job Title', 100),
      text('Department', 'Department', 100),
      text('EMailAddress1', 'Email', 100, { format: 'Email' }),
      text('Telephone1', 'Business Phone', 50, { format: 'Phone' }),
      text('MobilePhone', 'Mobile Phone', 50, { format: 'Phone' }),
      memo('Description', 'Description', 2_000),
      date('BirthDate', 'Birthday'),
      picklist('GenderCode', 'Gender', ['Male', 'Female']),
      ...address(1),
      ...address(2),
      uniqueidentifier('EntityImageId', 'Entity Image Id', readOnly),
      uniqueidentifier('ProcessId', 'Process'),
      text('acme_PersonId', 'Person Id', 100),
      ...ownership(),
      ...stateAndStatus([
        ['Active', ['Active']],
        ['Inactive', ['Inactive']],
      ]),
      ...audit(),
    ],
  });
}
