/** What ties a link to the browser that opened it: a cookie that no page can read, and a proof that forms carry. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { linkLifetimeMs } from '../../domain/connect-link.ts';

const cookieName = 'crosswalk-connect';
const secretPattern = /^[\w-]{43}$/;

/** null where the browser shows none, or something else. */
export function browserSecretOf({ headers }: IncomingMessage): string | null {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [name, value = ''] = part.trim().split('=', 2);
    if (name === cookieName && secretPattern.test(value)) return value;
  }
  return null;
}

export function newBrowserSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Lax: it has to come along when the CRM sends the browser back. */
export function cookieOf(secret: string, publicUrl: string, path: string): string {
  const { protocol, pathname } = new URL(publicUrl);
  const attributes = [
    `${cookieName}=${secret}`,
    `Path=${pathname.replace(/\/+$/, '')}${path}`,
    `Max-Age=${linkLifetimeMs / 1_000}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(protocol === 'https:' ? ['Secure'] : []),
  ];
  return attributes.join('; ');
}

/** Of one link in one browser: another page can neither read the cookie nor make it up. */
export function csrfOf(secret: string, token: string): string {
  return createHmac('sha256', secret).update(`form ${token}`).digest('base64url');
}

export function isCsrfOf(secret: string, token: string, shown: string): boolean {
  const [a, b] = [Buffer.from(csrfOf(secret, token)), Buffer.from(shown)];
  return a.length === b.length && timingSafeEqual(a, b);
}
