import { expect } from 'chai';
import { interpretFilter } from '../../src/assistant/built-in/filter/interpret-filter.ts';
import { withChoice } from '../../src/assistant/with-choice.ts';
import type { SourceSchema } from '../../src/domain/source-schema.ts';
import { schemaOf } from '../../src/domain/schema-of.ts';
import { aField, anObject, aPicklist, aReference } from '../support/source-schema.ts';
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

const account = anObject('Account', [aField('Id', 'id'), aField('Name'), aField('Email', 'email')]);
const contactSchema = schemaOf(
  anObject('Contact', [
    aField('Id', 'id'),
    aPicklist('statecode', [['0', 'Active']], { label: 'Status' }),
    aPicklist('statuscode', [['1', 'Active']], { label: 'Status Reason' }),
    aReference('AccountId', 'Account', { label: 'Account' }),
    aField('Email', 'email'),
  ]),
  new Map([['Account', account]]),
);

/** The filter after each question is answered with the choice at its place. */
function filterAfter(text: string, ...places: readonly number[]): unknown {
  return filterIn(schema, text, ...places);
}

function filterIn(schema: SourceSchema, text: string, ...places: readonly number[]): unknown {
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

  it('keeps what else was asked for, of which the parents have fields, too', () => {
    const text = 'active contacts that have an account and an email';
    const rest = 'AccountId != null AND Email != null';
    expect(filterIn(contactSchema, text, 0)).to.equal(`statecode = '0' AND ${rest}`);
    expect(filterIn(contactSchema, text, 1)).to.equal(`statuscode = '1' AND ${rest}`);
  });

  it('asks about what is named beside it and never compared', () => {
    expect(filterIn(contactSchema, 'active contacts, email', 0)).to.deep.include({
      kind: 'question',
      text: 'Which records do you mean by "email"? Say what Email should be.',
    });
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
