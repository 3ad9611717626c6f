import { expect } from 'chai';
import { missingParents, schemaOf } from '../../src/domain/schema-of.ts';
import { aField, anObject, aReference } from '../support/source-schema.ts';

const user = anObject('User', [
  aField('Name'),
  aField('Email', 'email'),
  aReference('ManagerId', 'User'),
  aReference('ProfileId', 'Profile'),
]);
const account = anObject('Account', [
  aField('Name'),
  aField('AccountStatus__c', 'string', { label: 'Customer state' }),
  aReference('OwnerId', 'User'),
  aReference('ParentId', 'Account'),
  aReference('Region__c', 'Region__c'),
]);
const schema = schemaOf(account, new Map([['User', user]]));

describe('schema of an object and its parents', () => {
  const found: readonly [path: string, canonical: string][] = [
    ['name', 'Name'],
    ['ACCOUNTSTATUS__C', 'AccountStatus__c'],
    ['owner.name', 'Owner.Name'],
    ['Owner . Manager . Email', 'Owner.Manager.Email'],
    ['parent.parent.owner.manager.manager.name', 'Parent.Parent.Owner.Manager.Manager.Name'],
  ];
  for (const [path, canonical] of found) {
    it(`finds ${path}`, () => {
      const lookup = schema.field(path);
      expect(lookup.kind).to.equal('found');
      expect(lookup).to.include({ path: canonical });
    });
  }

  const near: readonly [path: string, paths: string[]][] = [
    ['Nme', ['Name']],
    ['Owner.Emial', ['Owner.Email']],
    ['Ownr.Emial', ['Owner.Email']],
    ['OwnerId.Managr.Name', ['Owner.Manager.Name']],
    ['Parnt.Ownr.Shoe', []],
    // What is not loaded is not promised.
    ['Owner.Profle.Name', []],
    ['Shoe.Name', []],
  ];
  for (const [path, paths] of near) {
    it(`knows which paths are nearest to ${path}, and exist`, () => {
      expect(schema.field(path)).to.deep.include({ kind: 'missing', paths });
      for (const each of paths) expect(schema.field(each)).to.include({ kind: 'found' });
    });
  }

  it('has the nearest parent loaded of a path that leads nowhere', () => {
    expect(missingParents(account, new Map(), ['Ownr.Name', 'Shoe.Name'])).to.deep.equal(['User']);
  });

  const missing: readonly [path: string, segment: string, object: string, suggestions: string[]][] = [
    ['Nme', 'Nme', 'Account', ['Name']],
    ['customer_state', 'customer_state', 'Account', ['AccountStatus__c']],
    ['Owner', 'Owner', 'Account', ['OwnerId']],
    ['OwnerId.Name', 'OwnerId', 'Account', ['Owner']],
    ['Ownr.Name', 'Ownr', 'Account', ['Owner']],
    ['Owner.Emial', 'Emial', 'User', ['Email']],
    ['Region__r.Name', 'Name', 'Region__c', []],
    ['Shoe', 'Shoe', 'Account', []],
    ['', '', 'Account', []],
    ['Owner.', '', 'User', []],
    ['constructor', 'constructor', 'Account', []],
  ];
  for (const [path, segment, object, suggestions] of missing) {
    it(`says what is missing of ${JSON.stringify(path)}`, () => {
      expect(schema.field(path)).to.deep.include({ kind: 'missing', segment, object, suggestions });
    });
  }

  it('stops after five relationships', () => {
    expect(schema.field('Parent.Parent.Parent.Parent.Parent.Name').kind).to.equal('found');
    expect(schema.field('Parent.Parent.Parent.Parent.Parent.Parent.Name').kind).to.equal('missing');
  });

  it('gives the parents that were loaded', () => {
    expect(schema.parent('owner.MANAGER')).to.equal(user);
    expect(schema.parent('Parent.Parent.Parent.Parent.Parent')).to.equal(account);
    expect(schema.parent('Parent.Parent.Parent.Parent.Parent.Parent')).to.equal(undefined);
    for (const path of ['', 'OwnerId', 'Region__r', 'Region__r.Owner', 'Shoe', 'constructor']) {
      expect(schema.parent(path), path).to.equal(undefined);
    }
  });
});

describe('missing parents', () => {
  const noParents = new Map<string, never>();

  it('names the parents that the paths lead over, each once', () => {
    const paths = ['Owner.Name', 'owner.email', 'Region__r.Name', 'Parent.Name', 'Name', 'Nothing.Name'];
    expect(missingParents(account, noParents, paths)).to.deep.equal(['User', 'Region__c']);
  });

  it('goes on from the parents that are there', () => {
    const paths = ['Owner.Profile.Name', 'Owner.Manager.Name'];
    expect(missingParents(account, new Map([['User', user]]), paths)).to.deep.equal(['Profile']);
  });

  it('is empty when everything is there', () => {
    expect(missingParents(account, new Map([['User', user]]), ['Owner.Manager.Name'])).to.deep.equal([]);
  });
});
