import { expect } from 'chai';
import { startClient } from './sandbox-client.ts';
import type { QueryAnswer, SandboxClient } from './sandbox-client.ts';

interface Deleted {
  readonly deletedRecords: readonly { readonly id: string; readonly deletedDate: string }[];
  readonly earliestDateAvailable: string;
  readonly latestDateCovered: string;
}

describe('the sandbox tells what changed', () => {
  const now = Date.parse('2026-03-20T12:00:00Z');
  let client: SandboxClient;
  beforeEach(async () => {
    client = await startClient({ now: () => now });
  });
  afterEach(() => client.close());

  it('by deletion, for fifteen days', async () => {
    const { org } = client.sandbox;
    const [early = '', gone = '', kept = '', purged = ''] = org.insert(
      'Account',
      ['early', 'gone', 'kept', 'purged'].map((Name) => ({ Name })),
    );
    org.remove('Account', [early, gone, purged]);
    org.purge('Account', [purged]);
    org.setStamp('Account', [early], '2026-03-17T00:00:00Z');
    org.setStamp('Account', [gone, kept], '2026-03-19T00:00:00Z');
    const found = await client.json<Deleted>(
      'sobjects/Account/deleted?start=2026-03-18T00:00:00%2B00:00&end=2026-03-20T11:30:40Z',
    );
    expect(found).to.deep.equal({
      deletedRecords: [{ id: gone, deletedDate: '2026-03-19T00:00:00.000+0000' }],
      earliestDateAvailable: '2026-03-05T12:00:00.000+0000',
      latestDateCovered: '2026-03-20T11:30:00.000+0000',
    });
    for (const span of [
      'start=2026-03-01T00:00:00Z&end=2026-03-02T00:00:00Z',
      'start=2026-03-19T00:00:00Z&end=2026-03-19T00:00:30Z',
      'start=yesterday&end=2026-03-19T00:00:30Z',
    ]) {
      const response = await client.fetch(`sobjects/Account/deleted?${span}`);
      expect(await response.text(), span).to.include('INVALID_REPLICATION_DATE');
    }
  });

  it('by change, for thirty days', async () => {
    const { org } = client.sandbox;
    const [changed = '', old = ''] = org.insert('Account', [{ Name: 'changed' }, { Name: 'old' }]);
    org.setStamp('Account', [changed], '2026-03-01T00:00:00Z');
    org.setStamp('Account', [old], '2026-02-20T00:00:00Z');
    const found = await client.json<{ ids: string[] }>(
      'sobjects/Account/updated?start=2026-02-25T00:00:00Z&end=2026-03-02T00:00:00Z',
    );
    expect(found.ids).to.deep.equal([changed]);
  });

  it('by merging: the loser names the winner, and its children go over', async () => {
    const { org } = client.sandbox;
    const [loser = '', winner = ''] = org.insert('Account', [{ Name: 'loser' }, { Name: 'winner' }]);
    org.insert('Contact', [{ LastName: 'child', AccountId: loser }]);
    org.merge('Account', loser, winner);
    const soql = 'SELECT Name, MasterRecordId FROM Account WHERE IsDeleted = true';
    const { records } = await client.json<QueryAnswer>(`queryAll?q=${encodeURIComponent(soql)}`);
    expect(records[0]).to.include({ Name: 'loser', MasterRecordId: winner });
    expect(await client.names("Account.Name = 'winner'", 'Contact')).to.deep.equal(['child']);
  });

  it('in the time of its own clock', async () => {
    const response = await client.fetch('limits');
    expect(response.headers.get('date')).to.equal('Fri, 20 Mar 2026 12:00:00 GMT');
  });
});
