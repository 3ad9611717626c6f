import { expect } from 'chai';
import { hubObjects } from '../../../src/domain/hub-object.ts';
import type { HubObjectName } from '../../../src/domain/hub-object.ts';
import { hubSchema } from '../../../src/domain/hub-schema.ts';
import { choiceAttributes, templateRows, usualTarget } from '../../../src/domain/outbound/apply-template.ts';
import type { TemplateInput } from '../../../src/domain/outbound/apply-template.ts';
import { isUsualDestination } from '../../../src/domain/outbound/templates.ts';
import type { DraftRow } from '../../../src/domain/draft.ts';
import type { SourceField, SourceObject } from '../../../src/domain/source-schema.ts';
import { aField, anObject, aPicklist, aReference } from '../../support/source-schema.ts';

const contact = anObject('Contact', [
  aField('Id', 'id', { createable: false, updateable: false }),
  aField('LastName'),
  aField('FirstName'),
  aField('Name', 'string', { createable: false, updateable: false }),
  aField('Email', 'email', { externalId: true }),
  aField('Title'),
  aReference('AccountId', 'Account'),
  aReference('ReportsToId', 'Contact'),
]);
const lookup = (name: string, ...objects: readonly string[]): SourceField => ({
  ...aReference(name, ''),
  relationship: { name, objects, resolvesTo: objects[0] ?? '' },
});
const dynamicsContact = anObject('contact', [
  aField('contactid', 'id'),
  aField('lastname'),
  aField('firstname'),
  aField('emailaddress1', 'email'),
  aField('jobtitle'),
  lookup('parentcustomerid', 'account', 'contact'),
]);

function inputOf(name: HubObjectName, crm: SourceObject, held: TemplateInput['held'] = new Map()) {
  const object = hubObjects[name];
  return { object, attributes: object.attributes, hub: hubSchema(object, object.attributes), crm, held };
}

function pairs(
  name: HubObjectName,
  crm: SourceObject,
  kept: readonly DraftRow[] = [],
  held?: TemplateInput['held'],
): string[] {
  const input = inputOf(name, crm, held);
  return templateRows(input, kept, usualTarget(input).parent).map(
    ({ source, target }) => `${source.kind === 'field' ? source.path : source.kind} → ${target}`,
  );
}

describe('the template of a pair', () => {
  it('finds records by their id and leads to their account, in either CRM', () => {
    expect(usualTarget(inputOf('users', contact))).to.deep.equal({
      object: 'Contact',
      matchOn: 'Id',
      parent: 'AccountId',
    });
    expect(usualTarget(inputOf('users', dynamicsContact))).to.deep.equal({
      object: 'contact',
      matchOn: 'contactid',
      parent: 'parentcustomerid',
    });
  });

  it('has no parent where the object has none, or it cannot be written', () => {
    const fields = contact.fields.filter(({ name }) => name !== 'AccountId');
    expect(usualTarget(inputOf('users', { ...contact, fields }))).not.to.have.property('parent');
    const readOnly = [...fields, aReference('AccountId', 'Account', { updateable: false })];
    expect(usualTarget(inputOf('users', { ...contact, fields: readOnly }))).not.to.have.property('parent');
  });

  it('has the usual rows under the names of either CRM', () => {
    expect(pairs('users', contact)).to.deep.equal([
      'first_name → FirstName',
      'last_name → LastName',
      'email → Email',
      'title → Title',
    ]);
    expect(pairs('users', dynamicsContact)).to.deep.equal([
      'first_name → firstname',
      'last_name → lastname',
      'email → emailaddress1',
      'title → jobtitle',
    ]);
  });

  it('is completed by names, and maps other pairs by names alone', () => {
    const custom = anObject('Project__c', [
      aField('Id', 'id', { createable: false, updateable: false }),
      aField('Name'),
      aField('Status__c', 'picklist'),
      aField('CreatedDate', 'datetime', { createable: false, updateable: false }),
      aReference('Account__c', 'Account'),
    ]);
    expect(pairs('collections', custom)).to.have.members(['name → Name', 'status → Status__c']);
  });

  it('fills nothing that cannot be written, takes another type, or leads to another record', () => {
    const odd = anObject('Account', [
      aField('Id', 'id', { createable: false, updateable: false }),
      aField('Name', 'string', { updateable: false }),
      aField('Phone', 'boolean'),
      aReference('ParentId', 'Account'),
      aField('Industry', 'picklist'),
    ]);
    expect(pairs('accounts', odd)).to.deep.equal(['industry → Industry']);
  });

  it('fills no picklist that takes only its own values from an attribute that has others', () => {
    const only = { restrictedPicklist: true };
    const choices = anObject('Project__c', [
      aField('Id', 'id', { createable: false, updateable: false }),
      aField('Name'),
      aPicklist(
        'Status__c',
        [
          ['1', 'Active'],
          ['2', 'On hold'],
        ],
        only,
      ),
    ]);
    const names = 'name → Name';
    const status = (...values: readonly string[]): string[] =>
      pairs('collections', choices, [], new Map([['status', values]]));
    expect(choiceAttributes(inputOf('collections', choices))).to.deep.equal(['status']);
    expect(status()).to.have.members([names, 'status → Status__c']);
    expect(status('active', '2')).to.have.members([names, 'status → Status__c']);
    expect(status('Active', 'Churned')).to.deep.equal([names]);
    const open = { ...choices, fields: [...choices.fields.slice(0, 2), aPicklist('Status__c', ['Active'])] };
    expect(choiceAttributes(inputOf('collections', open))).to.deep.equal([]);
    expect(pairs('collections', open, [], new Map([['status', ['Churned']]]))).to.have.length(2);
  });

  it('leaves alone what somebody has decided on', () => {
    const kept: DraftRow[] = [
      { id: '7', source: { kind: 'field', path: 'title' }, target: 'FirstName' },
      { id: '9', source: { kind: 'constant', value: 'x' }, target: 'Email' },
    ];
    expect(pairs('users', contact, kept)).to.deep.equal([
      'title → FirstName',
      'constant → Email',
      'last_name → LastName',
    ]);
    const ids = templateRows(inputOf('users', contact), kept, 'AccountId').map(({ id }) => id);
    expect(ids).to.deep.equal(['7', '9', '10']);
  });

  it('says of each row why it is there', () => {
    const [first] = templateRows(inputOf('users', contact), [], undefined);
    expect(first?.auto).to.deep.equal({ confidence: 1, words: 'Usual for users that go to Contact.' });
  });

  it('knows the usual destinations', () => {
    expect(isUsualDestination('touchpoints', 'PhoneCall')).to.equal(true);
    expect(isUsualDestination('touchpoints', 'Contact')).to.equal(false);
    expect(isUsualDestination('collections', 'Account')).to.equal(false);
  });
});
