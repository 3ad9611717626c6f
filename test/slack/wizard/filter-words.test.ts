import { askerOf } from '../../../src/operations/assistant/ask-assistant.ts';
import { expect } from 'chai';
import { builtInAssistant } from '../../../src/assistant/built-in/index.ts';
import type { Person } from '../../support/person.ts';
import { describeOnBoth } from '../support/slack-house.ts';
import { applied, beginsWith } from './at-source.ts';

const box = { in: 'Describe it in plain English' };

describeOnBoth('"Describe it in plain English" below a filter', (house) => {
  let ada: Person;
  beforeEach(async () => {
    await applied(house());
    const { org } = house().sandbox;
    for (const name of ['Planet__c', 'Home_Planet__c']) {
      org.addField('Account', { name, label: 'Planet', type: 'string' });
    }
    org.insert(
      'Account',
      Array.from({ length: 12 }, (_, i) => ({
        Name: `Company ${i}`,
        Industry: i < 5 ? 'Banking' : 'Energy',
        NumberOfEmployees: i * 100,
      })),
    );
    ada = await house().person('Ada');
    await beginsWith(ada, 'Account');
  });
  afterEach(() => expect(house().refusals()).to.deep.equal([]));

  const decisions = async (): Promise<unknown[]> => {
    const entries = await house().store.audit.list({ limit: 50, offset: 0 });
    return entries.filter(({ operation }) => operation === 'decide-filter').map(({ after }) => after);
  };

  it('proposes a filter with its words and its number, which is used, edited and saved with the draft', async () => {
    await ada.types(`Name = 'Mine'`, { in: 'Query filter' });
    await ada.types('banking, more than 150 employees', box);
    await ada.clicks('Write filter');
    await ada.sees('Proposed filter');
    await ada.sees("Industry = 'Banking' AND NumberOfEmployees > 150");
    await ada.sees('Industry is Banking and Employees is more than 150');
    await ada.sees('3 records match');
    await ada.sees(`Name = 'Mine'`, { on: 'Query filter' });
    await ada.clicks('Use this filter');
    await ada.sees("Industry = 'Banking' AND NumberOfEmployees > 150", { on: 'Query filter' });
    await ada.sees('banking, more than 150 employees', { on: 'Describe it in plain English' });
    await ada.sees("Before it was Name = 'Mine'");
    await ada.clicks('Undo');
    await ada.sees(`Name = 'Mine'`, { on: 'Query filter' });
    await ada.clicks('Undo');
    await ada.sees("Industry = 'Banking' AND NumberOfEmployees > 150", { on: 'Query filter' });
    await ada.types("Industry = 'Banking' AND NumberOfEmployees > 250", { in: 'Query filter' });
    await ada.clicks('Load preview');
    await ada.sees('2 records match');
    await ada.clicks('Next');
    await ada.sees('Map and format');
    await ada.clicks('Back');
    await ada.sees("Industry = 'Banking' AND NumberOfEmployees > 250", { on: 'Query filter' });
    await ada.doesNotSee('Before it was');
    const kept = JSON.stringify(await decisions());
    expect((await decisions()).map((each) => (each as { decision: string }).decision)).to.have.members([
      'used',
      'undone',
      'undone',
      'edited',
    ]);
    for (const value of ['Banking', '150', '250', 'Mine']) expect(kept).not.to.include(value);
  });

  it('keeps a proposal that nobody has looked at', async () => {
    await ada.types('banking', box);
    await ada.clicks('Write filter');
    await ada.sees('5 records match');
    await ada.clicks('Next');
    await ada.sees('Map and format');
    await ada.clicks('Back');
    await ada.sees("Industry = 'Banking'");
    await ada.sees('banking', { on: 'Describe it in plain English' });
    await ada.clicks('Dismiss');
    await ada.doesNotSee('Proposed filter');
    await ada.sees('banking', { on: 'Describe it in plain English' });
    expect(await decisions()).to.deep.equal([{ decision: 'dismissed', filter: "Industry = '…'" }]);
  });

  it('asks where a name is that of several fields, and goes on with the one that is chosen', async () => {
    await ada.types('planet is Mars', box);
    await ada.clicks('Write filter');
    await ada.sees('Which one do you mean by "planet"');
    await ada.clicks('Planet (Home_Planet__c)');
    await ada.sees("Home_Planet__c = 'Mars'");
    await ada.sees('0 records match');
  });

  it('asks about words that mean nothing there, and keeps what was typed for another try', async () => {
    await ada.types('all the flurbed ones', box);
    await ada.clicks('Write filter');
    await ada.sees('Which field do you mean by "flurbed"');
    await ada.sees('all the flurbed ones', { on: 'Describe it in plain English' });
    await ada.types('', box);
    await ada.clicks('Write filter');
    await ada.sees('Write first which records you want');
  });

  it('says when somebody asks too often', async () => {
    const { deps, playground, store } = house();
    const asker = askerOf(playground.personId('Ada'));
    while ((await store.callRates.take(asker, new Date(), deps.askRate)) === null);
    await ada.types('banking', box);
    await ada.clicks('Write filter');
    await ada.sees('You asked very often within a minute. Please try again in');
    await ada.sees('banking', { on: 'Describe it in plain English' });
  });

  it('says at once that it is writing, keeps what is typed meanwhile, and asks once for two clicks', async () => {
    let asked = 0;
    const answering: (() => void)[] = [];
    const isAnswered = new Promise<void>((resolve) => answering.push(resolve));
    house().setAssistant({
      async interpret() {
        asked += 1;
        await isAnswered;
        const proposal = { kind: 'filter', filter: "Industry = 'Energy'", words: 'energy' } as const;
        const note = 'The model did not answer.';
        return { proposal: { ...proposal, connector: null, object: null }, from: 'built-in', note };
      },
    });
    await ada.types('energy', box);
    await ada.clicks('Write filter');
    await ada.sees('⏳ Writing…');
    await ada.doesNotSee('[Write filter]');
    await ada.types(`Name = 'typed meanwhile'`, { in: 'Query filter' });
    for (const answer of answering) answer();
    await ada.sees("Industry = 'Energy'");
    await ada.sees('The model did not answer.');
    await ada.sees('7 records match');
    await ada.sees(`Name = 'typed meanwhile'`, { on: 'Query filter' });
    expect(asked).to.equal(1);
  });

  it('proposes nothing that the object does not take, whatever the assistant says', async () => {
    const proposals = [
      { filter: "Flurb__c = 'x'", says: 'Account has no field or parent "Flurb__c"' },
      { filter: "Industry = = 'x'", says: 'cannot be used. At character' },
      { filter: '', says: 'No filter came of it' },
    ];
    await ada.types('banking', box);
    for (const { filter, says } of proposals) {
      const proposal = { kind: 'filter', filter, words: 'w', connector: null, object: null } as const;
      house().setAssistant({
        interpret: () => Promise.resolve({ proposal, from: 'model', note: null }),
      });
      await ada.clicks('Write filter');
      await ada.sees(says);
      await ada.doesNotSee('[Use this filter]');
    }
    const formula = { kind: 'formula', formula: 'Name' } as const;
    house().setAssistant({
      interpret: () => Promise.resolve({ proposal: formula, from: 'model', note: null }),
    });
    await ada.clicks('Write filter');
    await ada.sees('No filter came of it');
  });

  it('proposes a filter although its records cannot be counted', async () => {
    const { sandbox, setAssistant } = house();
    setAssistant({
      interpret(...asked) {
        sandbox.disturb({ kind: 'daily limit', times: 20, match: { path: /query/ } });
        return builtInAssistant.interpret(...asked);
      },
    });
    await ada.types('banking', box);
    await ada.clicks('Write filter');
    await ada.sees("Industry = 'Banking'");
    await ada.sees('How many records match could not be counted now.');
    sandbox.calm();
  });

  it('is for admins alone, also where the role was taken in between', async () => {
    const otto = await house().person('Otto', 'admin');
    await beginsWith(otto, 'Account');
    await otto.types('banking', box);
    await house().person('Otto', 'viewer');
    await otto.clicks('Write filter');
    await otto.sees('admin');
    await otto.doesNotSee('Proposed filter');
  });
});
