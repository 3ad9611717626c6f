import { createSecretKey } from 'node:crypto';
import { once } from 'node:events';
import { expect } from 'chai';
import { refreshTokenPath } from '../../src/connectors/authorizing.ts';
import type { Connector } from '../../src/connectors/connector.ts';
import { createSalesforceConnector } from '../../src/connectors/salesforce/index.ts';
import { createSessions } from '../../src/engine/sessions.ts';
import type { Sessions } from '../../src/engine/sessions.ts';
import { splitSecrets } from '../../src/operations/secret-settings.ts';
import { startSalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import { openStore } from '../support/open-store.ts';
import type { Store } from '../support/open-store.ts';
import { aTuning } from '../connectors/salesforce/a-tuning.ts';
import { consentedTo } from '../support/consent.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';
import { aConfiguration, aConnection, after as later, noon } from '../support/records.ts';
import { untilSlowly } from '../support/until-slowly.ts';

const id = 'connection-1';
const rounds = 4;

interface Instance {
  readonly store: Store;
  readonly sessions: Sessions;
}

describeOnBothDatabases('logging in by a token that is good once', (fresh) => {
  let sandbox: SalesforceSandbox;
  let connector: Connector;
  let instances: Instance[];
  let now: number;
  /** Logins that are under way, and the most that ever were. */
  let logins: { open: number; most: number; begun: () => void };

  beforeEach(async () => {
    sandbox = await startSalesforceSandbox();
    sandbox.web.rotatesRefreshTokens = true;
    now = noon.getTime();
    logins = { open: 0, most: 0, begun: () => undefined };
    const salesforce = createSalesforceConnector(aTuning({ attempts: 2 }));
    connector = {
      ...salesforce,
      async logIn(...asked) {
        logins.open += 1;
        logins.most = Math.max(logins.most, logins.open);
        logins.begun();
        try {
          return await salesforce.logIn(...asked);
        } finally {
          logins.open -= 1;
        }
      },
    };
    const url = await fresh();
    instances = [];
    for (let i = 0; i < 2; i += 1) {
      const store = await openStore({ url, encryptionKey: createSecretKey(Buffer.alloc(32, 7)) });
      const sessions = createSessions({ store, connectors: { salesforce: connector }, now: () => now });
      instances.push({ store, sessions });
    }
    await connect();
  });
  afterEach(async () => {
    for (const { store } of instances) await store.close();
    await sandbox.close();
  });

  const of = (i: number): Instance => {
    const instance = instances[i];
    if (instance === undefined) throw new Error(`There is no instance ${i}.`);
    return instance;
  };
  const stored = async (): Promise<string> => tokenOf(await of(0).store.connections.secretSettings(id));

  async function connect(): Promise<void> {
    const auth = { grant: 'authorization-code', ...sandbox.credentials.web };
    const whole = await consentedTo(connector, { loginUrl: sandbox.url, auth }, sandbox.web);
    const { settings, secrets } = splitSecrets(whole, connector.secretPaths);
    const savedBy = { at: later(noon, (now += 1_000) - noon.getTime()), actor: 'ada', door: 'browser' };
    const connections = [{ ...aConnection({ settings, secrets }), owner: 'UADA' }];
    await of(0).store.applyConfiguration(aConfiguration({ connections, savedBy }));
  }

  it('is done by one instance at a time, and burns nobody’s token', async () => {
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all(
        instances.map(async ({ sessions }) => {
          const source = sessions.of(id);
          await source.refresh(await source.get());
        }),
      );
    }
    expect(logins.most).to.equal(1);
    expect(sandbox.traffic.logins).to.be.at.least(2 * rounds);
    expect(await of(0).store.connections.byId(id)).to.include({ state: 'connected' });
    expect(await of(0).store.outbox.waiting()).to.equal(0);
  });

  it('stays one instance’s turn however long the CRM puts it off', async () => {
    const { store } = of(0);
    let takes = 0;
    const take: Store['leases']['take'] = async (...asked) => {
      const taken = await store.leases.take(...asked);
      takes += 1;
      return taken;
    };
    let begun = false;
    const putOff = new AbortController();
    const slow: Connector = {
      ...connector,
      async logIn(...asked) {
        begun = true;
        await once(putOff.signal, 'abort');
        return await connector.logIn(...asked);
      },
    };
    const sessions = createSessions({
      store: { ...store, leases: { ...store.leases, take } },
      connectors: { salesforce: slow },
      now: () => now,
      renewMs: 5,
    });
    const loggedIn = sessions.of(id).get();
    await untilSlowly(() => begun);
    const another = (): Promise<boolean> =>
      of(1).store.leases.take(
        `login of ${id}`,
        { holder: 'another', until: new Date(now + 60_000) },
        new Date(now),
      );
    for (let minutes = 0; minutes < 5; minutes += 1) {
      now += 59_000;
      const before = takes;
      // Two: the first may have been on its way before the clock went on.
      await untilSlowly(() => takes >= before + 2);
      expect(await another()).to.equal(false);
    }
    putOff.abort();
    expect(await loggedIn).to.include({ instanceUrl: sandbox.url });
    expect(await another(), 'it is given back').to.equal(true);
  });

  it('is given back for good, and not taken again by a renewal that was under way', async () => {
    const { store } = of(0);
    const renewing = new AbortController();
    let isReleased = false;
    let takes = 0;
    const take: Store['leases']['take'] = async (...asked) => {
      takes += 1;
      if (takes === 1) return await store.leases.take(...asked);
      renewing.abort();
      // It lands when the login is over, and last of all where nobody waits for it.
      let looks = 0;
      await untilSlowly(() => isReleased || (logins.open === 0 && (looks += 1) > 5));
      return await store.leases.take(...asked);
    };
    const release: Store['leases']['release'] = async (...asked) => {
      await store.leases.release(...asked);
      isReleased = true;
    };
    const slow: Connector = {
      ...connector,
      async logIn(...asked) {
        if (!renewing.signal.aborted) await once(renewing.signal, 'abort');
        return await connector.logIn(...asked);
      },
    };
    const sessions = createSessions({
      store: { ...store, leases: { ...store.leases, take, release } },
      connectors: { salesforce: slow },
      now: () => now,
      renewMs: 50,
    });
    await sessions.of(id).get();
    const until = new Date(now + 60_000);
    expect(
      await of(1).store.leases.take(`login of ${id}`, { holder: 'another', until }, new Date(now)),
    ).to.equal(true);
  });

  it('keeps what a person has brought meanwhile', async () => {
    const before = await stored();
    let brought: Promise<void> = Promise.resolve();
    logins.begun = () => {
      logins.begun = () => undefined;
      brought = connect();
    };
    const { connections } = of(1).store;
    await of(1).sessions.of(id).get();
    await brought;
    const token = await stored();
    expect(token).to.not.equal(before);
    expect(await connections.replaceSecret(id, refreshTokenPath, { from: before, to: 'stale' })).to.equal(
      false,
    );
    expect(await stored()).to.equal(token);
    const source = of(1).sessions.of(id);
    await source.refresh(await source.get());
    expect(await connections.byId(id)).to.include({ state: 'connected' });
  });
});

function tokenOf({ auth }: Readonly<Record<string, unknown>>): string {
  return (auth as { readonly refreshToken: string }).refreshToken;
}
