import { createSecretKey } from 'node:crypto';
import { expect } from 'chai';
import { refuseUselessKey } from '../../src/operations/stored-secrets.ts';
import { openStore } from '../support/open-store.ts';
import type { Store } from '../support/open-store.ts';
import { testSqliteUrl } from '../support/postgres.ts';
import { aConfiguration, aConnection } from '../support/records.ts';
import { rejection } from '../support/rejection.ts';

describe('the encryption key at the start', () => {
  const url = testSqliteUrl();
  const secrets = { 'auth.clientSecret': 'hunter2' };
  const stores: Store[] = [];

  async function openWith(byte: number): Promise<Store> {
    const store = await openStore({ url, encryptionKey: createSecretKey(Buffer.alloc(32, byte)) });
    stores.push(store);
    return store;
  }

  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });

  it('is refused where it opens nothing, and where it opens some, the others are told', async () => {
    const before = await openWith(1);
    await before.applyConfiguration(
      aConfiguration({ connections: [aConnection({ id: 'connection-1', name: 'Old org', secrets })] }),
    );
    expect(await refuseUselessKey([before])).to.deep.equal([]);
    const now = await openWith(2);
    expect(await rejection(refuseUselessKey([now]))).to.include({ code: 'encryption_key_useless' });
    await now.applyConfiguration(
      aConfiguration({ connections: [aConnection({ id: 'connection-2', name: 'New org', secrets })] }),
    );
    const [told = '', ...others] = await refuseUselessKey([now]);
    expect(others).to.deep.equal([]);
    expect(told).to.match(/^Runs of the connection "Old org" fail\. .*another key/);
  });
});
