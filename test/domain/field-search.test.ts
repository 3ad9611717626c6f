import { expect } from 'chai';
import * as fc from 'fast-check';
import { parentsToSearch, searchFields } from '../../src/domain/field-search.ts';
import { schemaOf } from '../../src/domain/schema-of.ts';
import { maxRelationshipDepth } from '../../src/domain/source-schema.ts';
import type { SourceObject, SourceSchema } from '../../src/domain/source-schema.ts';
import { aField, anObject, aReference } from '../support/source-schema.ts';

const user = anObject('User', [
  aField('Id', 'id', { label: 'User ID' }),
  aField('Email', 'email'),
  aField('Name', 'string', { label: 'Full Name' }),
  aReference('ManagerId', 'User', { label: 'Manager ID' }),
]);
const account = anObject('Account', [
  aField('Id', 'id', { label: 'Account ID' }),
  aField('Name', 'string', { label: 'Account Name' }),
  aField('AccountStatus__c', 'picklist', { label: 'Status of the account' }),
  aField('No_of_seats__c', 'int', { label: 'No. of seats' }),
  aField('BillingAddress', 'compound'),
  aField('Logo__c', 'binary'),
  aField('OwnerName__c', 'string', { label: 'Owner name (old)' }),
  aReference('OwnerId', 'User', { label: 'Owner ID' }),
  aReference('ParentId', 'Account', { label: 'Parent Account ID' }),
  aReference('Customer_Success_Manager__c', 'User', { label: 'CSM' }),
]);
const schema = schemaOf(account, new Map([['User', user]]));
const nothingLoaded = schemaOf(anObject('Account', account.fields), new Map());

const paths = (typed: string, among: SourceSchema = schema, limit = 100): string[] =>
  searchFields(typed, among, limit).map(({ path }) => path);

describe('the search for a field', () => {
  const cases: readonly [typed: string, best: string][] = [
    ['Name', 'Name'],
    ['account name', 'Name'],
    ['AccountStatus__c', 'AccountStatus__c'],
    ['accountstatus', 'AccountStatus__c'],
    ['status', 'AccountStatus__c'],
    ['acct status', 'AccountStatus__c'],
    ['No. of se', 'No_of_seats__c'],
    ['Acount Name', 'Name'],
    ['Owner.Name', 'Owner.Name'],
    ['owner.', 'Owner.Name'],
    ['owner.em', 'Owner.Email'],
    ['ownerid.full', 'Owner.Name'],
    ['own.mail', 'Owner.Email'],
    ['owner email', 'Owner.Email'],
    ['owner manager email', 'Owner.Manager.Email'],
    ['customer success full', 'Customer_Success_Manager__r.Name'],
    ['csm.email', 'Customer_Success_Manager__r.Email'],
    ['parent.parent.parent.parent.owner.em', 'Parent.Parent.Parent.Parent.Owner.Email'],
    ['Owner.Manager.Manager.Manager.Manager.Emial', 'Owner.Manager.Manager.Manager.Manager.Email'],
  ];
  for (const [typed, best] of cases) {
    it(`takes "${typed}" for ${best}`, () => {
      expect(paths(typed)[0]).to.equal(best);
    });
  }

  it('puts fields of the object before those of parents, unless there is a dot', () => {
    expect(paths('owner name').slice(0, 2)).to.have.members(['OwnerName__c', 'Owner.Name']);
    expect(paths('owner').slice(0, 2)).to.have.members(['OwnerName__c', 'OwnerId']);
    expect(paths('owner')).to.include.members(['OwnerName__c', 'Owner.Name', 'Owner.Email']);
    expect(paths('owner.name')[0]).to.equal('Owner.Name');
  });

  it('offers the own fields in their order where nothing is typed, and none that cannot be read', () => {
    const readable = account.fields.map(({ name }) => name).filter((name) => !/Address|Logo/.test(name));
    expect(paths('')).to.deep.equal(readable);
    expect(paths('billing address')).not.to.include('BillingAddress');
    expect(paths('logo')).not.to.include('Logo__c');
  });

  it('tells label and type of what it finds', () => {
    expect(searchFields('owner.name', schema, 1)).to.deep.equal([
      { path: 'Owner.Name', label: 'Owner · Full Name', type: 'string' },
    ]);
  });

  it('leads over five relationships and no more', () => {
    const five = 'Parent.Parent.Parent.Parent.Parent';
    expect(paths(`${five}.Na`)[0]).to.equal(`${five}.Name`);
    expect(paths(`${five}.Parent.Na`).filter((path) => path.startsWith(five))).to.deep.equal([]);
  });

  it('finds nothing for what is like nothing', () => {
    expect(paths('zzzzqq')).to.deep.equal([]);
    expect(paths('zzzzqq.name')).not.to.include('Owner.Name');
  });

  describe('asks for parents', () => {
    it('that a dot or a word leads over, one level at a time', () => {
      expect(parentsToSearch('owner.manager.na', nothingLoaded)).to.deep.equal(['Owner']);
      expect(parentsToSearch('owner email', nothingLoaded)).to.deep.equal(['Owner']);
      expect(parentsToSearch('owner.manager.na', schema)).to.deep.equal([]);
    });

    it('and for none where there is no need', () => {
      expect(parentsToSearch('', nothingLoaded)).to.deep.equal([]);
      expect(parentsToSearch('status', nothingLoaded)).to.deep.equal([]);
      expect(parentsToSearch('n', nothingLoaded)).to.deep.equal([]);
    });

    it('and finds what it can without them', () => {
      expect(paths('owner email', nothingLoaded)).to.deep.equal([]);
      expect(paths('owner', nothingLoaded)).to.have.members(['OwnerId', 'OwnerName__c']);
    });
  });

  describe('among 800 fields', () => {
    const wide = schemaOf(
      anObject('Wide__c', [
        aReference('OwnerId', 'User'),
        ...Array.from({ length: 799 }, (_, i) => aField(`Field_${i}__c`, 'string', { label: `Text ${i}` })),
      ]),
      new Map([['User', user]]),
    );

    it('offers the best first, at most as many as asked for', () => {
      expect(paths('text 798', wide)[0]).to.equal('Field_798__c');
      expect(paths('field_7', wide)[0]).to.equal('Field_7__c');
      expect(paths('', wide)).to.have.lengthOf(100);
      expect(paths('field', wide, 7)).to.have.lengthOf(7);
    });
  });
});

