/** What lets an app act: access tokens of the bot and of people, and refresh tokens where the app rotates them. */
import type { Clock } from '../clock.ts';
import { randomText } from '../slack.ts';

export interface TokenOwner {
  readonly kind: 'bot' | 'user';
  readonly teamId: string;
  /** The bot's user, or the person. */
  readonly userId: string;
  /** What a person allowed. What a bot may do is the workspace's to say: scopes add up from one install to the next. */
  readonly scopes: readonly string[];
}

export interface Issued {
  readonly accessToken: string;
  /** Null where the token is good until it is revoked. */
  readonly refreshToken: string | null;
}

interface Kept {
  readonly owner: TokenOwner;
  expiresAtMs: number;
  isRevoked: boolean;
}

/** Seconds: twelve hours (https://docs.slack.dev/authentication/using-token-rotation). */
export const tokenLifeSeconds = 43_200;
/** Of each kind; the oldest are forgotten. */
const maxTokens = 10_000;
const prefixes = { bot: 'xoxb', user: 'xoxp' } as const;

export class Tokens {
  private readonly access = new Map<string, Kept>();
  private readonly refreshing = new Map<string, TokenOwner>();
  private readonly clock: Clock;
  private readonly isRotating: boolean;

  constructor(clock: Clock, isRotating: boolean) {
    this.clock = clock;
    this.isRotating = isRotating;
  }

  /** Where tokens do not rotate, who has one already is given the same again. */
  issue(owner: TokenOwner): Issued {
    const known = this.isRotating ? undefined : this.lastingTokenOf(owner);
    if (known !== undefined) {
      this.access.set(known, { owner, expiresAtMs: Infinity, isRevoked: false });
      return { accessToken: known, refreshToken: null };
    }
    const prefix = prefixes[owner.kind];
    const accessToken = this.isRotating ? `xoxe.${prefix}-1-${randomText()}` : `${prefix}-${randomText()}`;
    const lifeMs = this.isRotating ? tokenLifeSeconds * 1_000 : Infinity;
    this.access.set(accessToken, { owner, expiresAtMs: this.nowMs() + lifeMs, isRevoked: false });
    forgetOldest(this.access);
    return { accessToken, refreshToken: this.isRotating ? this.issueRefreshToken(owner) : null };
  }

  /** Uses the refresh token up. Null where it never was one, or is one no longer; the access token lives on. */
  refresh(refreshToken: string): { readonly owner: TokenOwner; readonly issued: Issued } | null {
    const owner = this.refreshing.get(refreshToken);
    if (owner === undefined) return null;
    this.refreshing.delete(refreshToken);
    return { owner, issued: this.issue(owner) };
  }

  /** Whose it is, or in Slack's words why it lets nobody in. */
  ownerOf(accessToken: string): TokenOwner | { readonly error: string } {
    const kept = this.access.get(accessToken);
    if (kept === undefined) return { error: 'invalid_auth' };
    const { owner, isRevoked, expiresAtMs } = kept;
    // The account behind a bot's token is the bot itself, which is gone with it.
    if (isRevoked) return { error: owner.kind === 'bot' ? 'account_inactive' : 'token_revoked' };
    return expiresAtMs <= this.nowMs() ? { error: 'token_expired' } : owner;
  }

  /** All that its owner has: an access token that was refreshed is revoked with the one before it. */
  revoke(owner: Pick<TokenOwner, 'teamId' | 'userId'>): void {
    this.revokeWhere(({ teamId, userId }) => teamId === owner.teamId && userId === owner.userId);
  }

  /** Whose tokens they were. */
  revokeAllOf(teamId: string): readonly TokenOwner[] {
    return this.revokeWhere((owner) => owner.teamId === teamId);
  }

  /** What a person has allowed so far: it adds up. */
  scopesOf(teamId: string, userId: string): readonly string[] {
    const kept = [...this.access.values()].filter(
      ({ owner, isRevoked }) => owner.teamId === teamId && owner.userId === userId && !isRevoked,
    );
    return kept.flatMap(({ owner }) => owner.scopes);
  }

  hasAny(teamId: string): boolean {
    return [...this.access.values()].some((kept) => kept.owner.teamId === teamId && !kept.isRevoked);
  }

  /** The time of the access tokens is over; those that never expire do not. */
  expireAllOf(teamId: string): void {
    for (const kept of this.access.values()) {
      if (kept.owner.teamId === teamId && kept.expiresAtMs !== Infinity) kept.expiresAtMs = this.nowMs();
    }
  }

  private revokeWhere(isMeant: (owner: TokenOwner) => boolean): readonly TokenOwner[] {
    const owners = new Map<string, TokenOwner>();
    for (const kept of this.access.values()) {
      if (!isMeant(kept.owner) || kept.isRevoked) continue;
      kept.isRevoked = true;
      owners.set(kept.owner.userId, kept.owner);
    }
    for (const [token, owner] of this.refreshing) if (isMeant(owner)) this.refreshing.delete(token);
    return [...owners.values()];
  }

  private lastingTokenOf({ teamId, userId }: TokenOwner): string | undefined {
    for (const [token, { owner, isRevoked }] of this.access) {
      if (owner.teamId === teamId && owner.userId === userId && !isRevoked) return token;
    }
    return undefined;
  }

  private issueRefreshToken(owner: TokenOwner): string {
    const token = `xoxe-1-${randomText()}`;
    this.refreshing.set(token, owner);
    forgetOldest(this.refreshing);
    return token;
  }

  private nowMs(): number {
    return this.clock.now().getTime();
  }
}

/** A Map keeps the order of insertion. */
function forgetOldest(tokens: Map<string, unknown>): void {
  const [oldest] = tokens.keys();
  if (tokens.size > maxTokens && oldest !== undefined) tokens.delete(oldest);
}
