import { expect } from 'chai';
import { describeOnBoth } from '../support/slack-house.ts';
import { openAtMapping } from './support/at-mapping.ts';
import { rowFrom } from './support/mapping-data.ts';

const box = { in: 'Describe it in plain English' };
const key = rowFrom('1', 'Id', 'account_id');

describeOnBoth('"Write formula"', (house) => {
  beforeEach(() => {
    house().sandbox.org.insert('Account', [{ Name: 'Ada', Industry: 'Banking', NumberOfEmployees: 3 }]);
  });

  it('proposes a formula with samples, which is used, taken back, edited and applied', async () => {
    const { ada, rows } = await openAtMapping(house(), [key]);
    await ada.clicks('Add mapping');
    await ada.doesNotSee('Describe it in plain English');
    await ada.chooses('Formula', { in: 'Where the value comes from' });
    await ada.types('LOWER(Name)', { in: 'Formula' });
    await ada.types('industry in upper case', box);
    await ada.clicks('Write formula');
    await ada.sees('Proposed formula');
    await ada.sees('UPPER(Industry)');
    await ada.sees('Banking → BANKING');
    await ada.sees('LOWER(Name)', { on: 'Formula' });
    await ada.clicks('Use this formula');
    await ada.sees('UPPER(Industry)', { on: 'Formula' });
    await ada.sees('Before it was LOWER(Name)');
    await ada.clicks('Undo');
    await ada.sees('Before it was UPPER(Industry)');
    await ada.clicks('Undo');
    await ada.sees('Before it was LOWER(Name)');
    await ada.types('UPPER(Industry) & "!"', { in: 'Formula' });
    await ada.sees('Banking → BANKING!');
    await ada.searches('industry', { in: 'Attribute' });
    await ada.chooses('Industry (industry)', { in: 'Attribute' });
    await ada.submits();
    await ada.sees('→ industry formula');
    expect((await rows())[1]).to.deep.include({ source: { kind: 'formula', text: 'UPPER(Industry) & "!"' } });
    const entries = await house().store.audit.list({ limit: 50, offset: 0 });
    const decided = entries.flatMap(({ operation, after }) =>
      operation === 'decide-formula' ? [after] : [],
    );
    expect(decided.map((each) => (each as { decision: string }).decision)).to.have.members([
      'used',
      'undone',
      'undone',
      'edited',
    ]);
  });

  it('asks where it is not clear what is meant, and goes on with the field that is chosen', async () => {
    const { ada } = await openAtMapping(house(), [key]);
    await ada.clicks('Add mapping');
    await ada.chooses('Formula', { in: 'Where the value comes from' });
    await ada.clicks('Write formula');
    await ada.sees('Write first what the formula is to give');
    house().setAssistant({
      interpret: (text) =>
        Promise.resolve({
          from: 'model',
          note: null,
          proposal:
            text === 'upper case'
              ? {
                  kind: 'question',
                  text: 'Of which field?',
                  choices: ['Account Name (Name)', 'Industry'],
                  about: null,
                }
              : { kind: 'formula', formula: `UPPER(${text.replace('upper case of ', '')})` },
        }),
    });
    await ada.types('upper case', box);
    await ada.clicks('Write formula');
    await ada.sees('Of which field?');
    await ada.clicks('Account Name (Name)');
    await ada.sees('UPPER(Name)');
    await ada.sees('Ada → ADA');
  });

  it('proposes no formula that could not be computed, whatever the assistant says', async () => {
    const { ada } = await openAtMapping(house(), [key]);
    await ada.clicks('Add mapping');
    await ada.chooses('Formula', { in: 'Where the value comes from' });
    await ada.types('anything', box);
    const wrong = [
      { formula: 'FLURB(Name)', says: 'FLURB' },
      { formula: 'UPPER(Flurb__c)', says: 'there is no field "Flurb__c"' },
      { formula: 'UPPER((', says: 'The formula that came of it cannot be used' },
      { formula: 'constructor.constructor("x")()', says: 'The formula that came of it cannot be used' },
    ];
    for (const { formula, says } of wrong) {
      const proposal = { kind: 'formula', formula } as const;
      house().setAssistant({
        interpret: () => Promise.resolve({ proposal, from: 'model', note: null }),
      });
      await ada.clicks('Write formula');
      await ada.sees(says);
      await ada.doesNotSee('[Use this formula]');
    }
  });
});
