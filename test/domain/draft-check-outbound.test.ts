import { expect } from 'chai';
import { checkDraft, draftPaths } from '../../src/domain/draft-check.ts';
import { applyPatch } from '../../src/domain/draft-patch.ts';
import type { OutboundPatch } from '../../src/domain/draft-patch.ts';
import { fromJob, newDraft } from '../../src/domain/draft.ts';
import type { DraftContext } from '../../src/domain/draft-problem.ts';
import { formula, from } from '../support/mapping.ts';
import { aCrmAccount, codesOf, hubAttributes } from '../support/outbound.ts';
import { anOutboundJob } from '../support/records.ts';

const context: DraftContext = { schema: aCrmAccount(), attributes: hubAttributes, otherNames: [] };
const job = anOutboundJob({ mapping: [from('account_id', 'Id'), from('health', 'Health__c')] });

function codes(patch: Omit<OutboundPatch, 'direction'>, against = context): string[] {
  return codesOf(checkDraft(applyPatch(fromJob(job), { direction: 'outbound', ...patch }), against).problems);
}

describe('checkDraft of an export', () => {
  it('finds nothing wrong with one that is right, and no new attributes', () => {
    expect(checkDraft(fromJob(job), context)).to.deep.equal({ problems: [], newAttributes: [] });
    expect(codes({ source: { filter: "health = 'red' AND is_partner = true" } })).to.deep.equal([]);
  });

  it('names what is still to be chosen', () => {
    expect(codesOf(checkDraft(newDraft('job-1', 'outbound'), context).problems)).to.deep.equal([
      'error name name_missing',
      'error connection connection_missing',
      'error source.object source_missing',
      'error target.object target_missing',
    ]);
    const begun = applyPatch(newDraft('job-1', 'outbound'), {
      direction: 'outbound',
      name: 'Health',
      connectionId: 'connection-1',
      source: { object: 'accounts' },
      target: { object: 'Account' },
    });
    expect(codesOf(checkDraft(begun, context).problems)).to.deep.equal([
      'error target.matchOn match_missing',
    ]);
  });

  const wrong: readonly (readonly [string, Omit<OutboundPatch, 'direction'>])[] = [
    ['error source.filter filter_syntax', { source: { filter: 'health =' } }],
    ['error source.filter unknown_field', { source: { filter: "helth = 'red'" } }],
    ['error source.filter wrong_value', { source: { filter: 'contract_value > "much"' } }],
    [
      'error mapping.1.target unknown_field',
      { mapping: [{ change: 'edit', row: '2', to: { target: 'Gone__c' } }] },
    ],
    [
      'error mapping.1.note note_too_long',
      { mapping: [{ change: 'edit', row: '2', to: { note: 'x'.repeat(501) } }] },
    ],
    ['error settings.updateExisting does_nothing', { settings: { updateExisting: false } }],
    [
      'error settings.allowCreate cannot_create_by_id',
      { mapping: nameMapped(), settings: { allowCreate: true } },
    ],
    ['error target.parent unknown_field', { target: { parent: 'Nobody' } }],
    ['error schedule.minute bad_schedule', { schedule: { cadence: { run: 'hourly', minute: 60 } } }],
    ['error notify.channel channel_missing', { notify: { on: ['failed'] } }],
  ];
  for (const [code, patch] of wrong) {
    it(`tells ${code}`, () => {
      expect(codes(patch)).to.deep.equal([code]);
    });
  }

  it('does not look at rows that are skipped, and counts them all the same', () => {
    const mapping = [
      { change: 'add', row: { id: '3', ...from('helth', 'Gone__c'), skipped: true }, before: '1' },
      { change: 'edit', row: '2', to: { target: 'Gone__c' } },
    ] as const;
    expect(codes({ mapping })).to.deep.equal(['error mapping.2.target unknown_field']);
  });

  it('finds without the CRM, and without the hub, what can be found without them', () => {
    const badFormula = { change: 'add', row: { id: '3', ...formula('UPPER(', 'Name') } } as const;
    const gone = { change: 'edit', row: '2', to: { target: 'Gone__c' } } as const;
    const withoutCrm = { ...context, schema: null };
    expect(codes({ mapping: [badFormula] }, withoutCrm)).to.deep.equal([
      'error mapping.2.source formula_syntax',
    ]);
    expect(codes({ source: { filter: "helth = 'red'" } }, withoutCrm)).to.deep.equal([
      'error source.filter unknown_field',
    ]);
    expect(codes({ mapping: [gone] }, withoutCrm)).to.deep.equal([]);
    const alone = { ...withoutCrm, attributes: null };
    expect(codes({ source: { filter: "helth = 'red'" } }, alone)).to.deep.equal([]);
    expect(codes({ source: { filter: 'helth =' } }, alone)).to.deep.equal([
      'error source.filter filter_syntax',
    ]);
  });

  it('needs no parents of the CRM’s object', () => {
    expect(draftPaths(fromJob(job))).to.deep.equal([]);
  });
});

function nameMapped() {
  return [{ change: 'add', row: { id: '3', ...from('name', 'Name') } }] as const;
}