/** Objects that refer to each other, with words for names. */
const words = fc.constantFrom('Owner', 'Status', 'Name', 'Date', 'Manager', 'Ümlaut', 'Total', 'constructor');
const names = fc.array(words, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('_'));
const objects = fc
  .array(fc.uniqueArray(names, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 })
  .map((lists): SourceObject[] =>
    lists.map((fields, index) =>
      anObject(`Object${index}`, [
        ...fields.map((name) => aField(`${name}__c`, 'string', { label: name.replaceAll('_', ' ') })),
        ...fields
          .slice(0, 3)
          .map((name, i) => aReference(`${name}Id`, `Object${(index + i) % lists.length}`)),
      ]),
    ),
  );
const schemas = objects.map(([root = anObject('Empty', []), ...parents]) =>
  schemaOf(root, new Map(parents.map((each) => [each.name, each]))),
);

/** All that can be read from an object, with parents to a depth. */
function everyPath(among: SourceSchema, depth: number): string[] {
  const all: string[] = [];
  const visit = (object: SourceObject | undefined, before: readonly string[]): void => {
    for (const { name, relationship } of object?.fields ?? []) {
      all.push([...before, name].join('.'));
      if (relationship === undefined || before.length >= depth) continue;
      const path = [...before, relationship.name];
      visit(among.parent(path.join('.')), path);
    }
  };
  visit(among.object, []);
  return all;
}

describe('any search for a field', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc
      .array(fc.oneof(names, fc.constantFrom('.', ' ', 'na', 'own')), { maxLength: 8 })
      .map((all) => all.join('')),
  );

  it('finds fields that there are, each once, never too many and never too deep', () => {
    fc.assert(
      fc.property(schemas, typed, fc.integer({ min: 0, max: 100 }), (among, text, limit) => {
        const found = paths(text, among, limit);
        expect(found).to.have.length.at.most(limit);
        expect(new Set(found).size).to.equal(found.length);
        for (const path of found) {
          expect(among.field(path), path).to.deep.include({ kind: 'found', path });
          expect(path.split('.')).to.have.length.at.most(maxRelationshipDepth + 1);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('puts the field first whose path is typed, whatever the letter case', () => {
    const pairs = schemas.chain((among) => {
      const all = everyPath(among, 2);
      return fc.tuple(fc.constant(among), fc.constantFrom(...(all.length === 0 ? [''] : all)));
    });
    fc.assert(
      fc.property(pairs, fc.boolean(), ([among, path], isLower) => {
        if (path === '') return;
        const [first = ''] = paths(isLower ? path.toLowerCase() : path, among);
        expect(first.toLowerCase()).to.equal(path.toLowerCase());
      }),
      { numRuns: 100 },
    );
  });
});
