/**
 * Secrets at rest: AES-256-GCM. Every row names the key it was encrypted with, so that a key can be replaced, and
 * is bound to its place, so that a ciphertext moved to another row does not open there.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { FatalError, UserError } from '../domain/errors.ts';

export interface SealedSecret {
  /** First 8 hexadecimal digits of the SHA-256 of the key. */
  readonly keyId: string;
  /** Base64 of nonce, authentication tag and ciphertext. */
  readonly sealed: string;
}

export interface SecretBox {
  /** Null where no key is set. */
  readonly currentKeyId: string | null;
  /** Keys by which secrets can be read, the current one included. */
  readonly keyIds: readonly string[];
  /** @throws UserError `encryption_key_missing` where no key is set. */
  seal(secret: string, place: SecretPlace): SealedSecret;
  /** @throws FatalError `encryption_key_unknown` or `secret_damaged`, saying what to do. */
  open(row: SealedSecret, place: SecretPlace): string;
}

/** The row a secret belongs to. */
export type SecretPlace = ConnectionSecret | WebhookSecret | ConnectLinkSecret | InstallationSecret;

/** The tokens of a workspace that has installed the app. */
export interface InstallationSecret {
  readonly teamId: string;
  /** For messages only. */
  readonly workspaceName: string;
}

interface WebhookSecret {
  readonly webhookId: string;
  readonly url: string;
}

/** What is kept while somebody consents in their browser. */
interface ConnectLinkSecret {
  readonly connectLinkId: string;
}

interface ConnectionSecret {
  readonly connectionId: string;
  /** For messages only: a connection may be renamed. */
  readonly connectionName: string;
  /** Dotted path in the connection's settings. */
  readonly path: string;
}

const algorithm = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

export function createSecretBox(current: KeyObject | null, previous: KeyObject | null): SecretBox {
  const keys = new Map<string, KeyObject>();
  for (const key of [current, previous]) if (key !== null) keys.set(keyIdOf(key), key);
  const currentKeyId = current === null ? null : keyIdOf(current);
  return {
    currentKeyId,
    keyIds: [...keys.keys()],

    seal(secret, place) {
      if (current === null || currentKeyId === null) throw keyMissing(place);
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, current, nonce, { authTagLength: tagBytes });
      cipher.setAAD(boundTo(place));
      const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      const sealed = Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64');
      return { keyId: currentKeyId, sealed };
    },

    open({ keyId, sealed }, place) {
      const key = keys.get(keyId);
      if (key === undefined) throw keyUnknown(keyId, place, currentKeyId !== null);
      const bytes = Buffer.from(sealed, 'base64');
      try {
        const nonce = bytes.subarray(0, nonceBytes);
        const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
        decipher.setAAD(boundTo(place));
        decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
        const secret = decipher.update(bytes.subarray(nonceBytes + tagBytes));
        return Buffer.concat([secret, decipher.final()]).toString('utf8');
      } catch (cause) {
        throw damaged(place, cause);
      }
    },
  };
}

function keyIdOf(key: KeyObject): string {
  const bytes = key.export();
  if (bytes.length !== keyBytes) {
    throw new UserError(`ENCRYPTION_KEY must be ${keyBytes} bytes, not ${bytes.length}.`, {
      code: 'encryption_key_invalid',
    });
  }
  return createHash('sha256').update(bytes).digest('hex').slice(0, 8);
}

function boundTo(place: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify(partsOf(place)), 'utf8');
}

function partsOf(place: SecretPlace): readonly string[] {
  if ('webhookId' in place) return ['webhook', place.webhookId];
  if ('connectLinkId' in place) return ['connect link', place.connectLinkId];
  if ('teamId' in place) return ['installation', place.teamId];
  return ['connection', place.connectionId, place.path];
}

function inWords(place: SecretPlace): string {
  if ('webhookId' in place) return `The secret of the webhook to ${new URL(place.url).host}`;
  if ('connectLinkId' in place) return 'What a connection is made from';
  if ('teamId' in place) return `Slack's token for the workspace ${place.workspaceName}`;
  return `The secret ${place.path} of the connection "${place.connectionName}"`;
}

function howToStoreAgain(place: SecretPlace): string {
  if ('webhookId' in place) return 'delete the webhook and make it anew';
  if ('connectLinkId' in place) return 'ask for another link, and begin anew';
  if ('teamId' in place) return 'have the app installed in the workspace again';
  return 'store the connection again with its secrets';
}

function keyMissing(place: SecretPlace): UserError {
  return new UserError(
    `${inWords(place)} cannot be stored, because ENCRYPTION_KEY is not set. ` +
      'Set it to 32 random bytes as base64 (`openssl rand -base64 32`), keep it, and try again.',
    { code: 'encryption_key_missing' },
  );
}

function keyUnknown(keyId: string, place: SecretPlace, isKeySet: boolean): FatalError {
  const problem = isKeySet
    ? `was encrypted with another key (${keyId}) than ENCRYPTION_KEY`
    : `is encrypted (key ${keyId}), and ENCRYPTION_KEY is not set`;
  return new FatalError(
    `${inWords(place)} ${problem}. Set ENCRYPTION_KEY, or ENCRYPTION_KEY_PREVIOUS, to the key it was stored with; ` +
      `where that key is lost, ${howToStoreAgain(place)}.`,
    { code: 'encryption_key_unknown' },
  );
}

function damaged(place: SecretPlace, cause: unknown): FatalError {
  return new FatalError(
    `${inWords(place)} cannot be decrypted although ENCRYPTION_KEY is the right one: the stored row was changed or ` +
      `moved. To mend it, ${howToStoreAgain(place)}.`,
    { code: 'secret_damaged', cause },
  );
}
