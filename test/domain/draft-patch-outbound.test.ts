import { expect } from 'chai';
import * as fc from 'fast-check';
import { applyPatch } from '../../src/domain/draft-patch.ts';
import type { InboundPatch, OutboundPatch } from '../../src/domain/draft-patch.ts';
import { fromJob, newDraft } from '../../src/domain/draft.ts';
import { anyJob, anyOutboundJob } from '../support/any-job.ts';
import { constant, from } from '../support/mapping.ts';
import { aJob, anOutboundJob } from '../support/records.ts';
import { userErrorOf } from '../support/thrown.ts';

const rows = [from('account_id', 'Id'), from('health', 'Health__c'), constant('x', 'Origin__c')];
const draft = fromJob(
  anOutboundJob({
    mapping: rows,
    source: { object: 'accounts', filter: "health = 'red'" },
    target: { object: 'Account', matchOn: 'Id', parent: 'ParentId' },
  }),
);
const patched = (patch: Omit<OutboundPatch, 'direction'>) =>
  applyPatch(draft, { direction: 'outbound', ...patch });

describe('applyPatch of an export', () => {
  it('changes nothing by an empty patch, with a direction and without', () => {
    fc.assert(
      fc.property(anyOutboundJob, (job) => {
        const start = fromJob(job);
        expect(applyPatch(start, {})).to.deep.equal(start);
        expect(applyPatch(start, { direction: 'outbound' })).to.deep.equal(start);
      }),
    );
  });

  it('takes what both directions have from a patch that names none', () => {
    const patch: InboundPatch = {
      name: ' Health ',
      source: { filter: '' },
      settings: { allowCreate: true },
      schedule: { enabled: false },
    };
    const changed = applyPatch(draft, patch);
    expect(changed).to.deep.include({
      direction: 'outbound',
      name: 'Health',
      source: { object: 'accounts', filter: '' },
    });
    expect(changed.settings).to.include({ allowCreate: true, updateExisting: true });
    expect(changed.schedule).to.include({ enabled: false });
  });

  const ofImports: readonly InboundPatch[] = [
    { source: { object: 'Account' } },
    { target: { object: 'accounts' } },
    { settings: { resolveConflicts: true } },
  ];
  for (const patch of ofImports) {
    it(`refuses ${JSON.stringify(patch)}, which is meant for an import`, () => {
      expect(userErrorOf(() => applyPatch(draft, patch)).code).to.equal('outbound_draft');
    });
  }

  it('loses filter, destination and mapping with another hub object', () => {
    const changed = patched({ source: { object: 'users' } });
    expect(changed).to.deep.include({
      source: { object: 'users' },
      target: {},
      mapping: [],
      validated: false,
    });
  });

  it('loses what names fields of the CRM with another of its objects', () => {
    const changed = patched({ target: { object: 'Contact' } });
    expect(changed.target).to.deep.equal({ object: 'Contact' });
    expect(changed.mapping.map(({ target }) => target)).to.deep.equal(['', '', '']);
    expect(changed.source).to.deep.equal(draft.source);
  });

  it('takes what the same patch says of another object', () => {
    const changed = patched({
      target: { object: 'Contact', matchOn: 'Ref__c', parent: 'AccountId' },
      mapping: [{ change: 'edit', row: '1', to: { target: 'Ref__c' } }],
    });
    expect(changed.target).to.deep.equal({ object: 'Contact', matchOn: 'Ref__c', parent: 'AccountId' });
    expect(changed.mapping[0]).to.include({ target: 'Ref__c' });
  });

  it('takes the parent away by null', () => {
    expect(patched({ target: { parent: null } }).target).to.deep.equal({ object: 'Account', matchOn: 'Id' });
    expect(patched({ target: { matchOn: 'Ref__c' } }).target).to.include({ parent: 'ParentId' });
  });

  const makeNecessary: readonly Omit<OutboundPatch, 'direction'>[] = [
    { source: { filter: '' } },
    { target: { matchOn: 'Ref__c' } },
    { target: { parent: null } },
    { connectionId: 'another' },
    { mapping: [{ change: 'edit', row: '2', to: { skipped: true } }] },
  ];
  for (const patch of makeNecessary) {
    it(`makes validation necessary by ${JSON.stringify(patch)}`, () => {
      expect(patched(patch).validated).to.equal(false);
    });
  }

  it('leaves the mapping valid where switches and schedule change', () => {
    expect(patched({ settings: { allowCreate: true, emptyValues: 'clear' } }).validated).to.equal(true);
    expect(patched({ schedule: { enabled: false } }).validated).to.equal(true);
  });
});

describe('applyPatch with another direction', () => {
  it('keeps name, description, connection, schedule and notifications, and begins the rest anew', () => {
    fc.assert(
      fc.property(anyJob, (job) => {
        const start = fromJob(job);
        const turned = applyPatch(start, { direction: 'outbound' });
        const { id, version, name, description, connectionId, schedule, notify } = start;
        expect(turned).to.deep.equal({
          ...newDraft(id, 'outbound'),
          version,
          name,
          description,
          connectionId,
          schedule,
          notify,
        });
        expect(applyPatch(turned, { direction: 'inbound' })).to.deep.include({
          id,
          name,
          source: {},
          target: {},
        });
      }),
    );
  });

  it('takes what the same patch says of it', () => {
    const turned = applyPatch(fromJob(aJob()), {
      direction: 'outbound',
      source: { object: 'users' },
      target: { object: 'Contact' },
    });
    expect(turned).to.deep.include({ source: { object: 'users' }, target: { object: 'Contact' } });
  });
});
