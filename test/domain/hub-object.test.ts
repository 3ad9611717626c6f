import { expect } from 'chai';
import {
  hubObjectNames,
  hubObjects,
  maxAttributeNameLength,
  type HubObjectName,
} from '../../src/domain/hub-object.ts';

describe('hub objects', () => {
  const keys: Readonly<Record<HubObjectName, readonly string[]>> = {
    accounts: ['account_id'],
    users: ['account_id', 'user_id'],
    tasks: ['account_id', 'external_id'],
    touchpoints: ['account_id', 'external_id'],
    collections: ['collection_type', 'account_id', 'collection_id'],
    account_assignments: ['account_id', 'role'],
  };

  for (const name of hubObjectNames) {
    const { attributes, noun, nounPlural, ...object } = hubObjects[name];

    it(`${name} have their keys first`, () => {
      expect(object.keys).to.deep.equal(keys[name]);
      expect(attributes.filter(({ isKey }) => isKey).map((key) => key.name)).to.deep.equal(keys[name]);
      expect(attributes.slice(0, object.keys.length).map((key) => key.name)).to.deep.equal(keys[name]);
      expect(noun).to.not.equal(nounPlural);
    });

    it(`${name} have attributes that are names, each once`, () => {
      const names = attributes.map((attribute) => attribute.name);
      expect(new Set(names).size).to.equal(names.length);
      for (const attribute of names) {
        expect(attribute)
          .to.match(/^[a-z][a-z_]*$/)
          .and.have.length.at.most(maxAttributeNameLength);
      }
    });
  }

  const limits: readonly [object: HubObjectName, attribute: string | null, characters: number][] = [
    ['accounts', 'account_id', 480],
    ['accounts', 'name', 128],
    ['accounts', null, 512],
    ['users', 'account_id', 480],
    ['users', 'user_id', 100],
    ['users', null, 255],
  ];
  for (const [name, attribute, characters] of limits) {
    it(`bounds ${attribute ?? 'text'} of ${name} to ${characters} characters`, () => {
      const object = hubObjects[name];
      const found = object.attributes.find((known) => known.name === attribute);
      expect(attribute === null ? object.textLength : found?.maxLength).to.equal(characters);
    });
  }

  it('makes an account id of other objects a foreign key', () => {
    for (const name of hubObjectNames) {
      const found = hubObjects[name].attributes.find((known) => known.name === 'account_id');
      expect(found?.type, name).to.equal(name === 'accounts' ? 'text' : 'foreign key');
    }
  });
});
