import { expect } from 'chai';
import { decideMode } from '../../src/engine/decide-mode.ts';
import type { ModeInput } from '../../src/engine/decide-mode.ts';

const cursor = {
  until: '2026-03-01T12:00:00.000Z',
  fingerprint: 'filter:a mapping:b',
  lastFullAt: '2026-02-01T00:00:00.000Z',
};
const input: ModeInput = {
  asked: 'incremental',
  cursor,
  fingerprint: cursor.fingerprint,
  hubHoldsUntil: cursor.until,
  object: { label: 'Account', hasStamp: true },
  crm: { title: 'Salesforce', deletedRetentionDays: 15 },
  knowsDeletions: true,
  serverTime: '2026-03-01T13:00:00.000Z',
};
const decided = (change: Partial<ModeInput>) => decideMode({ ...input, ...change });

describe('the mode of a run', () => {
  it('is incremental from ten minutes before the cursor up to the CRM’s time', () => {
    const window = { since: '2026-03-01T11:50:00.000Z', until: '2026-03-01T13:00:00.000Z' };
    expect(decided({})).to.deep.equal({
      mode: 'incremental',
      reason: null,
      window,
      deletions: window,
      until: window.until,
    });
  });

  it('is full where that is asked, without a reason of its own', () => {
    expect(decided({ asked: 'full' })).to.include({ mode: 'full', reason: null, window: null });
  });

  it('is full the first time', () => {
    expect(decided({ cursor: null })).to.include({
      mode: 'full',
      window: null,
      reason: "It is the job's first sync.",
    });
  });

  it('is full when what decides about records changed, and says what', () => {
    expect(decided({ fingerprint: 'filter:z mapping:b' }).reason).to.equal(
      "The job's filter changed since the last sync.",
    );
    expect(decided({ fingerprint: 'filter:z mapping:z' }).reason).to.equal(
      "The job's filter and mapping changed since the last sync.",
    );
  });

  it('is full when the other end of the job is another one, and says which', () => {
    const ends = { ...cursor, fingerprint: 'filter:a org:1 hub:1' };
    const reasonFor = (fingerprint: string) => decided({ cursor: ends, fingerprint }).reason;
    expect(reasonFor('filter:a org:1 hub:1')).to.equal(null);
    expect(reasonFor('filter:a org:2 hub:1')).to.match(/connection does not lead to the org/);
    expect(reasonFor('filter:a org:1 hub:2')).to.match(/hub is not the one/);
  });

  it('is full when the hub does not hold what the cursor says it does', () => {
    expect(decided({ hubHoldsUntil: '2026-03-01T11:59:59.999Z' }).reason).to.match(
      /older state of it was restored/,
    );
    expect(decided({ hubHoldsUntil: null }).mode).to.equal('full');
    expect(decided({ hubHoldsUntil: '2026-03-01T12:30:00.000Z' }).mode).to.equal('incremental');
  });

  it('is full when deletions cannot be told for so long a time', () => {
    expect(decided({ serverTime: '2026-03-16T11:50:00.000Z' }).mode).to.equal('incremental');
    const { mode, reason, deletions } = decided({ serverTime: '2026-03-16T11:50:00.001Z' });
    expect(mode).to.equal('full');
    expect(reason).to.match(/15 days ago.*Salesforce.*last 15 days/);
    expect(deletions?.since).to.equal('2026-03-01T11:50:00.001Z');
  });

  it('is full where records have no stamp, and tells no deletions then', () => {
    const { mode, reason, deletions } = decided({ object: { label: 'Territory', hasStamp: false } });
    expect(mode).to.equal('full');
    expect(reason).to.match(/^Territory records do not say when/);
    expect(deletions).to.equal(null);
  });

  it('reads deletions of a full run from the cursor on, or as far back as they can be told', () => {
    expect(decided({ asked: 'full' }).deletions?.since).to.equal('2026-03-01T11:50:00.000Z');
    expect(decided({ cursor: null }).deletions?.since).to.equal('2026-02-14T13:00:00.000Z');
  });

  it('never moves the cursor back for a clock that differs a little, and reads everything for one that differs much', () => {
    const little = decided({ serverTime: '2026-03-01T11:59:00.000Z' });
    expect(little).to.include({ mode: 'incremental', until: cursor.until });
    const much = decided({ serverTime: '2026-02-27T00:00:00.000Z' });
    expect(much).to.include({ mode: 'full', until: '2026-02-27T00:00:00.000Z' });
    expect(much.reason).to.match(/clock stands before/);
    expect(much.deletions?.since).to.equal('2026-02-27T00:00:00.000Z');
  });
});
