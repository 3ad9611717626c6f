/** The addresses that an app talks to. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { respond } from '../delivery/respond.ts';
import { isCallFault } from '../faults.ts';
import type { Fault } from '../faults.ts';
import type { Platform, Slack } from '../slack.ts';
import { ApiError } from '../web-api/api-error.ts';
import { answerCall, bearerOf, callerOf, rateLimited } from '../web-api/call.ts';
import type { ApiAnswer } from '../web-api/call.ts';
import { maxFileBytes } from '../web-api/files.ts';
import type { RateLimits } from '../web-api/rate-limits.ts';
import { makeRoom } from '../workspace/file-room.ts';
import type { StoredFile } from '../workspace/model.ts';
import { readBody, send, sendJson } from './reply.ts';
import type { Route } from './router.ts';

const maxCallBytes = 5_000_000;
const usualDelayMs = 50;

export function slackRoutes(platform: Platform, limits: RateLimits): readonly Route[] {
  return [
    {
      method: 'ANY',
      pattern: /^\/api\/([\w.]*)$/,
      handle: (request, response, { params: [name = ''], query }) =>
        callRoute(platform, limits, name, query, request, response),
    },
    {
      method: 'POST',
      pattern: /^\/upload\/v1\/(\w+)$/,
      handle: (request, response, { params: [id = ''] }) => uploadRoute(platform, id, request, response),
    },
    {
      method: 'GET',
      pattern: /^\/files-pri\/\w+-(F\w+)\//,
      handle: (request, response, { params: [id = ''] }) => fileRoute(platform, id, request, response),
    },
    {
      method: 'POST',
      pattern: /^\/actions\/(\w+)\/(\w+)$/,
      handle: (request, response, { params: [team = '', key = ''] }) =>
        responseUrlRoute(platform, team, key, request, response),
    },
  ];
}

async function callRoute(
  platform: Platform,
  limits: RateLimits,
  name: string,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { clock, faults, traffic } = platform;
  const beganAt = clock.now().getTime();
  const fault = faults.take(name, isCallFault);
  const body = await readBody(request, maxCallBytes);
  const call = { name, query, headers: request.headers, body };
  const note = (outcome: string, answer: ApiAnswer | null): void =>
    traffic.note({
      direction: 'call',
      name,
      outcome,
      isOk: outcome === 'ok',
      durationMs: clock.now().getTime() - beganAt,
      retry: 0,
      sent: answer?.args ?? {},
      received: answer?.body ?? null,
    });
  if (fault?.kind === 'reset') {
    note('reset', null);
    request.socket.resetAndDestroy();
    return;
  }
  if (fault?.kind === 'unavailable') {
    note('503', null);
    send(response, 503, 'text/html', '<html><body><h1>503 Service Unavailable</h1></body></html>');
    return;
  }
  const answer =
    fault?.kind === 'too many requests'
      ? rateLimited(fault.retryAfter ?? 1, {})
      : await answerCall(platform, limits, call);
  if (fault?.kind === 'slow') await delay(platform, fault);
  note(answer.body['ok'] === true ? 'ok' : String(answer.body['error']), answer);
  if (fault?.kind === 'lost answer') {
    request.socket.resetAndDestroy();
    return;
  }
  sendJson(response, answer.status, answer.body, answer.headers);
}

function delay({ clock }: Platform, { delayMs = usualDelayMs }: Fault): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve);
  });
}

/** The bytes come as they are, or as the only file of a form. */
async function uploadRoute(
  platform: Platform,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const files = filesWith(platform, id);
  const file = files?.get(id);
  const body = await readBody(request, maxFileBytes);
  if (files === undefined || file === undefined || file.bytes !== null) {
    send(response, 404, 'text/plain', 'file not found');
    return;
  }
  const bytes = await uploadedBytes(body, request.headers['content-type'] ?? '');
  if (bytes.length !== file.size) {
    send(response, 400, 'text/plain', `expected ${file.size} bytes, got ${bytes.length}`);
    return;
  }
  file.bytes = bytes;
  makeRoom(files);
  send(response, 200, 'text/plain', `OK - ${bytes.length}`);
}

async function uploadedBytes(body: Buffer, contentType: string): Promise<Uint8Array> {
  if (!contentType.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData();
  for (const value of form.values()) {
    if (typeof value !== 'string') return new Uint8Array(await value.arrayBuffer());
  }
  return new Uint8Array();
}

/** The address alone lets an app upload to it, whichever workspace it is of. */
function filesWith({ workspaces }: Platform, id: string): Map<string, StoredFile> | undefined {
  return [...workspaces.values()].map(({ workspace }) => workspace.files).find((files) => files.has(id));
}

function fileRoute(platform: Platform, id: string, request: IncomingMessage, response: ServerResponse): void {
  const caller = callerOf(platform, bearerOf(request.headers) ?? '');
  const isAllowed =
    'slack' in caller && caller.owner.kind === 'bot' && caller.slack.workspace.scopes.includes('files:read');
  if (!isAllowed) {
    // Slack shows its login page instead.
    send(response, 200, 'text/html', '<html><body>Sign in to Slack</body></html>');
    return;
  }
  const file = caller.slack.workspace.files.get(id);
  if (file?.bytes === undefined || file.bytes === null) {
    send(response, 404, 'text/plain', 'file not found');
    return;
  }
  send(response, 200, file.mimetype, file.bytes);
}

async function responseUrlRoute(
  platform: Platform,
  team: string,
  key: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { clock, traffic } = platform;
  const beganAt = clock.now().getTime();
  const text = (await readBody(request, maxCallBytes)).toString('utf8');
  const { outcome, sent } = answerResponseUrl(platform.workspaces.get(team), key, text);
  traffic.note({
    direction: 'call',
    name: 'response_url',
    outcome,
    isOk: outcome === 'ok',
    durationMs: clock.now().getTime() - beganAt,
    retry: 0,
    sent,
    received: outcome,
  });
  const isGone = ['used_url', 'expired_url', 'invalid_url'].includes(outcome);
  const status = outcome === 'ok' ? 200 : isGone ? 404 : 400;
  send(response, status, 'text/plain', outcome);
}

function answerResponseUrl(slack: Slack | undefined, key: string, text: string) {
  let sent: unknown = null;
  try {
    sent = JSON.parse(text);
  } catch {
    return { outcome: 'invalid_payload', sent };
  }
  if (slack === undefined) return { outcome: 'invalid_url', sent };
  const target = slack.responseUrls.use(key);
  if ('error' in target) return { outcome: target.error, sent };
  try {
    respond(slack, target, sent);
    return { outcome: 'ok', sent };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { outcome: error.code, sent };
  }
}
