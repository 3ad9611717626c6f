import { createSecretKey, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { FatalError, UserError } from '../../../src/domain/errors.ts';
import { caught } from '../../support/caught.ts';
import { aConfiguration, aConnection, after, noon } from '../../support/records.ts';
import type { OpenStore } from '../store.ts';

const oldKey = createSecretKey(randomBytes(32));
const newKey = createSecretKey(randomBytes(32));
const secrets = { 'auth.clientSecret': 'hunter2 "ü" \\ 🎉', token: 'top' };

export function describeConnections(open: OpenStore): void {
  describe('its connections', () => {
    it('come back as they were saved, without their secrets', async () => {
      const store = await open({ encryptionKey: oldKey });
      const placeholders = { 'auth.clientSecret': '${SF_SECRET}' };
      const wanted = aConnection({ secrets, placeholders });
      await store.applyConfiguration(aConfiguration({ connections: [wanted] }));
      const { secrets: _, ...visible } = wanted;
      const stored = {
        ...visible,
        state: 'connected',
        stateReason: null,
        owner: null,
        org: null,
        createdAt: noon,
        updatedAt: noon,
      };
      expect(await store.connections.byId('connection-1')).to.deep.equal(stored);
      expect(await store.connections.byName('ACME salesforce ')).to.deep.equal(stored);
      expect(await store.connections.list()).to.deep.equal([stored]);
      expect(await store.connections.byName('another')).to.equal(null);
      expect(await store.connections.secretNames('connection-1')).to.deep.equal(Object.keys(secrets));
    });

    it('get their secrets back where they belong', async () => {
      const store = await open({ encryptionKey: oldKey });
      await store.applyConfiguration(aConfiguration({ connections: [aConnection({ secrets })] }));
      expect(await store.connections.secretSettings('connection-1')).to.deep.equal({
        loginUrl: 'https://login.salesforce.com',
        auth: { grant: 'client-credentials', clientSecret: secrets['auth.clientSecret'] },
        token: 'top',
      });
    });

    it('lose the secrets that a change no longer names', async () => {
      const store = await open({ encryptionKey: oldKey });
      await store.applyConfiguration(aConfiguration({ connections: [aConnection({ secrets })] }));
      const kept = aConnection({ secrets: { token: 'other' } });
      await store.applyConfiguration(aConfiguration({ connections: [kept] }));
      expect(await store.connections.secretSettings('connection-1')).to.deep.equal({
        ...kept.settings,
        token: 'other',
      });
    });

    it('remember their state until they are saved anew', async () => {
      const store = await open({ encryptionKey: oldKey });
      const apply = (given: Parameters<typeof aConnection>[0], milliseconds: number) =>
        store.applyConfiguration(
          aConfiguration({
            connections: [aConnection({ secrets, ...given })],
            savedBy: { at: after(noon, milliseconds), actor: 'ada', door: 'cli' },
          }),
        );
      await apply({}, 0);
      await store.connections.setState('connection-1', 'failing', 'The password expired.');
      expect(await store.connections.byId('connection-1')).to.deep.include({
        state: 'failing',
        stateReason: 'The password expired.',
        updatedAt: noon,
      });
      await apply({ secrets: { token: 'new' } }, 2);
      expect(await store.connections.byId('connection-1')).to.deep.include({
        state: 'connected',
        stateReason: null,
        createdAt: noon,
        updatedAt: after(noon, 2),
      });
    });

    it('stay expired whatever else another instance finds in the way', async () => {
      const [one, other] = [await open({ encryptionKey: oldKey }), await open({ encryptionKey: oldKey })];
      await one.applyConfiguration(aConfiguration({ connections: [aConnection({ secrets })] }));
      await one.connections.expire('connection-1', 'Reconnect.', noon);
      await other.connections.setState('connection-1', 'failing', 'There is no way there.');
      expect(await one.connections.byId('connection-1')).to.include({
        state: 'expired',
        stateReason: 'Reconnect.',
      });
      await other.connections.setState('connection-1', 'connected', null);
      expect(await one.connections.byId('connection-1')).to.include({ state: 'connected' });
    });

    it('keep a token that was given anew in the place of the one that it was given for, and of no other', async () => {
      const [one, other] = [await open({ encryptionKey: oldKey }), await open({ encryptionKey: oldKey })];
      await one.applyConfiguration(aConfiguration({ connections: [aConnection({ secrets })] }));
      const changes = await Promise.all([
        one.connections.replaceSecret('connection-1', 'token', { from: 'top', to: 'one' }),
        other.connections.replaceSecret('connection-1', 'token', { from: 'top', to: 'other' }),
      ]);
      expect(changes).to.have.members([true, false]);
      const { token } = await one.connections.secretSettings('connection-1');
      expect(token).to.equal(changes[0] ? 'one' : 'other');
      const unknown = other.connections.replaceSecret('gone', 'token', { from: 'top', to: 'one' });
      expect(await unknown).to.equal(false);
    });

    it('without secrets need no key', async () => {
      const store = await open();
      await store.applyConfiguration(aConfiguration());
      expect(await store.connections.secretSettings('connection-1')).to.deep.equal(aConnection().settings);
    });

    it('with secrets are refused where no key is set, and nothing is stored', async () => {
      const store = await open();
      const refusal = await caught(
        store.applyConfiguration(aConfiguration({ connections: [aConnection({ secrets })] })),
      );
      expect(refusal).to.be.instanceOf(UserError).and.include({ code: 'encryption_key_missing' });
      expect(refusal.message).to.match(
        /auth\.clientSecret .*"Acme Salesforce".*ENCRYPTION_KEY.*openssl rand/,
      );
      expect(await store.connections.list()).to.deep.equal([]);
    });

    for (const [title, key] of [
      ['another key', newKey],
      ['no key', null],
    ] as const) {
      it(`cannot be opened with ${title}, and say what to do`, async () => {
        const store = await open({ encryptionKey: oldKey });
        await store.applyConfiguration(aConfiguration({ connections: [aConnection({ secrets })] }));
        const wrong = await open({ encryptionKey: key });
        const failure = await caught(wrong.connections.secretSettings('connection-1'));
        expect(failure).to.be.instanceOf(FatalError).and.include({ code: 'encryption_key_unknown' });
        expect(failure.message).to.contain('ENCRYPTION_KEY_PREVIOUS');
        for (const secret of Object.values(secrets)) expect(failure.message).not.to.contain(secret);
        expect(await wrong.connections.list()).to.have.length(1);
      });
    }

    it('whose key is lost can be stored again', async () => {
      const store = await open({ encryptionKey: oldKey });
      await store.applyConfiguration(aConfiguration({ connections: [aConnection({ secrets })] }));
      const later = await open({ encryptionKey: newKey });
      await later.applyConfiguration(aConfiguration({ connections: [aConnection({ secrets })] }));
      expect(await later.connections.secretSettings('connection-1')).to.include({ token: 'top' });
    });

    it('are encrypted anew when the key is replaced, so that the previous one can go', async () => {
      const store = await open({ encryptionKey: oldKey });
      await store.applyConfiguration(aConfiguration({ connections: [aConnection({ secrets })] }));
      const rotating = await open({ encryptionKey: newKey, previousEncryptionKey: oldKey });
      expect(await rotating.connections.secretSettings('connection-1')).to.include({ token: 'top' });
      const rotated = await open({ encryptionKey: newKey });
      expect(await rotated.connections.secretSettings('connection-1')).to.include({ token: 'top' });
    });

    it('that do not exist are told by their id', async () => {
      const store = await open();
      const failure = await caught(store.connections.secretSettings('c9'));
      expect(failure).to.be.instanceOf(FatalError).and.have.property('message').that.contains('c9');
    });
  });
}
