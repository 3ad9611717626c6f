import { expect } from 'chai';
import type { Person } from '../../support/person.ts';
import { describeOnBoth } from '../support/slack-house.ts';
import { applied, beginsWith } from './at-source.ts';

const box = { in: 'Describe it in plain English' };

describeOnBoth('"Describe it in plain English" below a filter', (house) => {
  let ada: Person;
  beforeEach(async () => {
    await applied(house());
    house().sandbox.org.insert(
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
});
