import { expect } from 'chai';
import type { Proposal } from '../../../src/assistant/proposal.ts';
import { describeOnBoth } from '../support/slack-house.ts';
import type { SlackHouse } from '../support/slack-house.ts';
import { openAtMapping } from './support/at-mapping.ts';
import { rowFrom } from './support/mapping-data.ts';

type Pair = Extract<Proposal, { kind: 'mapping' }>['pairs'][number];

const pairOf = (source: string, target: string | null, more: Partial<Pair> = {}): Pair => ({
  source,
  target,
  isNew: false,
  type: null,
  confidence: 0.7,
  reason: 'They mean the same.',
  ...more,
});

function suggesting(house: SlackHouse, pairs: readonly Pair[]): void {
  house.setAssistant({
    interpret: () =>
      Promise.resolve({ proposal: { kind: 'mapping', pairs: [...pairs] }, from: 'model', note: null }),
  });
}

const auto = { confidence: 0.9, words: 'Field and attribute have the same name.' };
const rows = [
  rowFrom('1', 'Id', 'account_id'),
  rowFrom('2', 'Name', 'name', { auto }),
  rowFrom('3', 'Industry', 'status'),
  rowFrom('4', 'Fax', ''),
  rowFrom('5', 'Website', 'website', { auto }),
];

describeOnBoth('"Suggest mappings"', (house) => {
  it('shows what would change, with reasons, and changes what is accepted', async () => {
    const opened = await openAtMapping(house(), rows);
    const { ada } = opened;
    await ada.clicks('Validate mapping');
    suggesting(house(), [
      pairOf('Industry', 'industry', { confidence: 0.95 }),
      pairOf('Fax', 'fax_number', { isNew: true, type: 'text', confidence: 0.4, reason: 'Nothing fits.' }),
      pairOf('Website', null, { reason: 'Nobody uses it.' }),
      pairOf('Name', 'name'),
    ]);
    await ada.clicks('Suggest mappings');
    await ada.sees('3 rows would change, before → after');
    await ada.sees('status → industry');
    await ada.sees('Sure: They mean the same.');
    await ada.sees('You edited this row');
    await ada.sees('nothing → fax_number new text');
    await ada.sees('Unsure: Nothing fits.');
    await ada.sees('website → skip');
    await ada.clicks('Skip', { on: 'website → skip' });
    await ada.sees('2 rows would change');
    await ada.clicks('Accept all');
    await ada.sees('One row would change');
    expect((await opened.rows())[2]).to.include({ target: 'status' });
    await ada.clicks('Next');
    await ada.sees('The mapping has to be validated before you go on');
    await ada.clicks('Accept', { on: 'status → industry' });
    await ada.sees('No row would change');
    await ada.clicks('Show the mapping');
    await ada.sees('Industry → industry');
    await ada.sees('→ fax_number new');
    await ada.clicks('Validate mapping');
    await ada.sees('The mapping is valid.');
    expect((await opened.rows()).map(({ target, type, skipped }) => [target, type, skipped])).to.deep.equal([
      ['account_id', undefined, undefined],
      ['name', undefined, undefined],
      ['industry', undefined, undefined],
      ['fax_number', 'text', undefined],
      ['website', undefined, undefined],
    ]);
    const entries = await house().store.audit.list({ limit: 50, offset: 0 });
    const decided = entries.flatMap(({ operation, after }) =>
      operation === 'decide-mappings' ? [(after as { decision: string }).decision] : [],
    );
    expect(decided).to.have.members(['skipped', 'accepted', 'accepted']);
  });

  it('leaves out what goes with nothing that there is, and never skips a key', async () => {
    const opened = await openAtMapping(house(), rows);
    suggesting(house(), [
      pairOf('Flurb__c', 'name'),
      pairOf('Industry', 'flurb'),
      pairOf('Fax', 'contract_value'),
      pairOf('Id', null),
      pairOf('Website', 'Bad Name!', { isNew: true, type: 'text' }),
    ]);
    await opened.ada.clicks('Suggest mappings');
    await opened.ada.sees('No row would change');
    await opened.ada.sees('went with no field or attribute that there is, and were left out');
    await opened.ada.doesNotSee('[Accept all]');
    expect(await opened.rows()).to.deep.equal(rows);
  });

  it('comes from the built-in translator where there is no model', async () => {
    const { ada } = await openAtMapping(house(), rows);
    await ada.clicks('Suggest mappings');
    await ada.sees('status → industry');
    await ada.clicks('Show the mapping');
    await ada.sees('Industry → status');
  });
});
