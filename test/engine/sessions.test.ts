import { createSecretKey, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { Connector, CrmSession } from '../../src/connectors/connector.ts';
import { RetryableError, UserError } from '../../src/domain/errors.ts';
import type { RunRetry } from '../../src/domain/run.ts';
import { createSessions } from '../../src/engine/sessions.ts';
import type { Sessions } from '../../src/engine/sessions.ts';
import { openStore } from '../support/open-store.ts';
import type { Store } from '../support/open-store.ts';
import { noConsent } from '../support/a-connector.ts';
import { testSqliteUrl } from '../support/postgres.ts';
import { aConfiguration, aConnection, aJob, noon } from '../support/records.ts';
import { rejection } from '../support/rejection.ts';

/** A CRM that takes one secret, and counts logins. */
function aCrm() {
  const crm = {
    logins: 0,
    secret: 'right',
    isDown: false,
    retry: null as RunRetry | null,
    connector: {
      name: 'salesforce',
      title: 'Fake CRM',
      secretPaths: ['secret'],
      connectForms: [],
      isOwnAddress: () => true,
      allowsPrivate: false,
      authorizing: noConsent,
      parseSettings: (settings) => settings as Readonly<Record<string, unknown>>,
      async logIn({ secret }, { onRetry } = {}): Promise<CrmSession> {
        await Promise.resolve();
        crm.logins += 1;
        if (crm.retry !== null) onRetry?.(crm.retry);
        if (crm.isDown) throw new RetryableError('The CRM takes no logins at the moment.');
        if (secret !== crm.secret) throw new UserError('The CRM refused the secret. Check it.');
        return { accessToken: `token-${crm.logins}`, instanceUrl: 'http://crm', expiresAtMs: null };
      },
      openClient: () => {
        throw new Error('not needed here');
      },
    } satisfies Connector as Connector,
  };
  return crm;
}

/** The CRM takes the newest refresh token only, and gives the next. */
function rotating(base: Connector): { readonly connector: Connector; valid: string; logins: number } {
  const state = { valid: 'token-0', logins: 0, connector: base };
  state.connector = {
    ...base,
    secretPaths: ['auth.refreshToken'],
    async logIn(settings, { onNewRefreshToken } = {}) {
      const { refreshToken } = (settings as { auth: { refreshToken: string } }).auth;
      if (refreshToken !== state.valid) {
        throw new UserError('The login has expired. Reconnect.', { code: 'login_expired' });
      }
      state.logins += 1;
      state.valid = `token-${state.logins}`;
      await onNewRefreshToken?.(state.valid);
      return { accessToken: `access-${state.logins}`, instanceUrl: 'http://crm', expiresAtMs: null };
    },
  };
  return state;
}

describe('the sessions of connections', () => {
  let store: Store;
  let crm: ReturnType<typeof aCrm>;
  let sessions: Sessions;

  const configure = (secret: string, connector = 'salesforce'): Promise<void> =>
    store.applyConfiguration(
      aConfiguration({ connections: [aConnection({ connector, secrets: { secret } })] }),
    );
  const state = async (): Promise<unknown> => {
    const connection = await store.connections.byId('connection-1');
    return [connection?.state, connection?.stateReason];
  };

  beforeEach(async () => {
    store = await openStore({ url: testSqliteUrl(), encryptionKey: createSecretKey(randomBytes(32)) });
    crm = aCrm();
    sessions = createSessions({ store, connectors: { salesforce: crm.connector } });
    await configure('right');
  });
  afterEach(() => store.close());

  it('are one login for all who ask', async () => {
    const asked = [1, 2, 3].map(() => sessions.of('connection-1').get());
    const tokens = await Promise.all(asked);
    expect(tokens.map(({ accessToken }) => accessToken)).to.deep.equal(['token-1', 'token-1', 'token-1']);
    expect(await state()).to.deep.equal(['connected', null]);
  });

  it('are renewed once, however many were refused with the old one', async () => {
    const stale = await sessions.of('connection-1').get();
    const asked = [1, 2].map(() => sessions.of('connection-1').refresh(stale));
    const renewed = await Promise.all(asked);
    expect(renewed.map(({ accessToken }) => accessToken)).to.deep.equal(['token-2', 'token-2']);
  });

  it('are kept as long as they are good, by whatever clock the database goes', async () => {
    const hourMs = 3_600_000;
    const hourLong: Connector = {
      ...crm.connector,
      logIn: async (...asked) => ({
        ...(await crm.connector.logIn(...asked)),
        expiresAtMs: Date.now() + hourMs,
      }),
    };
    for (const apartMs of [2 * hourMs, -2 * hourMs]) {
      const now = (): number => Date.now() + apartMs;
      sessions = createSessions({ store, connectors: { salesforce: hourLong }, now });
      const { accessToken } = await sessions.of('connection-1').get();
      expect((await sessions.of('connection-1').get()).accessToken).to.equal(accessToken);
    }
    expect(crm.logins).to.equal(2);
  });

  it('tell everyone who waits for a login that it is tried again, and nobody afterwards', async () => {
    const told: string[] = [];
    const stale = await sessions.of('connection-1').get();
    crm.retry = { attempt: 1, attempts: 6, reason: 'Nobody answers.', nextAt: new Date(0) };
    const asked = ['a', 'b'].map((name) =>
      sessions.of('connection-1', (retry) => told.push(`${name} ${retry?.reason}`)).refresh(stale),
    );
    const [renewed] = await Promise.all([...asked, sessions.of('connection-1').refresh(stale)]);
    await sessions.of('connection-1').refresh(renewed ?? stale);
    expect(told).to.deep.equal(['a Nobody answers.', 'b Nobody answers.']);
  });

  it('are made anew with changed settings, and what was described before is forgotten', async () => {
    const cache = sessions.describeCacheOf('connection-1');
    const described = {
      name: 'Account',
      label: '',
      labelPlural: '',
      custom: false,
      queryable: true,
      fields: [],
    };
    let describes = 0;
    const load = () => {
      describes += 1;
      return Promise.resolve(described);
    };
    await sessions.of('connection-1').get();
    await cache.get('Account', load);
    await sessions.of('connection-1').get();
    await cache.get('Account', load);
    expect([crm.logins, describes]).to.deep.equal([1, 1]);
    crm.secret = 'another';
    await configure('another');
    expect((await sessions.of('connection-1').get()).accessToken).to.equal('token-2');
    await cache.get('Account', load);
    expect(describes).to.equal(2);
  });

  it('that are refused leave the connection failing with the reason, until a login succeeds', async () => {
    crm.secret = 'changed in the CRM';
    const error = await rejection(sessions.of('connection-1').get());
    expect(error.message).to.equal('The CRM refused the secret. Check it.');
    expect(await state()).to.deep.equal(['failing', 'The CRM refused the secret. Check it.']);
    await configure('changed in the CRM');
    await sessions.of('connection-1').get();
    expect(await state()).to.deep.equal(['connected', null]);
  });

  it('that cannot be had for as long as it was tried leave it failing too, until a login succeeds', async () => {
    crm.isDown = true;
    expect(await rejection(sessions.of('connection-1').get())).to.be.instanceOf(RetryableError);
    expect(await state()).to.deep.equal(['failing', 'The CRM takes no logins at the moment.']);
    crm.isDown = false;
    await sessions.of('connection-1').get();
    expect(await state()).to.deep.equal(['connected', null]);
  });

  it('that are tried again and succeed in the end say nothing about the connection', async () => {
    crm.retry = { attempt: 1, attempts: 6, reason: 'Nobody answers.', nextAt: new Date(0) };
    await sessions.of('connection-1').get();
    expect(await state()).to.deep.equal(['connected', null]);
  });

  it('that worked, and then lead nowhere, leave the connection failing until they work again', async () => {
    await sessions.of('connection-1').get();
    const unreachable = { code: 'network', message: 'Could not connect to http://crm.' };
    await sessions.noteUse('connection-1', unreachable);
    expect(await state()).to.deep.equal(['failing', unreachable.message]);
    await sessions.noteUse('connection-1', { code: 'unknown_field', message: 'Account has no field Nmae.' });
    expect(await state()).to.deep.equal(['failing', unreachable.message]);
    await sessions.noteUse('connection-1', null);
    expect(await state()).to.deep.equal(['connected', null]);
    await sessions.noteUse('connection-1', { code: 'query_timeout', message: 'The query took too long.' });
    expect(await state()).to.deep.equal(['connected', null]);
  });

  it('cannot be had of a connection that is gone, or of a kind that is not known', async () => {
    expect(await rejection(sessions.of('connection-2').get())).to.have.property('code', 'unknown_connection');
    await configure('right', 'dynamics');
    const error = await rejection(sessions.of('connection-1').get());
    expect(error).to.have.property('code', 'unknown_connector');
    expect(error.message).to.include('Acme Salesforce').and.to.include('dynamics');
  });

  describe('by a person’s consent', () => {
    const consented = { auth: { grant: 'authorization-code' } };
    let now = 1_000;
    const connect = (refreshToken: string, owner: string | null = 'UADA'): Promise<void> =>
      store.applyConfiguration(
        aConfiguration({
          connections: [
            {
              ...aConnection({ settings: consented, secrets: { 'auth.refreshToken': refreshToken } }),
              owner,
            },
          ],
          savedBy: { at: new Date((now += 1_000)), actor: 'ada', door: 'slack' },
        }),
      );

    it('keep each new refresh token, and are one login all the same, on two instances too', async () => {
      const service = rotating(crm.connector);
      await connect('token-0');
      const instances = [1, 2].map(() =>
        createSessions({ store, connectors: { salesforce: service.connector } }),
      );
      for (let i = 0; i < 3; i += 1) {
        for (const instance of instances) await instance.of('connection-1').get();
      }
      expect(service.logins).to.equal(2);
      const [first] = instances;
      const stale = await first?.of('connection-1').get();
      if (first !== undefined && stale !== undefined) await first.of('connection-1').refresh(stale);
      expect(service.logins).to.equal(3);
      expect(await store.connections.secretSettings('connection-1')).to.deep.equal({
        auth: { grant: 'authorization-code', refreshToken: service.valid },
      });
    });

    it('are shown once, whichever of two instances asks, where a token that is shown twice ends them all', async () => {
      const service = rotating(crm.connector);
      await connect('token-0');
      const shown = new Set<string>();
      const { connector } = service;
      const strict: Connector = {
        ...service.connector,
        async logIn(settings, options) {
          const { refreshToken } = (settings as { auth: { refreshToken: string } }).auth;
          if (shown.has(refreshToken)) service.valid = 'none';
          shown.add(refreshToken);
          // Both are there before either has been answered.
          await new Promise(setImmediate);
          return await connector.logIn(settings, options);
        },
      };
      const instances = [1, 2].map(() => createSessions({ store, connectors: { salesforce: strict } }));
      await Promise.all(instances.map((instance) => instance.of('connection-1').get()));
      expect(service.logins).to.equal(2);
      expect(await state()).to.deep.equal(['connected', null]);
    });

    it('of a person who consents anew meanwhile stay', async () => {
      const service = rotating(crm.connector);
      await connect('token-0');
      const { connector } = service;
      const slow: Connector = {
        ...service.connector,
        logIn: (settings, options) =>
          connector.logIn(settings, {
            ...options,
            onNewRefreshToken: async (token) => {
              await connect('of somebody else');
              await options?.onNewRefreshToken?.(token);
            },
          }),
      };
      sessions = createSessions({ store, connectors: { salesforce: slow } });
      await sessions.of('connection-1').get();
      expect(await store.connections.secretSettings('connection-1')).to.have.nested.property(
        'auth.refreshToken',
        'of somebody else',
      );
    });

    it('that have expired are told once, and are no trouble that passes', async () => {
      const service = rotating(crm.connector);
      service.valid = 'another';
      await connect('token-0');
      sessions = createSessions({ store, connectors: { salesforce: service.connector } });
      for (let i = 0; i < 2; i += 1) {
        expect(await rejection(sessions.of('connection-1').get())).to.have.property('code', 'login_expired');
      }
      expect(await state()).to.deep.equal(['expired', 'The login has expired. Reconnect.']);
      expect(await store.outbox.waiting()).to.equal(1);
      await sessions.noteUse('connection-1', { code: 'network', message: 'no way there' });
      expect(await state()).to.deep.equal(['expired', 'The login has expired. Reconnect.']);
    });

    it('have their jobs wait, which are due once when it is connected again', async () => {
      const service = rotating(crm.connector);
      service.valid = 'fresh';
      await connect('token-0');
      await store.applyConfiguration(
        aConfiguration({ connections: [], jobs: [{ job: aJob(), nextRunAt: noon }] }),
      );
      sessions = createSessions({ store, connectors: { salesforce: service.connector } });
      const due = async (): Promise<number> => (await store.jobs.due(noon, 10)).length;
      expect(await due()).to.equal(1);
      await rejection(sessions.of('connection-1').get());
      expect(await due()).to.equal(0);
      await connect('fresh');
      await sessions.of('connection-1').get();
      expect(await due()).to.equal(1);
    });
  });
});
