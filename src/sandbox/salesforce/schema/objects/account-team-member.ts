import { auditFields, identityFields, picklist, readOnly, reference } from '../fields.ts';
import { objectDefinition } from '../object-definition.ts';

const roles = ['Account Manager', 'Customer Success Manager', 'Sales Engineer', 'Executive Sponsor'];
const accessLevels = ['None', 'Read', 'Edit', 'All'];

export const accountTeamMember = objectDefinition({
  name: 'AccountTeamMember',
  label: 'Account Team Member',
  keyPrefix: '01M',
  fields: [
    ...identityFields('Account Team Member'),
    reference('AccountId', 'Account ID', ['Account'], { nillable: false, updateable: false }),
    reference('UserId', 'User ID', ['User'], { nillable: false, updateable: false }),
    picklist('TeamMemberRole', 'Team Role', roles, { length: 40 }),
    picklist('AccountAccessLevel', 'Account Access', accessLevels, { ...readOnly, length: 40 }),
    ...auditFields(),
  ],
});
