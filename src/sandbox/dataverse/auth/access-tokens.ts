import { randomBytes } from 'node:crypto';
import type { Credentials } from './app-registration.ts';

/** Tokens that were given and neither ended nor were pushed out by newer ones. */
const maxTokens = 1_000;

export interface AccessTokens {
  open(): string;
  isOpen(token: string): boolean;
  expire(token: string): void;
  expireAll(): void;
}

/** @param lifetimeS how long each is good. */
export function createAccessTokens(
  { tenantId, clientId }: Credentials,
  audience: () => string,
  lifetimeS: number,
  now: () => number,
): AccessTokens {
  /** When each ends, milliseconds since 1970. */
  const open = new Map<string, number>();
  return {
    open() {
      const issuedS = Math.floor(now() / 1000);
      const token = jwtOf({
        aud: audience(),
        iss: `https://sts.windows.net/${tenantId}/`,
        appid: clientId,
        tid: tenantId,
        iat: issuedS,
        nbf: issuedS,
        exp: issuedS + lifetimeS,
        ver: '1.0',
      });
      open.set(token, now() + lifetimeS * 1000);
      for (const oldest of open.keys()) {
        if (open.size <= maxTokens) break;
        open.delete(oldest);
      }
      return token;
    },
    isOpen: (token) => (open.get(token) ?? 0) > now(),
    expire: (token) => void open.delete(token),
    expireAll: () => open.clear(),
  };
}

/** Looks like Entra's. Its signature is a random one: only this sandbox reads it. */
function jwtOf(claims: object): string {
  const signature = randomBytes(64).toString('base64url');
  return `${encode({ typ: 'JWT', alg: 'RS256', kid: 'sandbox' })}.${encode(claims)}.${signature}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
