import type { ServerResponse } from 'node:http';

export interface EventStream {
  /** Sends the latest as soon as the reader takes it; what came in between is left out. */
  renew(): void;
  /** Sends one after the other. */
  write(data: unknown): void;
}

/** So far behind, a reader of every event is given up. */
const maxQueuedBytes = 50_000_000;

/**
 * Server-sent events of one kind (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 *
 * @param latest what `renew` sends: asked for when it is sent, so a reader never gets what is out of date.
 */
export function eventStream(
  response: ServerResponse,
  name: string,
  latest: () => unknown = () => null,
): EventStream {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  let isDue = false;
  let isBlocked = false;

  function write(data: unknown): void {
    if (response.writableLength > maxQueuedBytes) response.destroy();
    isBlocked = !response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  function sendDue(): void {
    if (!isDue || isBlocked || response.destroyed || response.writableEnded) return;
    isDue = false;
    write(latest());
  }

  response.on('drain', () => {
    isBlocked = false;
    sendDue();
  });
  return {
    write,
    renew() {
      if (isDue) return;
      isDue = true;
      // What changes together is sent together.
      setImmediate(sendDue);
    },
  };
}
