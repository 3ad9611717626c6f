import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Acknowledgement, Envelope, Transport } from './envelope.ts';

/** Slack's own bound. */
const maxConnections = 10;
/** An acknowledgement holds a view at most. */
const maxMessageBytes = 1_000_000;
/** Tickets that nobody has used are few: a client connects at once. */
const maxTickets = 100;
/** The client's own limit for a ping that does not come is 30 s. */
const pingEveryMs = 10_000;
/** How long a client is waited for when everything ends. */
const goodbyeMs = 250;

export interface SocketMode extends Transport {
  readonly connections: number;
  /** The last part of an address that may be connected to once; null where there are too many connections. */
  ticket(): string | null;
  /** Takes a connection over from HTTP; refuses it where the ticket is not good. */
  upgrade(ticket: string, request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Asks every client to connect anew. */
  refresh(): void;
  /** Cuts every connection without a word. */
  disconnect(): void;
  close(): Promise<void>;
}

interface SocketModeOptions {
  readonly appId: string;
  readonly onChange: () => void;
}

export function socketMode({ appId, onChange }: SocketModeOptions): SocketMode {
  const server = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });
  const tickets = new Set<string>();
  const connections: WebSocket[] = [];
  const waiting = new Map<string, { readonly from: WebSocket; settle(result: Acknowledgement): void }>();
  let turn = 0;
  const pings = setInterval(() => connections.forEach((each) => each.ping()), pingEveryMs);
  pings.unref();

  function leave(connection: WebSocket): void {
    const at = connections.indexOf(connection);
    if (at < 0) return;
    connections.splice(at, 1);
    for (const each of waiting.values())
      if (each.from === connection) each.settle({ outcome: 'unreachable' });
    onChange();
  }

  function welcome(connection: WebSocket): void {
    connections.push(connection);
    // As node:events has it, a message comes as a Buffer.
    connection.on('message', (data: Buffer) => {
      const answer = readAnswer(data.toString('utf8'));
      if (answer !== null) waiting.get(answer.envelopeId)?.settle({ outcome: 'ok', payload: answer.payload });
    });
    connection.on('close', () => leave(connection));
    // The close that follows says all there is to know.
    connection.on('error', () => connection.terminate());
    send(connection, {
      type: 'hello',
      num_connections: connections.length,
      debug_info: { host: 'playground', started: null, build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: appId },
    });
    onChange();
  }

  return {
    get isConnected() {
      return connections.length > 0;
    },
    get connections() {
      return connections.length;
    },
    ticket() {
      if (connections.length >= maxConnections) return null;
      const ticket = crypto.randomUUID();
      tickets.add(ticket);
      const [oldest] = tickets;
      if (tickets.size > maxTickets && oldest !== undefined) tickets.delete(oldest);
      return ticket;
    },
    upgrade(ticket, request, socket, head) {
      if (!tickets.delete(ticket)) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },
    deliver(envelope, signal) {
      // Slack may take any of an app's connections.
      turn += 1;
      const from = connections[turn % connections.length];
      if (from === undefined) return Promise.resolve({ outcome: 'unreachable' });
      const envelopeId = crypto.randomUUID();
      return new Promise((resolve) => {
        const settle = (result: Acknowledgement): void => {
          waiting.delete(envelopeId);
          resolve(result);
        };
        waiting.set(envelopeId, { from, settle });
        signal.addEventListener('abort', () => settle({ outcome: 'timeout' }), { once: true });
        send(from, messageOf(envelopeId, envelope));
      });
    },
    refresh() {
      for (const connection of connections)
        send(connection, { type: 'disconnect', reason: 'refresh_requested' });
    },
    disconnect() {
      for (const connection of connections) connection.terminate();
    },
    async close() {
      clearInterval(pings);
      server.close();
      await Promise.all(connections.map(sayGoodbye));
    },
  };
}

/** Closes in good order where the client takes part in it. */
async function sayGoodbye(connection: WebSocket): Promise<void> {
  const cut = setTimeout(() => connection.terminate(), goodbyeMs);
  connection.close(1_001);
  await once(connection, 'close');
  clearTimeout(cut);
}

function send(connection: WebSocket, message: Readonly<Record<string, unknown>>): void {
  connection.send(JSON.stringify(message));
}

function messageOf(
  envelopeId: string,
  { kind, payload, retry }: Envelope,
): Readonly<Record<string, unknown>> {
  return {
    envelope_id: envelopeId,
    type: kind,
    payload,
    accepts_response_payload: kind !== 'events_api',
    ...(kind === 'events_api'
      ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' }
      : {}),
  };
}

function readAnswer(text: string): { readonly envelopeId: string; readonly payload: unknown } | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || !('envelope_id' in parsed)) return null;
  const payload: unknown = 'payload' in parsed ? parsed.payload : null;
  return { envelopeId: String(parsed.envelope_id), payload };
}
