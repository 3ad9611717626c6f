/** A way to a server that can be cut, and mended; nothing is changed about the server. */
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

export interface Cable {
  readonly port: number;
  /** Bytes that it has carried, both ways. */
  readonly carried: () => number;
  /** Ends all connections, and takes no more. */
  cut(): Promise<void>;
  /** On the same port. */
  mend(): Promise<void>;
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** @param certificate where the end on this side speaks TLS */
export async function layCable(
  to: { host: string; port: number },
  certificate?: Certificate,
): Promise<Cable> {
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let port = 0;
  let carried = 0;

  function pass(near: Socket): void {
    const far = connect(to);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      // An end that breaks takes the other one along; the close that follows says all there is to know.
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.on('data', (bytes: Buffer) => (carried += bytes.length)).pipe(other);
    }
  }

  async function mend(): Promise<void> {
    const laid = certificate === undefined ? createServer(pass) : createTlsServer(certificate, pass);
    // A client that does not trust the certificate breaks off.
    laid.on('tlsClientError', () => undefined);
    server = laid;
    await new Promise<void>((resolve) => laid.listen(port, '127.0.0.1', resolve));
    ({ port } = laid.address() as AddressInfo);
  }

  await mend();
  return {
    port,
    carried: () => carried,
    mend,
    async cut() {
      const laid = server;
      server = null;
      const closed = new Promise((resolve) => (laid === null ? resolve(null) : laid.close(resolve)));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
