/** With what the bot calls Slack in one workspace. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { BotTokens, Installation } from '../domain/installation.ts';
import type { Log } from '../log.ts';
import { isRemoval } from './token-refusals.ts';

export interface BotToken {
  /** null where the workspace has not installed the app, or has removed it. */
  get(): Promise<string | null>;
  /** Another one than that which Slack has just refused, in which word; null where there is none. */
  after(refused: string, code: unknown): Promise<string | null>;
}

/** Tells of a token that Slack takes no more because the app was removed, and for which there is no other. */
export function watchedToken(token: BotToken, onRemoved: () => void): BotToken {
  return {
    get: () => token.get(),
    async after(refused, code) {
      const other = await token.after(refused, code);
      if (other === null && isRemoval(code)) onRemoved();
      return other;
    },
  };
}

/** The token of the settings. */
export function fixedToken(token: string): BotToken {
  return { get: () => Promise.resolve(token), after: () => Promise.resolve(null) };
}

/** That of the settings; and where Slack refuses it, the one that was given when the app was installed. */
export function eitherToken(fixed: string, installed: BotToken): BotToken {
  let isRefused = false;
  return {
    get: () => (isRefused ? installed.get() : Promise.resolve(fixed)),
    after: (refused, code) => {
      if (refused !== fixed) return installed.after(refused, code);
      isRefused = true;
      return installed.get();
    },
  };
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
  /** Gives a refresh token to Slack, for new tokens; null: the settings by which that is done are not there. */
  readonly exchange: ((refresh: string) => Promise<BotTokens>) | null;
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
  let renewing: Promise<BotTokens | null | 'failed'> | null = null;
  let failedAtMs = -Infinity;

  async function look(): Promise<BotTokens | null> {
    const tokens = (await installation.find())?.tokens ?? null;
    known = { tokens, atMs: now().getTime() };
    return tokens;
  }

  async function current(): Promise<BotTokens | null> {
    const { tokens = null, atMs = -Infinity } = known ?? {};
    // What is not there may be there in a moment.
    if (tokens !== null && now().getTime() - atMs < lookEveryMs) return tokens;
    return await look().catch((error: unknown) => {
      if (tokens === null) throw error;
      return tokens;
    });
  }

  function hasJustFailed(): boolean {
    return now().getTime() - failedAtMs < renewAgainMs;
  }

  function leftMs({ refresh, expiresAt }: BotTokens): number {
    return refresh === null || expiresAt === null ? Infinity : expiresAt.getTime() - now().getTime();
  }

  /** What is there after somebody has renewed it; for all who ask meanwhile, and told once where it failed. */
  function renewed(isDue: (tokens: BotTokens) => boolean): Promise<BotTokens | null | 'failed'> {
    renewing ??= renew(isDue)
      .catch((error: unknown) => {
        failedAtMs = now().getTime();
        log.error({ err: error }, 'The token of a workspace could not be renewed; it is tried again');
        return 'failed' as const;
      })
      .finally(() => {
        renewing = null;
      });
    return renewing;
  }

  async function renew(isDue: (tokens: BotTokens) => boolean): Promise<BotTokens | null> {
    const holder = randomUUID();
    for (let waits = 0; waits < maxWaits; waits += 1) {
      const moment = now();
      const until = new Date(moment.getTime() + leaseMs);
      if (await leases.take(leaseName, { holder, until }, moment)) return await renewAlone(holder, isDue);
      // One of the other instances is at it.
      await wait(waitMs);
      const tokens = await look();
      if (tokens === null || !isDue(tokens)) return tokens;
    }
    return await look();
  }

  async function renewAlone(
    holder: string,
    isDue: (tokens: BotTokens) => boolean,
  ): Promise<BotTokens | null> {
    try {
      const before = await look();
      if (before === null || before.refresh === null || !isDue(before)) return before;
      if (exchange === null) throw new Error('SLACK_CLIENT_ID is not set, so no token can be renewed.');
      await installation.renew(before.refresh, await exchange(before.refresh));
      return await look();
    } finally {
      await leases.release(leaseName, holder);
    }
  }

  return {
    async get() {
      const tokens = await current();
      if (tokens === null) return null;
      const left = leftMs(tokens);
      if (left > renewBeforeMs || hasJustFailed()) return tokens.access;
      const renewal = renewed((each) => leftMs(each) <= renewBeforeMs);
      // While it counts nobody waits for the next one.
      if (left > 0) return tokens.access;
      const next = await renewal;
      return next === 'failed' ? tokens.access : (next?.access ?? null);
    },

    async after(refused) {
      const tokens = await look();
      if (tokens === null || tokens.access !== refused) return tokens?.access ?? null;
      if (tokens.refresh === null || hasJustFailed()) return null;
      const next = await renewed(({ access }) => access === refused);
      return next === null || next === 'failed' || next.access === refused ? null : next.access;
    },
  };
}
