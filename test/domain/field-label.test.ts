import { expect } from 'chai';
import { fieldLabel } from '../../src/domain/field-label.ts';
import { schemaOf } from '../../src/domain/schema-of.ts';
import { aField, anObject, aReference } from '../support/source-schema.ts';

const user = anObject('User', [
  aField('Name', 'string', { label: 'Full Name' }),
  aReference('ManagerId', 'User', { label: 'Manager ID' }),
]);
const account = anObject('Account', [
  aField('Name', 'string', { label: 'Account Name' }),
  aReference('OwnerId', 'User', { label: 'Owner ID' }),
  aReference('CSM__c', 'User', { label: 'Success manager' }),
]);
const schema = schemaOf(account, new Map([['User', user]]));

function labelOf(path: string): string | null {
  const found = schema.field(path);
  return found.kind === 'found' ? fieldLabel(found, schema) : null;
}

describe('the label of a field', () => {
  it("is the CRM's own, and that of a parent has the parent in front, at any depth", () => {
    expect(labelOf('Name')).to.equal('Account Name');
    expect(labelOf('owner.name')).to.equal('Owner · Full Name');
    expect(labelOf('CSM__r.Name')).to.equal('Success manager · Full Name');
    expect(labelOf('Owner.Manager.Manager.Name')).to.equal('Owner · Manager · Manager · Full Name');
  });
});
