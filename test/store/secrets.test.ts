import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { FatalError, UserError } from '../../src/domain/errors.ts';
import { openStore } from '../support/open-store.ts';
import { createSecretBox } from '../../src/store/secrets.ts';
import { aConfiguration, aConnection } from '../support/records.ts';

const key = createSecretKey(randomBytes(32));
const place = { connectionId: 'c1', connectionName: 'Acme', path: 'auth.clientSecret' };

describe('a secret at rest', () => {
  it('opens with the key it was sealed with, whatever it holds', () => {
    const box = createSecretBox(key, null);
    for (const secret of ['', 'x', '🎉 ü \0', 'long '.repeat(10_000)]) {
      expect(box.open(box.seal(secret, place), place)).to.equal(secret);
    }
  });

  it('looks different every time it is sealed', () => {
    const box = createSecretBox(key, null);
    expect(box.seal('same', place).sealed).not.to.equal(box.seal('same', place).sealed);
  });

  it('names its key by eight digits of a hash', () => {
    const box = createSecretBox(createSecretKey(Buffer.alloc(32)), null);
    expect(box.seal('x', place).keyId).to.equal('66687aad');
  });

  it('does not open in another row', () => {
    const box = createSecretBox(key, null);
    const row = box.seal('secret', place);
    for (const elsewhere of [
      { ...place, connectionId: 'c2' },
      { ...place, path: 'auth.other' },
    ]) {
      expect(() => box.open(row, elsewhere)).to.throw(FatalError, /changed or moved/);
    }
    expect(box.open(row, { ...place, connectionName: 'Renamed' })).to.equal('secret');
  });

  it('does not open once a bit of it is changed', () => {
    const box = createSecretBox(key, null);
    const { keyId, sealed } = box.seal('secret', place);
    const length = Buffer.from(sealed, 'base64').length;
    for (let at = 0; at < length; at += 1) {
      const bytes = Buffer.from(sealed, 'base64');
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      expect(() => box.open({ keyId, sealed: bytes.toString('base64') }, place)).to.throw(FatalError);
    }
    expect(() => box.open({ keyId, sealed: '' }, place)).to.throw(FatalError);
  });

  it('refuses a key of another length', () => {
    expect(() => createSecretBox(createSecretKey(randomBytes(16)), null)).to.throw(
      UserError,
      'ENCRYPTION_KEY',
    );
  });

  it("is in none of the bytes of SQLite's files", async () => {
    const folder = await mkdtemp(join(tmpdir(), 'crosswalk-secrets-'));
    try {
      const store = await openStore({ url: `sqlite:${join(folder, 'state.db')}`, encryptionKey: key });
      const secret = 'hunter2hunter2';
      await store.applyConfiguration(
        aConfiguration({ connections: [aConnection({ secrets: { 'auth.clientSecret': secret } })] }),
      );
      const bytesOf = async (): Promise<string> => {
        const files = await readdir(folder);
        const contents = await Promise.all(files.map((file) => readFile(join(folder, file))));
        return Buffer.concat(contents).toString('latin1');
      };
      const open = await bytesOf();
      await store.close();
      const closed = await bytesOf();
      for (const bytes of [open, closed]) {
        expect(bytes).to.contain('Acme Salesforce').and.not.to.contain(secret);
        expect(bytes).not.to.contain(Buffer.from(secret).toString('base64').slice(0, 16));
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
