/** One login per connection for everything in the main thread: runs, previews, checks. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { createDescribeCache } from '../connectors/describe-cache.ts';
import { refreshTokenPath } from '../connectors/authorizing.ts';
import { unreachableCodes } from '../connectors/connector.ts';
import { createSessionSource } from '../connectors/session-source.ts';
import type {
  ApiUsage,
  Connector,
  CrmClient,
  CrmClientOptions,
  CrmSession,
  DescribeCache,
  OnRetry,
  SessionSource,
} from '../connectors/connector.ts';
import { isDatabaseAway } from '../domain/storage-trouble.ts';
import { FatalError, isTold, UserError } from '../domain/errors.ts';
import type { RunError } from '../domain/run.ts';
import { settled } from '../domain/settled.ts';
import { loginExpired } from '../domain/usable-connection.ts';
import type { Connection, ConnectionState } from '../store/connection-store.ts';
import type { Store } from '../store/store.ts';
import { askWhileAway } from './while-away.ts';

export interface Sessions {
  /**
   * A connection that was changed logs in again, with its new settings.
   *
   * @param onRetry told while one of the calls waits for a login that is tried again
   */
  of(connectionId: string, onRetry?: OnRetry): SessionSource;
  describeCacheOf(connectionId: string): DescribeCache;
  /** @throws FatalError where there is no such connection, or its kind is not known. */
  connectorOf(connectionId: string): Promise<Connector>;
  /** @throws FatalError as `connectorOf`. */
  openClient(connectionId: string, options?: Omit<CrmClientOptions, 'sessions'>): Promise<CrmClient>;
  /** What somebody who was logged in has found: it worked (null), or what it failed for. */
  noteUse(connectionId: string, error: RunError | null): Promise<void>;
  /** What the CRM told of its daily limit. */
  noteUsage(connectionId: string, usage: ApiUsage): Promise<void>;
}

export interface SessionsOptions {
  readonly store: Pick<Store, 'connections' | 'leases'>;
  /** By name. */
  readonly connectors: Readonly<Partial<Record<string, Connector>>>;
  /** What all instances go by: leases, and when something was noted. When a session ends is by this machine's clock. */
  readonly now?: () => number;
  /** False where the store is only looked at: then nothing is noted there. True where it is not given. */
  readonly notesState?: boolean;
  /** Between two times that a login that is under way says so. */
  readonly renewMs?: number;
}

type Settings = Readonly<Record<string, unknown>>;

interface Found {
  readonly connector: Connector;
  readonly connection: Connection;
}

interface Login {
  /** What it was made from: another text means another login. */
  readonly madeFrom: string;
  readonly source: SessionSource;
}

/** One entry a connection: more connections than this do not log in more often, they are only looked up again. */
const maxConnections = 1_000;
/** Of several instances one logs in at a time, and says so often that it still does; others look again so often. */
const loginLeaseMs = 60_000;
const loginRenewMs = 15_000;
const loginWaitMs = 250;
/** Longer than a login is tried again and again: who has waited that long goes on. */
const maxLoginWaits = (60 * 60_000) / loginWaitMs;

