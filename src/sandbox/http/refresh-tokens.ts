import { randomBytes } from 'node:crypto';
import { forgetOldest } from './authorization-codes.ts';

/** Tokens by which an app logs in again in the name of the person who consented. */
export interface RefreshTokens {
  issue(clientId: string): string;
  /** Whose it is: the id of the app; null where it was never given or is good no longer. */
  ownerOf(token: string): string | null;
  revoke(token: string): boolean;
  revokeAll(): void;
}

const maxTokens = 1_000;

/** @param prefix what the service's tokens begin with. */
export function createRefreshTokens(prefix: string): RefreshTokens {
  const tokens = new Map<string, string>();
  return {
    issue(clientId) {
      const token = `${prefix}${randomBytes(48).toString('base64url')}`;
      tokens.set(token, clientId);
      forgetOldest(tokens, maxTokens);
      return token;
    },
    ownerOf: (token) => tokens.get(token) ?? null,
    revoke: (token) => tokens.delete(token),
    revokeAll: () => tokens.clear(),
  };
}
