/** What services say is wrong, made ready to be quoted. */

/** Their sentences may quote a whole query; people need the beginning. */
const maxQuotedLength = 400;

/** One line, not too long, ending in a full stop. */
export function asSentence(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line === '') return 'no reason given.';
  if (line.length > maxQuotedLength) return `${line.slice(0, maxQuotedLength)} …`;
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

/** OAuth's error word and its description; empty where the answer has none. */
export function readOAuthError(body: string): { error: string; description: string } {
  const parsed = tryParse(body);
  if (typeof parsed !== 'object' || parsed === null) return { error: '', description: '' };
  const error = 'error' in parsed && typeof parsed.error === 'string' ? parsed.error : '';
  const description =
    'error_description' in parsed && typeof parsed.error_description === 'string'
      ? parsed.error_description
      : '';
  return { error, description };
}

/** Why a token is asked for: by what the connection holds, by a code that a person brought, or by their consent of once. */
export type LoginStep = 'login' | 'exchange' | 'refresh';

/** null where the answer brings none. */
export function refreshTokenIn(body: string): string | null {
  const parsed = tryParse(body);
  if (typeof parsed !== 'object' || parsed === null || !('refresh_token' in parsed)) return null;
  const { refresh_token: token } = parsed;
  return typeof token === 'string' && token !== '' ? token : null;
}

/** null where it is no JSON: a page of some proxy. */
export function tryParse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** HTTP statuses of trouble that passes. */
export const passingStatuses: ReadonlySet<number> = new Set([408, 420, 425, 429, 500, 502, 503, 504]);
