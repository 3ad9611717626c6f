import type { HTTPReceiver } from '@slack/bolt';

export interface Served {
  /** Without a slash at its end. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Has a receiver listen on a free port of this machine. */
export async function serve(receiver: HTTPReceiver): Promise<Served> {
  const server = await receiver.start({ port: 0, host: '127.0.0.1' });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The bot has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      const stopped = receiver.stop();
      // The receiver would wait, without an end, for requests that its app leaves unanswered, and for connections on which
      // nothing is ever asked: fetch makes one after it gave a request up.
      server.closeAllConnections();
      await stopped;
    },
  };
}
