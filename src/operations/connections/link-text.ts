import { createHash, randomBytes } from 'node:crypto';

/** What stands in a link, a cookie or a state: 256 bits that nobody guesses. */
export function newSecretText(): string {
  return randomBytes(32).toString('base64url');
}

/** All that is kept of it. Of something that nobody guesses a plain hash is enough. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
