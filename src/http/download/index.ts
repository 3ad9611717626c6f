/** Files that are fetched in a browser, by links that somebody asked for in Slack. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { isTold } from '../../domain/errors.ts';
import { createRateLimit } from '../../domain/rate-limit.ts';
import type { Role } from '../../domain/role.ts';
import type { Log } from '../../log.ts';
import type { FetchedAudit } from '../../operations/audit/fetch-audit.ts';
import type { Operations } from '../../operations/index.ts';
import { sendFile } from '../send-file.ts';

export const downloadPath = '/download';

/** The team that a link is of: no other can be asked for anything. */
export interface TeamOfDownload {
  readonly operations: Operations;
  /** The role of this moment of whoever asked for a link. @throws UserError who is there no longer */
  readonly roleOf: (person: string) => Promise<Role>;
  /** null for what is no person there. */
  readonly nameOf: (person: string) => Promise<string | null>;
}

export interface DownloadsOptions {
  /** null where there is no such link. */
  readonly teamOf: (token: string) => Promise<TeamOfDownload | null>;
  readonly log: Log;
  readonly now?: () => Date;
}

/** Of one address; links cannot be guessed, but each guess is a look into the database. */
const requestsAMinute = 60;
const maxCallers = 1_000;
const linkAddress = new RegExp(`^${downloadPath}/([\\w-]{43})$`);

const statuses: Readonly<Record<string, number>> = {
  link_unknown: 404,
  link_expired: 410,
  link_used: 410,
  role_needed: 403,
  not_a_member: 403,
  unknown_person: 403,
};

class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function createDownloads(options: DownloadsOptions): RequestListener {
  const { teamOf, log, now = () => new Date() } = options;
  const rateLimit = createRateLimit({ perMinute: requestsAMinute, burst: requestsAMinute, maxCallers });

  async function fetched({
    method,
    url = '/',
    headers: sent,
    socket,
  }: IncomingMessage): Promise<FetchedAudit> {
    const moment = now();
    if (rateLimit.take(socket.remoteAddress ?? '', moment) !== null) {
      throw new Refusal(429, 'That is too often. Wait a minute, and try again.');
    }
    // Whoever only looks, or fetches ahead of people, must not take the link away from them.
    if (method !== 'GET') throw new Refusal(405, 'Open the link in a browser.');
    if ((sent['sec-purpose'] ?? sent['purpose']) !== undefined)
      throw new Refusal(503, 'Open the link yourself.');
    const [path = '/'] = url.split('?', 1);
    const [, token] = linkAddress.exec(path) ?? [];
    const nobody = { actor: '', role: 'viewer', door: 'browser', now: moment } as const;
    const team = token === undefined ? null : await teamOf(token);
    const person = token === undefined ? null : await team?.operations.personOfDownload(nobody, { token });
    if (token === undefined || team === null || person === null || person === undefined) {
      throw new Refusal(404, 'This link leads nowhere. Press "Download CSV" in Slack for another one.');
    }
    const context = { ...nobody, actor: person, role: await team.roleOf(person) };
    return await team.operations.fetchAudit(context, { token, personName: team.nameOf });
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { name, content } = await fetched(request);
    await sendFile(response, { name, content, bytes: null, type: 'text/csv; charset=utf-8' });
  }

  function refuse(response: ServerResponse, error: unknown): void {
    if (response.headersSent || response.destroyed) {
      log.info({ err: error }, 'HTTP: a download was broken off');
      response.destroy();
      return;
    }
    const { status, text } = refusalOf(error);
    response.writeHead(status, {
      connection: 'close',
      'content-type': 'text/plain; charset=utf-8',
      'content-length': Buffer.byteLength(text),
    });
    response.end(text);
  }

  function refusalOf(error: unknown): { readonly status: number; readonly text: string } {
    if (error instanceof Refusal) return { status: error.status, text: `${error.message}\n` };
    if (isTold(error)) return { status: statuses[error.code] ?? 422, text: `${error.message}\n` };
    const id = randomUUID().slice(0, 8);
    log.error({ err: error, errorId: id }, 'HTTP: a download failed');
    const text = `Something went wrong on our side, and it was written down under the number ${id}.\n`;
    return { status: 500, text };
  }

  return (request, response) => {
    respond(request, response).catch((error: unknown) => refuse(response, error));
  };
}
