import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly username: string;
  /** An app that takes signed assertions instead of a secret; made when it is first read. */
  readonly jwt: { readonly clientId: string; readonly username: string; readonly privateKey: string };
}

/** What the org knows of the app that logs in. */
export interface ConnectedApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** In whose name client credentials log in, and who may be named in an assertion. */
  readonly username: string;
  readonly jwtClientId: string;
  publicKey(): KeyObject;
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
  return {
    app: { clientId, clientSecret, username, jwtClientId, publicKey: () => keyPair().publicKey },
    credentials: {
      clientId,
      clientSecret,
      username,
      get jwt() {
        return { clientId: jwtClientId, username, privateKey: keyPair().privateKey };
      },
    },
  };
}
