import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';

/** What becomes of the first connection; every other one is greeted. */
export type Silence = 'does not say where' | 'does not greet';

/** Slack as a client of Socket Mode meets it, at a moment at which nobody answers. */
export interface SilentSlack {
  readonly apiUrl: string;
  /** The calls that asked for an address, by whether their connection is still open. */
  readonly asked: readonly ServerResponse[];
  /** The connections of sockets, oldest first. */
  readonly sockets: readonly Duplex[];
  close(): Promise<void>;
}

export async function startSilentSlack(silence: Silence): Promise<SilentSlack> {
  const asked: ServerResponse[] = [];
  const sockets: Duplex[] = [];
  const greeter = new WebSocketServer({ noServer: true });
  const server = createServer((request, response) => {
    request.resume();
    asked.push(response);
    if (asked.length === 1 && silence === 'does not say where') return;
    const { port } = server.address() as AddressInfo;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/link` }));
  });
  server.on('upgrade', (request, socket, head) => {
    sockets.push(socket);
    if (sockets.length === 1 && silence === 'does not greet') {
      openInSilence(socket, String(request.headers['sec-websocket-key']));
      return;
    }
    greeter.handleUpgrade(request, socket, head, (connection) => {
      connection.send(JSON.stringify({ type: 'hello' }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    asked,
    sockets,
    async close() {
      for (const socket of sockets) socket.destroy();
      greeter.close();
      const closed = new Promise((resolve) => {
        server.close(resolve);
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A WebSocket that says nothing, and does not answer a goodbye either. */
function openInSilence(socket: Duplex, key: string): void {
  const accepted = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Accept: ${accepted}\r\n\r\n`,
  );
  socket.on('end', () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.resume();
}
