import { expect } from 'chai';
import * as fc from 'fast-check';
import { defaultTarget } from '../../src/domain/default-target.ts';
import { applyPatch } from '../../src/domain/draft-patch.ts';
import {
  defaultFullSync,
  fromJob,
  newDraft,
  requireInbound,
  requireOutbound,
  toJob,
} from '../../src/domain/draft.ts';
import { anyCadence, anyJob, anyOutboundJob } from '../support/any-job.ts';
import { from } from '../support/mapping.ts';
import { aJob } from '../support/records.ts';
import { userErrorOf } from '../support/thrown.ts';

describe('a draft', () => {
  it('of a job becomes the same job', () => {
    fc.assert(
      fc.property(fc.oneof(anyJob, anyOutboundJob), (job) => {
        expect(toJob(fromJob(job))).to.deep.equal(job);
      }),
    );
  });

  it('of an export becomes a job that makes nothing in the CRM, clears nothing, and has no full sync', () => {
    const draft = applyPatch(newDraft('job-1', 'outbound'), {
      direction: 'outbound',
      name: 'Health',
      connectionId: 'connection-1',
      source: { object: 'accounts' },
      target: { object: 'Account', matchOn: 'Id' },
      schedule: { cadence: { run: 'hourly', minute: 5 } },
    });
    expect(toJob(draft)).to.deep.include({
      direction: 'outbound',
      source: { object: 'accounts', filter: '' },
      target: { object: 'Account', matchOn: 'Id' },
      settings: { allowCreate: false, updateExisting: true, emptyValues: 'leave' },
      schedule: { run: 'hourly', minute: 5, timezone: 'UTC', fullSync: 'never', enabled: true },
    });
  });

  it('of an export needs a field to match on', () => {
    const draft = newDraft('job-1', 'outbound');
    const patch = {
      direction: 'outbound',
      name: 'x',
      connectionId: 'c',
      source: { object: 'accounts' },
    } as const;
    const error = userErrorOf(() => toJob(applyPatch(draft, { ...patch, target: { object: 'Account' } })));
    expect(error.message).to.equal('This job has no field to match on yet. Choose one before you save it.');
  });

  it('is told from one of the other direction', () => {
    const [inbound, outbound] = [newDraft('1'), newDraft('2', 'outbound')];
    expect(requireInbound(inbound)).to.equal(inbound);
    expect(requireOutbound(outbound)).to.equal(outbound);
    expect(userErrorOf(() => requireInbound(outbound)).code).to.equal('outbound_draft');
    expect(userErrorOf(() => requireOutbound(inbound)).code).to.equal('inbound_draft');
  });

  it('becomes a job with the usual in place of what nobody decided on', () => {
    const draft = applyPatch(newDraft('job-1'), {
      name: 'Accounts',
      connectionId: 'connection-1',
      source: { object: 'Account' },
    });
    expect(toJob(draft)).to.deep.equal(
      aJob({
        name: 'Accounts',
        mapping: [],
        schedule: { run: 'once', timezone: 'UTC', fullSync: 'never', enabled: true },
      }),
    );
  });

  it('leaves skipped rows out of the job, and what only a draft knows of its rows', () => {
    const [first] = fromJob(aJob()).mapping;
    const auto = { confidence: 1, words: 'The names are the same.' };
    const mapping = [
      { ...(first ?? { id: '1', ...from('Id', 'account_id') }), auto },
      { id: '2', ...from('Name', 'name'), skipped: true },
    ];
    expect(toJob({ ...fromJob(aJob()), mapping })).to.deep.equal(aJob());
  });

  const parts = { name: 'A', connectionId: 'c', source: { object: 'Account' } } as const;
  const missing = [
    ['name', { ...parts, name: undefined }],
    ['connection', { ...parts, connectionId: undefined }],
    ['source object', { ...parts, source: {}, target: { object: 'accounts' } }],
  ] as const;
  for (const [what, patch] of missing) {
    it(`does not become a job without its ${what}`, () => {
      const error = userErrorOf(() => toJob(applyPatch(newDraft('job-1'), patch)));
      expect(error).to.include({ code: 'draft_incomplete' });
      expect(error.message).to.include(what);
    });
  }

  it('gives frequent jobs a full sync every day', () => {
    fc.assert(
      fc.property(anyCadence, (cadence) => {
        const isFrequent = ['minutes', 'hourly'].includes(cadence.run);
        expect(defaultFullSync(cadence)).to.equal(isFrequent ? 'daily' : 'never');
      }),
    );
  });

  const targets = [
    ['Account', 'accounts'],
    ['contact', 'users'],
    ['Task', 'tasks'],
    ['Event', 'touchpoints'],
    ['AccountTeamMember', 'account_assignments'],
    ['phonecall', 'touchpoints'],
    ['Invoice__c', 'collections'],
    ['constructor', 'collections'],
  ] as const;
  for (const [object, target] of targets) {
    it(`brings ${object} to ${target} unless told otherwise`, () => {
      expect(defaultTarget(object)).to.equal(target);
    });
  }
});
