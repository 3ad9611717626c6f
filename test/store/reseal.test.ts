import { createSecretKey } from 'node:crypto';
import { expect } from 'chai';
import { QueryTypes } from 'sequelize';
import { openDatabase } from '../../src/database/open-database.ts';
import { openStore } from '../support/open-store.ts';
import type { StoreOptions } from '../support/open-store.ts';
import { sealedTables } from '../../src/store/sealed-tables.ts';
import type { Store } from '../support/open-store.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';
import { aConfiguration, aConnection, after as later, anInstallation, noon } from '../support/records.ts';

const [oldKey, newKey] = [1, 2].map((byte) => createSecretKey(Buffer.alloc(32, byte)));
/** More than are done in one transaction. */
const connections = 130;

describeOnBothDatabases('secrets that are encrypted with another key', (fresh) => {
  const stores: Store[] = [];
  let url: string;
  beforeEach(async () => {
    url = await fresh();
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });

  async function open(options: Omit<StoreOptions, 'url'>): Promise<Store> {
    const store = await openStore({ url, reseals: false, ...options });
    stores.push(store);
    return store;
  }
  const rotating = (): Promise<Store> => open({ encryptionKey: newKey, previousEncryptionKey: oldKey });

  async function query<Row extends object>(sql: string): Promise<Row[]> {
    const database = await openDatabase(url);
    try {
      return await database.query<Row>(sql, { type: QueryTypes.SELECT });
    } finally {
      await database.close();
    }
  }

  const audit = {
    at: noon,
    actor: 'ada',
    door: 'slack',
    operation: 'x',
    subject: 'x',
    before: null,
    after: null,
  };
  const link = {
    id: 'link-1',
    person: 'UADA',
    connectionId: null,
    createdAt: noon,
    expiresAt: later(noon, 900_000),
  };

  /** One of each kind, and many connections. */
  async function filled(): Promise<Store> {
    const store = await open({ encryptionKey: oldKey });
    await store.applyConfiguration(
      aConfiguration({
        connections: Array.from({ length: connections }, (_, i) =>
          aConnection({ id: `c${i}`, name: `Org ${i}`, secrets: { 'auth.clientSecret': `secret ${i}` } }),
        ),
      }),
    );
    const webhook = {
      id: 'w1',
      jobId: null,
      url: 'https://hooks.example/x',
      events: ['run.failed'],
      createdAt: noon,
      createdBy: 'UADA',
    } as const;
    await store.webhooks.add(webhook, 'the secret of a webhook', audit);
    await store.state.teams.install(anInstallation({}, { access: 'xoxb-of-acme' }));
    await store.connectLinks.add(link, 'hash of the token', audit);
    await store.connectLinks.open('hash of the token', 'browser', noon);
    await store.connectLinks.begin('link-1', noon, { stateHash: 'state', text: 'what waits' });
    return store;
  }

  it('are found in every table that has any', async () => {
    await filled();
    const tables = await query<{ name: string }>(
      url.startsWith('sqlite')
        ? `SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'sealed'`
        : `SELECT table_name AS name FROM information_schema.columns WHERE column_name = 'sealed'`,
    );
    const listed = sealedTables.map(({ name }) => name);
    expect(listed.toSorted()).to.deep.equal(tables.map(({ name }) => name).toSorted());
  });

  it('are encrypted with the new one, whatever they are of, and the old one is not needed any more', async () => {
    await filled();
    const progress: number[] = [];
    const done = await (await rotating()).secrets.reseal((resealed) => progress.push(resealed));
    expect(done.resealed).to.equal(connections + 3);
    expect([...done.byKey]).to.deep.equal([[done.currentKeyId, connections + 3]]);
    expect(progress.length).to.be.at.least(4);
    const store = await open({ encryptionKey: newKey });
    expect(await store.connections.secretSettings('c129')).to.have.deep.nested.property(
      'auth.clientSecret',
      'secret 129',
    );
    expect(await store.connectLinks.comeBack('state', 'browser', noon)).to.include({ pending: 'what waits' });
    expect((await store.secrets.reseal()).resealed).to.equal(0);
  });

  it('are done some at a time, and one that was damaged keeps none of the others from it', async () => {
    await filled();
    await query(
      `UPDATE connection_secrets SET sealed = '${Buffer.alloc(40).toString('base64')}' WHERE connection_id IN ('c0', 'c7')`,
    );
    const store = await rotating();
    const done = await store.secrets.reseal();
    expect(done.resealed).to.equal(connections + 1);
    expect(done.closed.map(({ message }) => message).join(' '))
      .to.include('"Org 0"')
      .and.include('"Org 7"');
    expect([...done.byKey.values()].toSorted((a, b) => a - b)).to.deep.equal([2, connections + 1]);
  });

  it('are done when the store is opened to be used, which a damaged one does not keep from it', async () => {
    await filled();
    await query(`UPDATE connection_secrets SET sealed = 'AAAA' WHERE connection_id = 'c0'`);
    await open({ encryptionKey: newKey, previousEncryptionKey: oldKey, reseals: true });
    const store = await open({ encryptionKey: newKey });
    expect(await store.connections.secretSettings('c1')).to.have.deep.nested.property(
      'auth.clientSecret',
      'secret 1',
    );
  });

  it('may be done by two at a time, and while connections are renewed', async () => {
    await filled();
    const [one, other] = [await rotating(), await rotating()];
    const renewed = aConnection({ id: 'c5', name: 'Org 5', secrets: { 'auth.clientSecret': 'renewed' } });
    await Promise.all([
      one.secrets.reseal(),
      other.secrets.reseal(),
      other.applyConfiguration(aConfiguration({ connections: [renewed] })),
    ]);
    const store = await open({ encryptionKey: newKey });
    for (const [id, secret] of [
      ['c4', 'secret 4'],
      ['c5', 'renewed'],
    ] as const) {
      expect(await store.connections.secretSettings(id)).to.have.deep.nested.property(
        'auth.clientSecret',
        secret,
      );
    }
  });
});
