/** With what the bot calls Slack in one workspace. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { BotTokens, Installation } from '../domain/installation.ts';
import type { Log } from '../log.ts';

export interface BotToken {
  /** null where the workspace has not installed the app, or has removed it. */
  get(): Promise<string | null>;
  /** Another one than that which Slack has just refused; null where there is none. */
  after(refused: string): Promise<string | null>;
}

/** The token of the settings. */
export function fixedToken(token: string): BotToken {
  return { get: () => Promise.resolve(token), after: () => Promise.resolve(null) };
}

/** What is kept of the installation of one workspace, for all instances. */
export interface KeptInstallation {
  find(): Promise<Omit<Installation, 'workspace'> | null>;
  /** False where somebody else was faster. */
  renew(spent: string, tokens: BotTokens): Promise<boolean>;
}

export interface InstalledTokenOptions {
  readonly installation: KeptInstallation;
  /** Of one name and team one instance has it at a time. */
  readonly leases: TokenLeases;
  /** Gives a refresh token to Slack, for new tokens. */
  readonly exchange: (refresh: string) => Promise<BotTokens>;
  readonly now: () => Date;
  readonly log: Log;
}

export interface TokenLeases {
  take(name: string, lease: { readonly holder: string; readonly until: Date }, now: Date): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
}

/** Slack's tokens live for twelve hours; so long before that they are renewed, while the old one still counts. */
const renewBeforeMs = 2 * 60 * 60_000;
/** What another instance has renewed, installed or removed is known here after this time. */
const lookEveryMs = 60_000;
/** One that could not be renewed is tried again after this time. */
const renewAgainMs = 60_000;
const leaseMs = 30_000;
const waitMs = 250;
const maxWaits = 40;
const leaseName = 'token of Slack';

/** Renews itself before it expires, in whichever instance needs it first, and in one of them alone. */
export function installedToken({
  installation,
  leases,
  exchange,
  now,
  log,
}: InstalledTokenOptions): BotToken {
  let known: { readonly tokens: BotTokens | null; readonly atMs: number } | null = null;
  let renewing: Promise<BotTokens | null> | null = null;
  let failedAtMs = -Infinity;

  async function look(): Promise<BotTokens | null> {
    const tokens = (await installation.find())?.tokens ?? null;
    known = { tokens, atMs: now().getTime() };
    return tokens;
  }

  async function current(): Promise<BotTokens | null> {
    return known !== null && now().getTime() - known.atMs < lookEveryMs ? known.tokens : await look();
  }

  function leftMs({ refresh, expiresAt }: BotTokens): number {
    return refresh === null || expiresAt === null ? Infinity : expiresAt.getTime() - now().getTime();
  }

  /** What is there after somebody has renewed it: as good as it was where that did not work. */
  function renewed(isDue: (tokens: BotTokens) => boolean): Promise<BotTokens | null> {
    renewing ??= renew(isDue).finally(() => {
      renewing = null;
    });
    return renewing;
  }

  async function renew(isDue: (tokens: BotTokens) => boolean): Promise<BotTokens | null> {
    const holder = randomUUID();
    for (let waits = 0; waits < maxWaits; waits += 1) {
      const moment = now();
      const until = new Date(moment.getTime() + leaseMs);
      if (await leases.take(leaseName, { holder, until }, moment)) break;
      // One of the other instances is at it.
      await wait(waitMs);
      const tokens = await look();
      if (tokens === null || !isDue(tokens)) return tokens;
    }
    try {
      const before = await look();
      if (before === null || before.refresh === null || !isDue(before)) return before;
      await installation.renew(before.refresh, await exchange(before.refresh));
      return await look();
    } finally {
      await leases.release(leaseName, holder);
    }
  }

  async function renewedOrTold(isDue: (tokens: BotTokens) => boolean): Promise<BotTokens | null | 'failed'> {
    try {
      return await renewed(isDue);
    } catch (error) {
      failedAtMs = now().getTime();
      log.error({ err: error }, 'The token of a workspace could not be renewed; it is tried again');
      return 'failed';
    }
  }

  return {
    async get() {
      const tokens = await current();
      if (tokens === null) return null;
      const left = leftMs(tokens);
      if (left > renewBeforeMs || now().getTime() - failedAtMs < renewAgainMs) return tokens.access;
      const next = await renewedOrTold((each) => leftMs(each) <= renewBeforeMs);
      // It counts for a while yet, or Slack says that it does not.
      return next === 'failed' ? tokens.access : (next?.access ?? null);
    },

    async after(refused) {
      const tokens = await look();
      if (tokens === null || tokens.access !== refused) return tokens?.access ?? null;
      if (tokens.refresh === null) return null;
      const next = await renewedOrTold(({ access }) => access === refused);
      return next === null || next === 'failed' || next.access === refused ? null : next.access;
    },
  };
}
