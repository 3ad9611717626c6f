import { expect } from 'chai';
import type { CrmSession } from '../../src/connectors/connector.ts';
import { createSessionSource } from '../../src/connectors/session-source.ts';
import { caught } from '../support/caught.ts';

const aSession = (accessToken: string, expiresAtMs: number | null = null): CrmSession => ({
  accessToken,
  instanceUrl: 'https://acme.example',
  expiresAtMs,
});

/** Logs in as `token-1`, `token-2`, … */
function aLogin(expiresAtMs: number | null = null) {
  const login = {
    count: 0,
    run: async (): Promise<CrmSession> => {
      login.count += 1;
      const session = aSession(`token-${login.count}`, expiresAtMs);
      await Promise.resolve();
      return session;
    },
  };
  return login;
}

describe('session source', () => {
  it('logs in once for all who ask at the same time, and not again later', async () => {
    const login = aLogin();
    const sessions = createSessionSource(login.run);
    const tokens = await Promise.all([sessions.get(), sessions.get(), sessions.get()]);
    expect(tokens.map((session) => session.accessToken)).to.deep.equal(['token-1', 'token-1', 'token-1']);
    expect((await sessions.get()).accessToken).to.equal('token-1');
    expect(login.count).to.equal(1);
  });

  it('renews a refused session once, however many were refused with it', async () => {
    const login = aLogin();
    const sessions = createSessionSource(login.run);
    const stale = await sessions.get();
    const renewed = await Promise.all([sessions.refresh(stale), sessions.refresh(stale)]);
    expect(renewed.map((session) => session.accessToken)).to.deep.equal(['token-2', 'token-2']);
    expect((await sessions.refresh(stale)).accessToken).to.equal('token-2');
    expect(login.count).to.equal(2);
  });

  it('tries again after a login that failed', async () => {
    let isDown = true;
    const sessions = createSessionSource(() =>
      isDown ? Promise.reject(new Error('down')) : Promise.resolve(aSession('late')),
    );
    expect((await caught(sessions.get())).message).to.equal('down');
    isDown = false;
    expect((await sessions.get()).accessToken).to.equal('late');
  });

  it('renews a session a minute before it ends', async () => {
    let now = 0;
    const login = aLogin(600_000);
    const sessions = createSessionSource(login.run, () => now);
    await sessions.get();
    now = 539_999;
    expect((await sessions.get()).accessToken).to.equal('token-1');
    now = 540_000;
    expect((await sessions.get()).accessToken).to.equal('token-2');
  });
});
