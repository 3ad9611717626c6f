/** Of every answer, unless the part that gives it knows better: nothing in a browser is to keep, run, frame or guess at it. */
const always: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
const overTls: Readonly<Record<string, string>> = { 'strict-transport-security': 'max-age=31536000' };

/** @param publicUrl under which the server is known outside, whoever ends TLS for it */
export function securityHeaders(publicUrl: string): Readonly<Record<string, string>> {
  return publicUrl.startsWith('https:') ? { ...always, ...overTls } : always;
}
