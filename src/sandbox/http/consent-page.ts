/** Where a person is asked whether an app may act in their name: a page with a form, and what becomes of it. */
import { randomBytes } from 'node:crypto';
import type { Answer, ReceivedRequest } from './http-types.ts';
import { forgetOldest } from './authorization-codes.ts';

/** What an app asks for, found to be right. */
export interface ConsentRequest {
  readonly redirectUri: string;
  /** As the app sent it; goes back unread. */
  readonly state: string | null;
  readonly codeChallenge: string | null;
  readonly scope: string;
}

export interface ConsentWords {
  readonly service: string;
  readonly username: string;
  readonly app: string;
  /** What the app may do then. */
  readonly asks: readonly string[];
  readonly allow: string;
  readonly deny: string;
}

export interface Consents {
  ask(request: ConsentRequest, words: ConsentWords): Answer;
  /** What was decided on the page; null where the page is not one that was shown, or was answered before. */
  decided(request: ReceivedRequest): { readonly request: ConsentRequest; readonly isAllowed: boolean } | null;
}

/** Pages that were shown and not answered. */
const maxPages = 100;

export function createConsents(): Consents {
  const pages = new Map<string, ConsentRequest>();
  return {
    ask(request, words) {
      const id = randomBytes(16).toString('base64url');
      pages.set(id, request);
      forgetOldest(pages, maxPages);
      return pageAnswer(`Allow access? | ${words.service}`, form(id, words));
    },
    decided({ body }) {
      const fields = new URLSearchParams(body.toString('utf8'));
      const id = fields.get('page') ?? '';
      const request = pages.get(id);
      if (request === undefined) return null;
      pages.delete(id);
      return { request, isAllowed: fields.get('decision') === 'allow' };
    },
  };
}

/** Back to the app, with an answer in the address. */
export function redirectBack(
  { redirectUri, state }: Pick<ConsentRequest, 'redirectUri' | 'state'>,
  answer: Readonly<Record<string, string>>,
): Answer {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  if (state !== null) url.searchParams.set('state', state);
  return { status: 302, headers: { location: url.toString() } };
}

/** For what is not told to the app, because nobody knows whether it is the one that it says. */
export function errorPage(service: string, error: string, description: string, status = 400): Answer {
  const body = `<h1>We can't sign you in</h1><p><code>${escape(error)}</code></p><p>${escape(description)}</p>`;
  return pageAnswer(`Error | ${service}`, body, status);
}

function form(id: string, { service, username, app, asks, allow, deny }: ConsentWords): string {
  return `<h1>Allow access?</h1>
<p>You are signed in to ${escape(service)} as <strong>${escape(username)}</strong>.</p>
<p><strong>${escape(app)}</strong> asks to:</p>
<ul>${asks.map((each) => `<li>${escape(each)}</li>`).join('')}</ul>
<form method="post">
<input type="hidden" name="page" value="${id}">
<button name="decision" value="allow">${escape(allow)}</button>
<button name="decision" value="deny">${escape(deny)}</button>
</form>`;
}

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem;color:#16325c}' +
  'button{font:inherit;padding:.5rem 1.5rem;margin-right:.5rem}';

function pageAnswer(title: string, body: string, status = 200): Answer {
  return {
    status,
    contentType: 'text/html;charset=UTF-8',
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title><style>${style}</style></head><body>${body}</body></html>`,
  };
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}
