import { createSecretKey } from 'node:crypto';
import { expect } from 'chai';
import { openStore } from '../support/open-store.ts';
import type { AuditEntry } from '../../src/store/audit-entry.ts';
import type { Store } from '../support/open-store.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';
import { after as later, noon } from '../support/records.ts';

const minute = 60_000;
const proposal = {
  id: 'p1',
  actor: 'otto',
  thread: 'C1 1.2',
  text: 'run Contacts',
  proposal: { kind: 'command' },
  jobs: [{ id: 'j1', name: 'Contacts', version: 3 }],
  createdAt: noon,
  expiresAt: later(noon, 15 * minute),
};
const entry: AuditEntry = {
  at: noon,
  actor: 'otto',
  door: 'slack',
  operation: 'decide-proposal',
  subject: 'p1',
  before: null,
  after: { decision: 'confirmed' },
};

describeOnBothDatabases('what was proposed in chat', (fresh) => {
  let stores: readonly Store[];
  beforeEach(async () => {
    const url = await fresh();
    const encryptionKey = createSecretKey(Buffer.alloc(32, 7));
    // Two instances of the bot on one database.
    stores = [await openStore({ url, encryptionKey }), await openStore({ url, encryptionKey })];
    await stores[0]?.proposals.add(proposal);
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
  });

  const latest = (actor: string, thread: string, at: Date) =>
    stores[1]?.proposals.latestOpen({ actor, thread }, at);

  it('is decided on once, however many instances are asked at the same time', async () => {
    const clicks = [...stores, ...stores].map((store) =>
      store.proposals.decide('p1', { decision: 'confirmed', at: later(noon, minute) }, entry),
    );
    const taken = (await Promise.all(clicks)).filter(Boolean);
    expect(taken.length).to.equal(1);
    const entries = await stores[0]?.audit.list({ limit: 10, offset: 0 });
    expect(entries?.length).to.equal(1);
  });

  it('is not decided on once its time is up', async () => {
    const late = { decision: 'confirmed', at: later(noon, 15 * minute) };
    expect(await stores[1]?.proposals.decide('p1', late, entry)).to.equal(false);
  });

  it('is found by whoever asked, where they asked, while it can be decided on', async () => {
    expect(await latest('otto', 'C1 1.2', noon)).to.include({ id: 'p1' });
    expect(await latest('ada', 'C1 1.2', noon)).to.equal(null);
    expect(await latest('otto', 'C1', noon)).to.equal(null);
    expect(await latest('otto', 'C1 1.2', later(noon, 15 * minute))).to.equal(null);
  });
});
