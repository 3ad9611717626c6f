/** The way to a server, which a test cuts and mends: as long as it is cut, nothing answers there. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

export interface CutWay {
  /** The given URL by way of this. */
  readonly url: string;
  /** Breaks what is open, and lets nothing new through. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

export async function openCutWay(to: string): Promise<CutWay> {
  const target = new URL(to);
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let port = 0;

  function join(near: Socket): void {
    const far = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      // An end that breaks breaks the other one too; that it broke is the point of it all.
      one.on('error', () => undefined);
      one.once('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  }

  async function mend(): Promise<void> {
    if (server !== null) return;
    server = createServer(join);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  }

  async function cut(): Promise<void> {
    const closing = server;
    server = null;
    if (closing === null) return;
    const closed = once(closing, 'close');
    closing.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  await mend();
  const url = new URL(to);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return { url: url.href, cut, mend, close: cut };
}
