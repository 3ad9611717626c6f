import { expect } from 'chai';
import { changedParts, fingerprintOf } from '../../src/engine/fingerprint.ts';
import type { Ends } from '../../src/engine/fingerprint.ts';
import { constant, from } from '../support/mapping.ts';
import { aJob } from '../support/records.ts';

const mapping = [from('Id', 'account_id'), from('Name', 'name')];
const job = aJob({ mapping });
const ends: Ends = { orgId: 'org-1', hubId: 'hub-1' };
const changedBy = (change: Parameters<typeof aJob>[0], others: Partial<Ends> = {}): readonly string[] =>
  changedParts(fingerprintOf(job, ends), fingerprintOf({ ...job, ...change }, { ...ends, ...others }));

describe('the fingerprint of a job', () => {
  it('stays when nothing changes that decides about records', () => {
    expect(changedBy({})).to.deep.equal([]);
    expect(changedBy({ name: 'Another', description: 'New', version: 7 })).to.deep.equal([]);
    expect(changedBy({ mapping: [...mapping].reverse() })).to.deep.equal([]);
    expect(
      changedBy({ mapping: mapping.map((entry) => ({ ...entry, note: 'to be checked' })) }),
    ).to.deep.equal([]);
    expect(changedBy({ source: { object: 'account', filter: '  ' } })).to.deep.equal([]);
  });

  it('tells which part changed', () => {
    expect(changedBy({ connectionId: 'connection-2' })).to.deep.equal(['connection']);
    expect(changedBy({ source: { object: 'Contact', filter: '' } })).to.deep.equal(['object']);
    expect(changedBy({ source: { object: 'Account', filter: "Name = 'a'" } })).to.deep.equal(['filter']);
    expect(changedBy({ target: { object: 'users' } })).to.deep.equal(['target']);
    expect(changedBy({ mapping: [...mapping, constant('x', 'status')] })).to.deep.equal(['mapping']);
    const [id = constant('', '')] = mapping;
    expect(changedBy({ mapping: [id, from('Name', 'name', { formats: ['dd/MM/yyyy'] })] })).to.deep.equal([
      'mapping',
    ]);
    expect(changedBy({}, { orgId: 'org-2' })).to.deep.equal(['org']);
    expect(changedBy({}, { hubId: 'hub-2' })).to.deep.equal(['hub']);
    const settings = { allowCreate: false, resolveConflicts: false };
    expect(changedBy({ settings })).to.deep.equal(['settings']);
  });

  it('that another version wrote differs in everything', () => {
    const all = ['connection', 'object', 'filter', 'mapping', 'target', 'settings', 'org', 'hub'];
    expect(changedParts('something else', fingerprintOf(job, ends))).to.deep.equal(all);
  });
});
