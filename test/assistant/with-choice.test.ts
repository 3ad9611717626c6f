import { expect } from 'chai';
import { interpretFilter } from '../../src/assistant/built-in/filter/interpret-filter.ts';
import { withChoice } from '../../src/assistant/with-choice.ts';
import { schemaOf } from '../../src/domain/schema-of.ts';
import { aField, anObject, aPicklist } from '../support/source-schema.ts';
import { assistantClock } from './built-in/support/workspace.ts';

const types = ['Customer', 'Prospect'];
const schema = schemaOf(
  anObject('Account', [
    aField('Id', 'id'),
    aPicklist('Type', types, { label: 'Account Type' }),
    aPicklist('AccountType__c', types, { label: 'Account Type' }),
    aPicklist(
      'Stage__c',
      [
        ['3', 'Lost'],
        ['4', 'Lost'],
        ['5', 'Won'],
      ],
      { label: 'Stage' },
    ),
    aField('Planet__c', 'string', { label: 'Planet' }),
    aField('Home_Planet__c', 'string', { label: 'Planet' }),
  ]),
  new Map(),
);

/** The filter after each question is answered with the choice at its place. */
function filterAfter(text: string, ...places: readonly number[]): unknown {
  let asked = text;
  for (const place of places) {
    const proposal = interpretFilter(asked, schema, assistantClock);
    if (proposal.kind !== 'question') throw new Error(`No question, but ${JSON.stringify(proposal)}`);
    asked = withChoice({ asked, about: proposal.about }, proposal.choices[place] ?? '', schema);
  }
  const proposal = interpretFilter(asked, schema, assistantClock);
  return proposal.kind === 'filter' ? proposal.filter : proposal;
}

describe('an ask with what was chosen', () => {
  it('names the field in the place of words that several fields are called by', () => {
    expect(filterAfter('planet is Mars', 1)).to.equal("Home_Planet__c = 'Mars'");
  });

  it('keeps a value that several fields have, of the field that was chosen', () => {
    expect(filterAfter('all prospects', 0)).to.equal("Type = 'Prospect'");
    expect(filterAfter('all prospects', 1)).to.equal("AccountType__c = 'Prospect'");
  });

  it('names the code of a value whose label is that of several', () => {
    expect(filterAfter('stage is lost', 1)).to.equal("Stage__c = '4'");
  });

  it('says the value in the place of one that there is not', () => {
    expect(filterAfter('stage is flurbed', 1)).to.equal("Stage__c = '5'");
  });

  it('stands behind the ask where the words are not in it', () => {
    expect(withChoice({ asked: 'these', about: null }, 'Planet (Planet__c)', schema)).to.equal(
      'these (`Planet__c`)',
    );
  });
});
