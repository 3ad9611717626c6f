/** The text of a token: `cw_` and its id, by which it is found, and a secret that nobody can guess. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const idBytes = 9;
const secretBytes = 32;
/** base64url: 4 characters for 3 bytes, and 43 for 32. */
const pattern = /^cw_([\w-]{12})_[\w-]{43}$/;
/** What is no token is looked for and compared like one, so that it takes as long to be refused. */
const idOfNobody = '-'.repeat(12);
const hashOfNobody = hashOf('');

export interface NewTokenText {
  readonly id: string;
  readonly text: string;
  readonly hash: string;
}

export function newTokenText(): NewTokenText {
  const id = randomBytes(idBytes).toString('base64url');
  const text = `cw_${id}_${randomBytes(secretBytes).toString('base64url')}`;
  return { id, text, hash: hashOf(text) };
}

export function tokenIdOf(text: string): string {
  return pattern.exec(text)?.[1] ?? idOfNobody;
}

/** In the same time whatever is compared. @param hash null where there is no such token */
export function isTokenOf(text: string, hash: string | null): boolean {
  const isSame = timingSafeEqual(Buffer.from(hashOf(text)), Buffer.from(hash ?? hashOfNobody));
  return isSame && hash !== null;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
