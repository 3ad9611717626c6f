import { expect } from 'chai';
import { checkFilter } from '../../../src/domain/filter/check.ts';
import { unlistedValues } from '../../../src/domain/filter/unlisted-values.ts';
import { schemaOf } from '../../../src/domain/schema-of.ts';
import { aField, anObject, aPicklist } from '../../support/source-schema.ts';
import { aFilter } from '../../support/filters.ts';

const schema = schemaOf(
  anObject('Account', [
    aPicklist('Industry', ['Banking', 'Energy']),
    { ...aPicklist('Modules__c', ['Core', 'Billing']), type: 'multipicklist' },
    aPicklist('Free__c', []),
    aField('Name'),
  ]),
  new Map(),
);
const found = (filter: string): string[] =>
  unlistedValues(checkFilter(aFilter(filter), schema), schema).map(({ message }) => message);

describe('values that a picklist does not list', () => {
  it('are told where the CRM takes any text, with where they stand and what comes nearest', () => {
    expect(found("NOT (Industry IN ('banking', 'Bankng') OR Industry != 'Enrgy')")).to.deep.equal([
      `At character 30 of the filter: Industry does not list "Bankng" among its values, so perhaps no record has it. Did you mean 'Banking'?`,
      `At character 55 of the filter: Industry does not list "Enrgy" among its values, so perhaps no record has it. Did you mean 'Energy'?`,
    ]);
  });

  it('are told with the values that there are, where none comes near', () => {
    expect(found("Industry = 'Nope'")).to.deep.equal([
      `At character 12 of the filter: Industry does not list "Nope" among its values, so perhaps no record has it. Its values are 'Banking' or 'Energy'.`,
    ]);
  });

  it('are told one by one in a list of several', () => {
    expect(found("Modules__c INCLUDES ('Core;Mobile', 'Billing')")).to.have.length(1);
  });

  it('are nothing to tell in parts of values, empty ones, and fields that list none', () => {
    const filters = [
      "Industry LIKE 'Bank%'",
      "Industry STARTS WITH 'Bankn'",
      'Industry = null',
      "Free__c = 'x'",
    ];
    for (const filter of [...filters, "Name = 'x'"]) expect(found(filter), filter).to.deep.equal([]);
  });
});
