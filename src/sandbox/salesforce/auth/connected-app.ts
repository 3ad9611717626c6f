import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly username: string;
  /** An app that takes signed assertions instead of a secret; made when it is first read. */
  readonly jwt: { readonly clientId: string; readonly username: string; readonly privateKey: string };
  /** An app in which a person consents, in a browser. */
  readonly web: { readonly clientId: string; readonly clientSecret: string };
}

/** What the org knows of the app that logs in. */
export interface ConnectedApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** In whose name client credentials log in, and who may be named in an assertion. */
  readonly username: string;
  readonly jwtClientId: string;
  publicKey(): KeyObject;
  readonly web: WebApp;
}

/** As its owner has set it up. */
export interface WebApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Addresses that a person is sent back to. */
  readonly redirectUris: Set<string>;
  /** Whether a refresh token is good once, and each answer brings the next. */
  rotatesRefreshTokens: boolean;
  /** Whether the secret has to be shown, beside the proof by PKCE. */
  requiresSecret: boolean;
}

let keys: { readonly publicKey: KeyObject; readonly privateKey: string } | null = null;

/** One pair a process: to make one takes longer than most tests. */
function keyPair(): NonNullable<typeof keys> {
  if (keys === null) {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    keys = { publicKey, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  }
  return keys;
}

export function connectedApp(username: string): { app: ConnectedApp; credentials: Credentials } {
  const clientId = '3MVG9sandboxClientCredentials';
  const clientSecret = 'sandbox-secret-5F2C9A';
  const jwtClientId = '3MVG9sandboxJwtBearer';
  const web = { clientId: '3MVG9sandboxWebServer', clientSecret: 'sandbox-web-secret-8B1D44' };
  return {
    app: {
      clientId,
      clientSecret,
      username,
      jwtClientId,
      publicKey: () => keyPair().publicKey,
      web: { ...web, redirectUris: new Set(), rotatesRefreshTokens: false, requiresSecret: true },
    },
    credentials: {
      clientId,
      clientSecret,
      username,
      web,
      get jwt() {
        return { clientId: jwtClientId, username, privateKey: keyPair().privateKey };
      },
    },
  };
}
