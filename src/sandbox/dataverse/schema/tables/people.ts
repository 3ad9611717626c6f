import { audit, derived, lookup, readOnly, text, uniqueidentifier, yesNo } from '../columns.ts';
import type { TableDefinition } from '../table-definition.ts';
import { tableDefinition } from '../table-definition.ts';

/** Those who work in the org. Users are made elsewhere, in Entra: the API only reads them. */
export function people(): TableDefinition[] {
  return [
    tableDefinition({
      schemaName: 'SystemUser',
      entitySetName: 'systemusers',
      label: 'User',
      labelPlural: 'Users',
      objectTypeCode: 8,
      primaryName: 'fullname',
      tracksChanges: true,
      isReadOnly: true,
      columns: [
        uniqueidentifier('SystemUserId', 'User', { isPrimaryId: true, required: 'SystemRequired' }),
        text('DomainName', 'User Name', 1_024),
        text('FirstName', 'First Name', 256),
        text('LastName', 'Last Name', 256),
        derived(
          'FullName',
          'Full Name',
          'string',
          (get) => [get('firstname'), get('lastname')].filter(Boolean).join(' ') || null,
          { isPrimaryName: true, maxLength: 200 },
        ),
        text('InternalEMailAddress', 'Primary Email', 100, { format: 'Email' }),
        text('Title', 'Title', 128),
        lookup('ParentSystemUserId', 'Manager', 'systemuser'),
        lookup('BusinessUnitId', 'Business Unit', 'businessunit'),
        yesNo('IsDisabled', 'Status', {
          choices: [
            { value: 0, label: 'Enabled' },
            { value: 1, label: 'Disabled' },
          ],
        }),
        uniqueidentifier('ApplicationId', 'Application ID'),
        ...audit(),
      ],
    }),
    tableDefinition({
      schemaName: 'Team',
      entitySetName: 'teams',
      label: 'Team',
      labelPlural: 'Teams',
      objectTypeCode: 9,
      primaryName: 'name',
      isReadOnly: true,
      columns: [
        uniqueidentifier('TeamId', 'Team', { isPrimaryId: true, required: 'SystemRequired' }),
        text('Name', 'Team Name', 160, { isPrimaryName: true }),
        text('EMailAddress', 'Email', 100),
        lookup('BusinessUnitId', 'Business Unit', 'businessunit', readOnly),
        ...audit(),
      ],
    }),
  ];
}
