/** The smallest Slack that the bot runs against: what it is asked for, and what people then see. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SmallPerson {
  readonly id: string;
  readonly name?: string;
  readonly tz?: string;
  readonly is_admin?: boolean;
  readonly is_bot?: boolean;
  readonly deleted?: boolean;
}

/** A message or view as the bot sent it. */
export type Sent = Readonly<Record<string, unknown>>;

export interface SmallSlack {
  /** Base of the Web API. */
  readonly apiUrl: string;
  readonly responseUrl: string;
  /** Method names in the order in which they were called. */
  readonly calls: string[];
  /** What each person's App Home shows. */
  readonly homes: Map<string, Sent>;
  /** Modals that were opened, newest last. */
  readonly modals: Sent[];
  /** Changes of modals, newest last. */
  readonly updates: Sent[];
  /** Ephemeral messages, and answers to response_urls. */
  readonly told: Sent[];
  /** How methods go wrong: their name → the error that they answer with; `ratelimited` with 429, as Slack does. */
  readonly troubles: Map<string, string>;
  close(): Promise<void>;
}

export async function startSmallSlack(people: readonly SmallPerson[]): Promise<SmallSlack> {
  const calls: string[] = [];
  const homes = new Map<string, Sent>();
  const modals: Sent[] = [];
  const updates: Sent[] = [];
  const told: Sent[] = [];
  const troubles = new Map<string, string>();

  function opened(view: unknown): object {
    modals.push(view as Sent);
    return { ok: true, view: { ...(view as Sent), id: `V${modals.length}` } };
  }

  const methods: Readonly<Record<string, (args: Sent) => object>> = {
    'auth.test': () => ({ ok: true, user_id: 'UBOT', bot_id: 'BBOT', team_id: 'T1' }),
    'users.info': ({ user }) => {
      const found = people.find(({ id }) => id === user);
      return found === undefined ? { ok: false, error: 'user_not_found' } : { ok: true, user: found };
    },
    'conversations.open': ({ users }) => ({ ok: true, channel: { id: `D${String(users)}` } }),
    'chat.postEphemeral': (message) => {
      told.push(message);
      return { ok: true, message_ts: '1.0' };
    },
    'files.getUploadURLExternal': () => ({ ok: true, upload_url: `${url}/upload`, file_id: 'F1' }),
    'files.completeUploadExternal': () => ({ ok: true, files: [{ id: 'F1' }] }),
    'chat.postMessage': ({ channel }) => ({ ok: true, channel, ts: '1.0' }),
    'views.publish': ({ user_id: user, view }) => {
      homes.set(String(user), view as Sent);
      return { ok: true, view };
    },
    'views.update': (update) => {
      updates.push(update);
      return { ok: true, view: update['view'] };
    },
    'views.open': ({ view }) => opened(view),
    'views.push': ({ view }) => opened(view),
  };

  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const path = request.url ?? '';
      const name = path.replace('/api/', '');
      calls.push(name);
      const trouble = troubles.get(name);
      let answer: object = { ok: false, error: trouble ?? 'unknown_method' };
      if (path === '/respond') {
        told.push(body);
        answer = { ok: true };
      } else if (path === '/upload') {
        answer = { ok: true };
      } else if (trouble === undefined) answer = methods[name]?.(body) ?? answer;
      if (trouble === 'ratelimited') {
        response.statusCode = 429;
        response.setHeader('retry-after', '1');
      }
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${url}/api/`,
    responseUrl: `${url}/respond`,
    calls,
    homes,
    modals,
    updates,
    told,
    troubles,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The client sends forms in which what is no text is JSON. */
async function bodyOf(request: IncomingMessage): Promise<Sent> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  if (request.headers['content-type']?.startsWith('application/json') === true)
    return JSON.parse(text) as Sent;
  const entries = [...new URLSearchParams(text)].map(([key, value]) => [key, asGiven(value)]);
  return Object.fromEntries(entries) as Sent;
}

function asGiven(value: string): unknown {
  return /^[[{]/.test(value) ? JSON.parse(value) : value;
}
