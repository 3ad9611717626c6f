/** The page that an app sends people to who want to install it. */
import type { ServerResponse } from 'node:http';
import { Consents } from '../oauth/authorize.ts';
import type { Shown } from '../oauth/authorize.ts';
import type { Platform } from '../slack.ts';
import { readBody, send } from './reply.ts';
import type { Route } from './router.ts';

const maxFormBytes = 10_000;
const pattern = /^\/oauth\/v2\/authorize$/;

/** Nothing but the form itself, and in no frame of somebody else. */
const pageHeaders = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
};

export function oauthRoutes(platform: Platform): readonly Route[] {
  const consents = new Consents(platform);
  return [
    {
      method: 'GET',
      pattern,
      handle: (_request, response, { query }) => show(response, consents.ask(query)),
    },
    {
      method: 'POST',
      pattern,
      async handle(request, response) {
        const form = (await readBody(request, maxFormBytes)).toString('utf8');
        show(response, consents.answer(new URLSearchParams(form)));
      },
    },
  ];
}

function show(response: ServerResponse, shown: Shown): void {
  if (shown.status === 302) send(response, 302, 'text/plain', '', { location: shown.location });
  else send(response, shown.status, 'text/html; charset=utf-8', shown.html, pageHeaders);
}
