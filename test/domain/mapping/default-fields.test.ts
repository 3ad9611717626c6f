import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { DescribeSObjectResult } from 'jsforce/lib/types/index.js';
import { sourceObjectOf } from '../../../src/connectors/salesforce/source-object.ts';
import { hubObjects } from '../../../src/domain/hub-object.ts';
import { autoMap, entriesOf } from '../../../src/domain/mapping/auto-map.ts';
import { checkMapping } from '../../../src/domain/mapping/check.ts';
import { defaultFields } from '../../../src/domain/mapping/default-fields.ts';
import { schemaOf } from '../../../src/domain/schema-of.ts';
import type { SourceObject } from '../../../src/domain/source-schema.ts';
import { recordedData } from '../../support/project-root.ts';
import { aField, anObject, aReference } from '../../support/source-schema.ts';

const user = anObject('User', [
  aField('Id', 'id'),
  aField('Name', 'string', { label: 'Full Name' }),
  aField('Email', 'email'),
]);

function recorded(name: string): SourceObject {
  const text = readFileSync(join(recordedData ?? '', 'salesforce-recorded', `${name}.json`), 'utf8');
  return sourceObjectOf(JSON.parse(text) as DescribeSObjectResult);
}

describe('defaultFields', () => {
  it('chooses what goes to the hub, and the person by e-mail', () => {
    const member = anObject('AccountTeamMember', [
      aField('Id', 'id'),
      aReference('AccountId', 'Account'),
      aReference('UserId', 'User'),
      aField('TeamMemberRole', 'picklist', { label: 'Team Role' }),
      aField('SystemModstamp', 'datetime'),
    ]);
    expect(defaultFields(member, hubObjects.account_assignments)).to.deep.equal([
      'AccountId',
      'TeamMemberRole',
      'User.Email',
    ]);
  });

  it('chooses amounts, dates and choices of any other object, and its own fields', () => {
    const invoice = anObject('Invoice__c', [
      aField('Id', 'id'),
      aField('Name'),
      aReference('Account__c', 'Account'),
      aReference('OwnerId', 'User'),
      aField('Total__c', 'currency'),
      aField('Due__c', 'date'),
      aField('Status__c', 'picklist', { label: 'Status' }),
      aField('Note__c', 'textarea', { length: 32_000 }),
      aField('CreatedDate', 'datetime', { label: 'Created Date' }),
      aField('LastViewedDate', 'datetime'),
      aField('File__c', 'binary'),
    ]);
    expect(defaultFields(invoice, hubObjects.collections)).to.deep.equal([
      'Id',
      'Name',
      'Account__c',
      'Total__c',
      'Due__c',
      'Status__c',
      'CreatedDate',
      'Owner.Name',
    ]);
  });

  it('is bounded', () => {
    const fields = Array.from({ length: 200 }, (_, index) => aField(`Amount${index}__c`, 'currency'));
    expect(defaultFields(anObject('Wide__c', fields), hubObjects.collections)).to.have.length(30);
  });

  if (recordedData !== null) {
    const expected = {
      Account: {
        hub: hubObjects.accounts,
        mapping: {
          Id: 'account_id',
          Name: 'name',
          ParentId: 'parent_account_id',
          BillingCity: 'city',
          BillingCountry: 'country',
          Phone: 'phone',
          Website: 'website',
          Industry: 'industry',
          AnnualRevenue: 'annual_revenue',
          NumberOfEmployees: 'employees',
          CreatedDate: 'create_date',
          'Owner.Name': 'success_manager',
        },
      },
      Contact: {
        hub: hubObjects.users,
        mapping: {
          AccountId: 'account_id',
          Id: 'user_id',
          LastName: 'last_name',
          FirstName: 'first_name',
          Name: 'name',
          Phone: 'phone',
          Email: 'email',
          Title: 'title',
          Department: 'department',
          CreatedDate: 'create_date',
        },
      },
    };
    for (const [name, { hub, mapping }] of Object.entries(expected)) {
      it(`chooses and maps the standard fields of ${name} as Salesforce describes it`, () => {
        const sourceObject = recorded(name);
        const schema = schemaOf(sourceObject, new Map([['User', user]]));
        const fields = defaultFields(sourceObject, hub);
        const input = { object: hub, attributes: hub.attributes, schema };
        const suggestions = autoMap({ ...input, sourceObject, fields });
        expect(Object.fromEntries(suggestions.map(({ path, target }) => [path, target]))).to.deep.equal(
          mapping,
        );
        expect(
          checkMapping({ ...input, mapping: entriesOf(suggestions, hub, sourceObject) }).problems,
        ).to.deep.equal([]);
      });

      it(`makes a valid mapping of every field of ${name}`, () => {
        const sourceObject = recorded(name);
        const schema = schemaOf(sourceObject, new Map());
        const fields = sourceObject.fields.map((field) => field.name);
        const input = { object: hub, attributes: hub.attributes, schema };
        const mapping = entriesOf(autoMap({ ...input, sourceObject, fields }), hub, sourceObject);
        const errors = checkMapping({ ...input, mapping }).problems.filter(
          ({ severity }) => severity === 'error',
        );
        expect(errors).to.deep.equal([]);
      });
    }
  }
});
