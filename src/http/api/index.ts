/** The trigger API: programs start runs by a token, and see what becomes of them. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Log } from '../../log.ts';
import type { Operations } from '../../operations/index.ts';
import { callRate } from '../../operations/trigger-api/authenticate.ts';
import type { Authenticated } from '../../operations/trigger-api/authenticate.ts';
import { tokenIdOf } from '../../operations/trigger-api/token-text.ts';
import { findRoute, methodNotAllowed } from './find-route.ts';
import { openApiDocument } from './openapi.ts';
import { problemOf, ProblemError, retryAfter } from './problem.ts';
import type { Problem } from './problem.ts';
import { readJson } from './read-json.ts';
import type { ApiAnswer, ApiRoute } from './route.ts';
import { createRoutes } from './routes/index.ts';
import { sendFile } from '../send-file.ts';
import { sendJson, sendProblem } from './send.ts';
import { apiPath, statusUrl } from './urls.ts';

export { apiPath } from './urls.ts';

export interface ApiOptions {
  /** Those of the team whose token it is, by the token's id; any team's where it is nobody's. */
  readonly operationsOf: (tokenId: string) => Promise<Operations>;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly log: Log;
  readonly now?: () => Date;
  /** After each call; `operation` is `none` where there is no such address. */
  readonly onAnswered?: (call: {
    readonly operation: string;
    readonly status: number;
    readonly seconds: number;
  }) => void;
}

interface Caller extends Authenticated {
  /** Of the team that the token is of: no other can be asked for anything. */
  readonly operations: Operations;
}

const documentPath = `${apiPath}/openapi.json`;

export function createApi(options: ApiOptions): RequestListener {
  const { operationsOf, publicUrl, log, now = () => new Date(), onAnswered = () => undefined } = options;
  const routes = createRoutes({ publicUrl });
  const document = openApiDocument(routes, publicUrl);

  async function authenticate({ headers: sent }: IncomingMessage): Promise<Caller> {
    const [, text = ''] = /^Bearer +(\S+) *$/i.exec(sent.authorization ?? '') ?? [];
    const nobody = { actor: '', role: 'viewer', door: 'api', now: now() } as const;
    // Where nothing is shown too: every refusal takes the same way.
    const operations = await operationsOf(tokenIdOf(text));
    const known = await operations.authenticate(nobody, { text });
    if (known === null) throw unauthorized();
    if (known.waitMs !== null) throw tooMany(known.waitMs);
    return { ...known, operations };
  }

  async function respond(
    request: IncomingMessage,
    response: ServerResponse,
    onFound: (operation: string) => void,
  ): Promise<void> {
    const { method = '', url = '/' } = request;
    const [path = '/'] = url.split('?', 1);
    if (path === documentPath) {
      if (method !== 'GET') throw methodNotAllowed(['GET']);
      onFound('getOpenApiDocument');
      sendJson(response, { status: 200, body: document });
      return;
    }
    const { route, id } = findRoute(routes, method, path);
    onFound(route.operationId);
    const caller = await authenticate(request);
    const body = route.body === undefined ? undefined : await readJson(request);
    const sent = { query: queryOf(url), headers: headersOf(request), body };
    await send(response, route, await route.handle({ ...caller, id }, sent));
  }

  function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (response.headersSent || response.destroyed) {
      // The other end has gone, or the file broke off: there is nobody left to be told.
      log.info({ err: error }, 'HTTP: an answer of the trigger API was broken off');
      response.destroy();
      return;
    }
    const problem = problemOf(error) ?? unexpected(request, error);
    const link = problem.runId === undefined ? null : statusUrl(publicUrl, problem.runId);
    sendProblem(response, problem, link);
  }

  function unexpected({ method }: IncomingMessage, error: unknown): Problem {
    const id = randomUUID().slice(0, 8);
    log.error({ err: error, errorId: id, method }, 'HTTP: a call of the trigger API failed');
    const detail = `Something went wrong on our side, and it was written down under the number ${id}.`;
    return { status: 500, code: 'internal_error', detail };
  }

  return (request, response) => {
    const startedMs = performance.now();
    let operation = 'none';
    response.once('close', () => {
      const { statusCode: status } = response;
      onAnswered({ operation, status, seconds: (performance.now() - startedMs) / 1_000 });
    });
    respond(request, response, (found) => (operation = found)).catch((error: unknown) =>
      refuse(request, response, error),
    );
  };
}

async function send(response: ServerResponse, { success }: ApiRoute, answer: ApiAnswer): Promise<void> {
  if (answer.kind === 'file') return await sendFile(response, { ...answer, type: 'application/gzip' });
  sendJson(response, { status: success.status, body: answer.body, headers: answer.headers });
}

function unauthorized(): ProblemError {
  return new ProblemError({
    status: 401,
    code: 'unauthorized',
    detail:
      'Show a token that is good: "Authorization: Bearer …". An admin makes one in Slack, by "Trigger API" in the menu of a job.',
    headers: { 'www-authenticate': 'Bearer realm="Crosswalk"' },
  });
}

function tooMany(waitMs: number): ProblemError {
  return new ProblemError({
    status: 429,
    code: 'too_many_calls',
    detail: `A token may call ${callRate.perMinute} times a minute. Wait as long as Retry-After says.`,
    headers: retryAfter(waitMs),
  });
}

/** Of a name that comes more than once, the last counts. */
function queryOf(url: string): Readonly<Record<string, string>> {
  const at = url.indexOf('?');
  return at === -1 ? {} : Object.fromEntries(new URLSearchParams(url.slice(at + 1)));
}

function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}
