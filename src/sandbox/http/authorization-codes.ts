/** What a person who consents gives to an app: a code that is good once and not for long, tied to who asked for it. */
import { createHash, randomBytes } from 'node:crypto';

/** What a code was given for. */
export interface CodeGrant {
  readonly clientId: string;
  readonly redirectUri: string;
  /** PKCE, S256; null where the app sent none. */
  readonly codeChallenge: string | null;
  readonly scope: string;
}

export type Redeemed = CodeGrant | 'unknown' | 'expired' | 'redeemed';

export interface AuthorizationCodes {
  issue(grant: CodeGrant): string;
  /** Uses it up, also where what comes after refuses. */
  redeem(code: string): Redeemed;
}

/** Codes that are remembered, so that one that comes a second time is known. */
const maxCodes = 1_000;

export function createAuthorizationCodes(lifetimeMs: number, now: () => number): AuthorizationCodes {
  const codes = new Map<
    string,
    { readonly grant: CodeGrant; readonly endsMs: number; isRedeemed: boolean }
  >();
  return {
    issue(grant) {
      const code = randomBytes(32).toString('base64url');
      codes.set(code, { grant, endsMs: now() + lifetimeMs, isRedeemed: false });
      forgetOldest(codes, maxCodes);
      return code;
    },
    redeem(code) {
      const found = codes.get(code);
      if (found === undefined) return 'unknown';
      if (found.isRedeemed) return 'redeemed';
      found.isRedeemed = true;
      return found.endsMs > now() ? found.grant : 'expired';
    },
  };
}

/** Whether the app that shows the verifier is the one that sent the challenge. */
export function isVerifierOf(codeChallenge: string, codeVerifier: string): boolean {
  return createHash('sha256').update(codeVerifier).digest('base64url') === codeChallenge;
}

/** A Map keeps the order of insertion. */
export function forgetOldest(entries: Map<string, unknown>, max: number): void {
  for (const oldest of entries.keys()) {
    if (entries.size <= max) break;
    entries.delete(oldest);
  }
}
