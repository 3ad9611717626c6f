import { expect } from 'chai';
import type { KnownBlock } from '@slack/types';
import { newDraft } from '../../../src/domain/draft.ts';
import type { OutboundDraft } from '../../../src/domain/draft.ts';
import { checkView, isTooLarge } from '../../../src/playground/blocks/check-view.ts';
import { destinationBlocks } from '../../../src/slack/wizard/destination/destination-view.ts';
import { recordsBlocks } from '../../../src/slack/wizard/records/records-view.ts';
import { settingsBlocks } from '../../../src/slack/wizard/settings/settings-view.ts';
import type { StepId } from '../../../src/slack/wizard/step.ts';
import { maxStepBlocks, stepView } from '../../../src/slack/wizard/wizard-view.ts';
import { noon } from '../../support/records.ts';
import { aStoredDraft } from './a-stored-draft.ts';
import { awkwardNames } from './support/mapping-data.ts';

const awkward = (index: number): string => awkwardNames[index % awkwardNames.length] ?? '';
const object = `${'Object'.repeat(12)}__c`;
const draft: OutboundDraft = {
  ...newDraft('job-1', 'outbound'),
  connectionId: 'connection-1',
  source: { object: 'account_assignments', filter: '&'.repeat(2_999) },
  target: { object, matchOn: 'Field_1__c', parent: 'Field_2__c' },
};

function expectTaken(id: StepId, blocks: readonly KnownBlock[]): void {
  const stored = { ...aStoredDraft(), draft };
  const view = stepView({ stored, at: {}, place: { id, title: id, number: 2, count: 7 } }, { blocks });
  expect(checkView(view)).not.to.have.property('problems');
  expect(isTooLarge(view)).to.equal(false);
  expect(blocks.length).to.be.at.most(maxStepBlocks);
}

function matchingSaid(idCanCreate: boolean): string {
  const matchOn = [
    { name: 'accountid', label: 'Account', canCreate: idCanCreate, isId: true },
    { name: 'acme_key', label: 'Key', canCreate: true, isId: false },
  ];
  const fields = { matchOn, parents: [] };
  return JSON.stringify(destinationBlocks({ draft, connection: 'c', object: null, fields }));
}

describe("the steps of an export are within Slack's limits", () => {
  const stored = { ...aStoredDraft(), draft };

  for (const count of [0, 1, 60, 500]) {
    it(`with ${count} attributes, fields and parents`, () => {
      const columns = Array.from({ length: count }, (_, i) => ({
        path: `attribute_${i}`.padEnd(100, 'x'),
        label: awkward(i),
        type: 'string' as const,
      }));
      const rows = Array.from({ length: 10 }, (_, i) => columns.map(() => awkward(i).repeat(20)));
      for (const page of [0, 3, 10_000]) {
        const preview = { columns, rows, count: 1e9 };
        expectTaken('records', recordsBlocks({ stored, words: [], preview }, page));
      }
      expectTaken('records', recordsBlocks({ stored, words: [], preview: '<&>'.repeat(2_000) }, 0));
      const fields = {
        matchOn: columns.map(({ label }, i) => ({
          name: `Field_${i}__c`,
          label,
          canCreate: i % 2 === 0,
          isId: i === 0,
        })),
        parents: columns.map(({ label }, i) => ({ name: `Field_${i}__c`, label, object })),
      };
      const connection = awkward(count);
      const chosen = { name: object, label: connection };
      expectTaken('destination', destinationBlocks({ draft, connection, object: chosen, fields }));
      expectTaken('destination', destinationBlocks({ draft, connection, object: null, fields: null }));
    });
  }

  it('and say by what new records can be found where the CRM lets ids be chosen, and where it does not', () => {
    expect(matchingSaid(true)).to.include('an id made of their keys').and.include('whichever you choose');
    expect(matchingSaid(false))
      .to.include('new ones cannot be created by it')
      .and.include('an external id or a key');
  });

  it('with the longest names in the settings', () => {
    const clock = { timezone: 'America/Argentina/Buenos_Aires', now: noon };
    expectTaken('settings', settingsBlocks({ stored, proposedName: '&'.repeat(80), channelId: null, clock }));
  });
});
