import { expect } from 'chai';
import { changedParts, fingerprintOf } from '../../src/engine/fingerprint.ts';
import { constant, from } from '../support/mapping.ts';
import { aJob } from '../support/records.ts';

const mapping = [from('Id', 'account_id'), from('Name', 'name')];
const job = aJob({ mapping });
const changedBy = (change: Parameters<typeof aJob>[0]): readonly string[] =>
  changedParts(fingerprintOf(job), fingerprintOf({ ...job, ...change }));

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
    const settings = { allowCreate: false, resolveConflicts: false };
    expect(changedBy({ settings })).to.deep.equal(['settings']);
  });

  it('that another version wrote differs in everything', () => {
    const all = ['connection', 'object', 'filter', 'mapping', 'target', 'settings'];
    expect(changedParts('something else', fingerprintOf(job))).to.deep.equal(all);
  });
});
