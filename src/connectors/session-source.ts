import type { CrmSession, SessionSource } from './connector.ts';

/** A session is renewed this long before it ends, so that no request starts with one that is about to. */
const renewBeforeExpiryMs = 60_000;

/**
 * One login per connection, however many ask: CRMs limit logins (Salesforce to 3,600 an hour), and a login
 * per request would also be slow. A login that failed is not remembered.
 *
 * @param now the clock by which connectors say when a session ends: this machine's own, whatever others go by
 */
export function createSessionSource(
  logIn: () => Promise<CrmSession>,
  now: () => number = Date.now,
): SessionSource {
  let current: CrmSession | null = null;
  let pending: Promise<CrmSession> | null = null;

  const logInOnce = (): Promise<CrmSession> => {
    pending ??= logIn()
      .then((session) => (current = session))
      .finally(() => {
        pending = null;
      });
    return pending;
  };

  return {
    async get() {
      if (current !== null && !isEnding(current, now())) return current;
      return await logInOnce();
    },
    async refresh(stale) {
      // Someone else who was refused with the same session may have logged in meanwhile.
      if (current !== null && current.accessToken !== stale.accessToken) return current;
      return await logInOnce();
    },
  };
}

function isEnding(session: CrmSession, nowMs: number): boolean {
  return session.expiresAtMs !== null && session.expiresAtMs - renewBeforeExpiryMs <= nowMs;
}