export function createSessions({
  store,
  connectors,
  now = Date.now,
  notesState = true,
  renewMs = loginRenewMs,
}: SessionsOptions): Sessions {
  const logins = new Map<string, Login>();
  /** Who waits for the login of a connection, and wants to know how it gets on. */
  const waiting = new Map<string, Set<OnRetry>>();
  const describeCaches = new Map<string, DescribeCache>();

  const found = async (connectionId: string): Promise<Found> => {
    const connection = await store.connections.byId(connectionId);
    if (connection === null) {
      throw new FatalError(`There is no connection ${connectionId}. It was deleted; choose another one.`, {
        code: 'unknown_connection',
      });
    }
    const { connector: kind } = connection;
    const connector = Object.hasOwn(connectors, kind) ? connectors[kind] : undefined;
    if (connector !== undefined) return { connector, connection };
    throw new FatalError(
      `Connection "${connection.name}" is of the kind "${kind}", which this version does not know. Use the version of Crosswalk that made it, or a newer one.`,
      { code: 'unknown_connector' },
    );
  };

  const connectorOf = async (connectionId: string): Promise<Connector> =>
    (await found(connectionId)).connector;

  const describeCacheOf = (connectionId: string): DescribeCache => {
    const known = describeCaches.get(connectionId);
    if (known !== undefined) return known;
    const cache = createDescribeCache(undefined, now);
    describeCaches.set(connectionId, cache);
    forgetOldest(describeCaches);
    return cache;
  };

  /** The login made from the settings as they are now. */
  const loginOf = async (connectionId: string): Promise<Login> => {
    const { connector, connection } = await found(connectionId);
    const settings = await noting(connectionId, () => store.connections.secretSettings(connectionId));
    const madeFrom = `${connection.updatedAt.toISOString()} ${whatLasts(settings)}`;
    const known = logins.get(connectionId);
    if (known?.madeFrom === madeFrom) return known;
    const login = { madeFrom, source: createSessionSource(() => logIn(connectionId, connector)) };
    // Other settings may lead to another org, where the same names mean other fields.
    if (known !== undefined) describeCaches.get(connectionId)?.clear();
    logins.set(connectionId, login);
    forgetOldest(logins);
    return login;
  };

  /** With the settings as they are at this moment: another instance may have been given another refresh token. */
  const logIn = (connectionId: string, connector: Connector): Promise<CrmSession> =>
    noting(connectionId, async () => {
      const given = await store.connections.secretSettings(connectionId);
      if (refreshTokenOf(given) === null || !notesState)
        return await logInWith(given, connectionId, connector);
      // One after the other: a CRM may take a token that is shown twice for a stolen one, and refuse all that follow.
      return await alone(connectionId, async () => {
        const fresh = await store.connections.secretSettings(connectionId);
        return await logInWith(fresh, connectionId, connector);
      });
    });

  async function alone<T>(connectionId: string, task: () => Promise<T>): Promise<T> {
    const name = `login of ${connectionId}`;
    const holder = randomUUID();
    const take = (): Promise<boolean> =>
      store.leases.take(name, { holder, until: new Date(now() + loginLeaseMs) }, new Date(now()));
    // The lease of one who died is over after a minute.
    for (let waits = 0; waits < maxLoginWaits && !(await take()); waits += 1) await wait(loginWaitMs);
    // A login that the CRM puts off goes on for many minutes; its token must not be shown by another one meanwhile. Where
    // the database is away the next try renews it, or it ends.
    let renewed: Promise<unknown> = Promise.resolve();
    const renewing = setInterval(() => {
      renewed = settled(Promise.all([renewed, take()]));
    }, renewMs);
    try {
      return await task();
    } finally {
      clearInterval(renewing);
      // One that is under way would take the lease again after it is given back.
      await renewed;
      await store.leases.release(name, holder);
    }
  }

  async function logInWith(given: Settings, connectionId: string, connector: Connector): Promise<CrmSession> {
    const session = await askIn(connectionId, connector, given).catch(async (error: unknown) => {
      if (!isExpiry(error)) throw error;
      const fresh = await store.connections.secretSettings(connectionId);
      if (JSON.stringify(fresh) === JSON.stringify(given)) throw error;
      return await askIn(connectionId, connector, fresh);
    });
    await note(connectionId, 'connected', null);
    return session;
  }

  const askIn = (connectionId: string, connector: Connector, settings: Settings): Promise<CrmSession> =>
    connector.logIn(connector.parseSettings(settings), {
      onRetry: (retry) => {
        for (const told of waiting.get(connectionId) ?? []) told(retry);
      },
      onNewRefreshToken: async (to) => {
        const from = refreshTokenOf(settings);
        if (from === null) return;
        // A person may have consented anew since: their token stays.
        // The old one is spent: were the new one lost, somebody would have to connect it anew.
        await askWhileAway(() =>
          store.connections.replaceSecret(connectionId, refreshTokenPath, { from, to }),
        );
      },
    });

  /** What a login fails for in the end, after it was tried as often as makes sense, is told on the connection. */
  async function noting<T>(connectionId: string, task: () => Promise<T>): Promise<T> {
    try {
      return await task();
    } catch (error) {
      if (isExpiry(error)) await expire(connectionId, error.message);
      else if (isTold(error) && !isDatabaseAway(error)) await note(connectionId, 'failing', error.message);
      throw error;
    }
  }

  async function note(connectionId: string, state: ConnectionState, reason: string | null): Promise<void> {
    if (!notesState) return;
    const connection = await store.connections.byId(connectionId);
    if (connection === null || (connection.state === state && connection.stateReason === reason)) return;
    // What stands in the way just now does not make a login good again that a person has to renew.
    if (connection.state === 'expired' && state === 'failing') return;
    await store.connections.setState(connectionId, state, reason);
  }

  async function expire(connectionId: string, reason: string): Promise<void> {
    if (notesState) await store.connections.expire(connectionId, reason, new Date(now()));
  }

  async function noteUse(connectionId: string, error: RunError | null): Promise<void> {
    if (error === null) await note(connectionId, 'connected', null);
    else if (unreachableCodes.has(error.code)) await note(connectionId, 'failing', error.message);
  }

  async function telling<T>(
    connectionId: string,
    onRetry: OnRetry | undefined,
    task: () => Promise<T>,
  ): Promise<T> {
    if (onRetry === undefined) return await task();
    const told = waiting.get(connectionId) ?? new Set();
    waiting.set(connectionId, told.add(onRetry));
    try {
      return await task();
    } finally {
      told.delete(onRetry);
      if (told.size === 0) waiting.delete(connectionId);
    }
  }

  const of = (connectionId: string, onRetry?: OnRetry): SessionSource => ({
    get: () => telling(connectionId, onRetry, async () => (await loginOf(connectionId)).source.get()),
    refresh: (stale) =>
      telling(connectionId, onRetry, async () => (await loginOf(connectionId)).source.refresh(stale)),
  });

  return {
    of,
    describeCacheOf,
    connectorOf,
    openClient: async (connectionId, options = {}) =>
      (await connectorOf(connectionId)).openClient({
        describeCache: describeCacheOf(connectionId),
        ...options,
        sessions: of(connectionId),
      }),
    noteUse,
    async noteUsage(connectionId, usage) {
      if (notesState) await store.connections.setUsage(connectionId, { ...usage, at: new Date(now()) });
    },
  };
}

function isExpiry(error: unknown): error is UserError {
  return error instanceof UserError && error.code === loginExpired;
}

/**
 * The settings without what each login may replace: the one that is told of a new refresh token has used the old one,
 * and is good all the same.
 */
function whatLasts(settings: Settings): string {
  return JSON.stringify(settings, (key, value: unknown) => (key === 'refreshToken' ? undefined : value));
}

function refreshTokenOf({ auth }: Settings): string | null {
  if (typeof auth !== 'object' || auth === null || !('refreshToken' in auth)) return null;
  return typeof auth.refreshToken === 'string' ? auth.refreshToken : null;
}

/** A Map keeps the order of insertion. */
function forgetOldest(entries: Map<string, unknown>): void {
  for (const oldest of entries.keys()) {
    if (entries.size <= maxConnections) break;
    entries.delete(oldest);
  }
}
