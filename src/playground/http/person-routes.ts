/** The addresses of the page and of whoever else acts for people; screen.ts describes them. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import { ActError } from '../desk/act-error.ts';
import { actSchema } from '../desk/act-schema.ts';
import type { Desk } from '../desk/desk.ts';
import { screenOf, workspaceInfo } from '../desk/screen-of.ts';
import type { Person } from '../workspace/model.ts';
import { faultSchema } from '../fault-schema.ts';
import type { Fault } from '../faults.ts';
import type { Act, ActResult } from '../act.ts';
import type { Platform, Slack } from '../slack.ts';
import { eventStream } from './event-stream.ts';
import { readBody, send, sendJson } from './reply.ts';
import type { Route } from './router.ts';

/** An upload in base64 is the largest. */
const maxActBytes = 20_000_000;

export interface PersonDoor {
  readonly platform: Platform;
  version(): number;
  /** Called after each change; the answer ends it. */
  onChange(listener: () => void): () => void;
  act(slack: Slack, desk: Desk, act: Act): Promise<ActResult>;
  disturb(fault: Fault): void;
}

/** A person, in the workspace that they are of. */
interface Seat {
  readonly slack: Slack;
  readonly desk: Desk;
}

export function personRoutes(door: PersonDoor): readonly Route[] {
  const { platform } = door;
  const forSeat =
    (
      handle: (
        seat: Seat,
        request: IncomingMessage,
        response: ServerResponse,
        rest: string,
      ) => Promise<void> | void,
    ) =>
    (
      request: IncomingMessage,
      response: ServerResponse,
      { params: [id = '', rest = ''] }: { readonly params: readonly string[] },
    ) => {
      const seat = seatOf(platform, id);
      if (seat === null) return refuse(response, 404, 'no_such_person', `There is no person ${id}.`);
      return handle(seat, request, response, rest);
    };
  const screen = ({ slack, desk }: Seat) => screenOf(slack, desk, door.version());
  return [
    {
      method: 'GET',
      pattern: /^\/playground\/api\/workspaces$/,
      handle: (_request, response) =>
        sendJson(response, 200, [...platform.workspaces.values()].map(workspaceInfo)),
    },
    {
      method: 'GET',
      pattern: /^\/playground\/api\/people\/(\w+)\/screen$/,
      handle: forSeat((seat, _request, response) => sendJson(response, 200, screen(seat))),
    },
    {
      method: 'GET',
      pattern: /^\/playground\/api\/people\/(\w+)\/events$/,
      handle: forSeat((seat, _request, response) => {
        const events = eventStream(response, 'screen', () => screen(seat));
        response.on(
          'close',
          door.onChange(() => events.renew()),
        );
        events.renew();
      }),
    },
    {
      method: 'POST',
      pattern: /^\/playground\/api\/people\/(\w+)\/acts$/,
      handle: forSeat((seat, request, response) => actRoute(door, seat, request, response)),
    },
    {
      method: 'GET',
      pattern: /^\/playground\/api\/people\/(\w+)\/files\/(\w+)$/,
      handle: forSeat(({ slack, desk }, _request, response, id) =>
        download(slack, desk.person, id, response),
      ),
    },
    {
      method: 'GET',
      pattern: /^\/playground\/api\/traffic$/,
      handle: (_request, response) => sendJson(response, 200, platform.traffic.entries),
    },
    {
      method: 'GET',
      pattern: /^\/playground\/api\/traffic\/events$/,
      handle(_request, response) {
        const events = eventStream(response, 'traffic');
        response.on(
          'close',
          platform.traffic.listen((entry) => events.write(entry)),
        );
        response.flushHeaders();
      },
    },
    {
      method: 'POST',
      pattern: /^\/playground\/api\/faults$/,
      async handle(request, response) {
        const fault = await readJson(request, response, faultSchema);
        if (fault === null) return;
        door.disturb(fault);
        response.writeHead(204).end();
      },
    },
    {
      method: 'DELETE',
      pattern: /^\/playground\/api\/faults$/,
      handle(_request, response) {
        platform.faults.clear();
        response.writeHead(204).end();
      },
    },
  ];
}

function seatOf({ workspaces }: Platform, personId: string): Seat | null {
  for (const slack of workspaces.values()) {
    const desk = slack.desks.get(personId);
    if (desk !== undefined) return { slack, desk };
  }
  return null;
}

async function actRoute(
  door: PersonDoor,
  { slack, desk }: Seat,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const act = await readJson(request, response, actSchema);
  if (act === null) return;
  try {
    sendJson(response, 200, await door.act(slack, desk, act));
  } catch (error) {
    if (!(error instanceof ActError)) throw error;
    refuse(response, 409, error.code, error.message);
  }
}

/** Null where it was no good, and the answer has said so. */
async function readJson<Value>(
  request: IncomingMessage,
  response: ServerResponse,
  schema: z.ZodType<Value>,
): Promise<Value | null> {
  const text = (await readBody(request, maxActBytes)).toString('utf8');
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    refuse(response, 400, 'invalid_json', 'The body is not JSON.');
    return null;
  }
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  refuse(response, 400, 'invalid_body', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not right'}`);
  return null;
}

/** Files are seen where they were shared, and by who uploaded them. */
function download({ workspace }: Slack, person: Person, id: string, response: ServerResponse): void {
  const file = workspace.files.get(id);
  const isSeen =
    file?.userId === person.id ||
    [...(file?.sharedIn ?? [])].some((each) => {
      const conversation = workspace.conversations.get(each);
      return conversation?.type === 'public' || conversation?.members.has(person.id);
    });
  if (file === undefined || file.bytes === null || !isSeen) {
    refuse(response, 404, 'file_not_found', `There is no file ${id} that ${person.name} can see.`);
    return;
  }
  // Never shown by the browser as a page of this server: it may be anything.
  send(response, 200, file.mimetype, file.bytes, {
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  });
}

function refuse(response: ServerResponse, status: number, error: string, message: string): void {
  sendJson(response, status, { error, message });
}
