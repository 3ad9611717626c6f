/** Events over a socket that we open: no public address is needed. */
import { setTimeout as wait } from 'node:timers/promises';
import { SocketModeReceiver } from '@slack/bolt';
import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { UserError } from '../domain/errors.ts';
import type { Log } from '../log.ts';
import { slackLog } from './slack-log.ts';
import { webClientOptions } from './web-client.ts';

/** The next one is made at once where the last one worked: Slack ends each of them every few hours. */
const firstWaitMs = 200;
const longestWaitMs = 30_000;
const longestLimitMs = 5 * 60_000;

export interface SocketTimes {
  /**
   * For asking Slack where to connect to. Shorter than opening: what is given up is then a socket that can be closed,
   * and not a call after which the library would open one that nobody waits for.
   */
  readonly askWithinMs: number;
  /** For opening one, hello included. */
  readonly openWithinMs: number;
  /** For closing one in good order, before it is cut. */
  readonly closeWithinMs: number;
}

const usualTimes: SocketTimes = { askWithinMs: 8_000, openWithinMs: 20_000, closeWithinMs: 3_000 };

export interface Socket {
  readonly receiver: SocketModeReceiver;
  /** Resolves with the first connection, or when the first one failed: it is tried again for as long as it takes. */
  start(): Promise<void>;
  stop(): Promise<void>;
  isConnected(): boolean;
}

/**
 * The library's own reconnecting waits five seconds each time, and ends the process where Slack answers with an
 * error. So it is off, and a loop of ours does it.
 */
export function createSocket(
  appToken: string,
  apiUrl: string,
  log: Log,
  { askWithinMs, openWithinMs, closeWithinMs }: SocketTimes = usualTimes,
): Socket {
  const receiver = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    logger: slackLog(log),
    // Once: the loop below asks again.
    installerOptions: {
      clientOptions: { ...webClientOptions(apiUrl, log), timeout: askWithinMs, retryConfig: { retries: 0 } },
    },
  });
  const { client } = receiver;
  const stopping = new AbortController();
  let isConnected = false;
  let connecting: Promise<void> = Promise.resolve();

  client.on('disconnected', () => {
    isConnected = false;
  });

  async function connect(): Promise<void> {
    try {
      await opened();
      isConnected = true;
    } catch (error) {
      // Whatever became of it, it is gone before the next one is begun: its end would be taken for that one's.
      await closed();
      throw error;
    }
  }

  async function opened(): Promise<void> {
    const start = client.start();
    const late = wait(openWithinMs, 'late' as const, { ref: false });
    if ((await Promise.race([start, late])) !== 'late') return;
    start.catch(() => undefined);
    throw new Error('Slack did not greet within the time.');
  }

  async function closed(): Promise<void> {
    const late = wait(closeWithinMs, 'late' as const, { ref: false });
    if ((await Promise.race([client.disconnect(), late])) !== 'late') return;
    // Asked for a second time, the library does not wait for the other side any more.
    await client.disconnect();
  }

  function ended(): Promise<void> {
    if (!isConnected) return Promise.resolve();
    return new Promise((resolve) => {
      client.once('disconnected', () => resolve());
    });
  }

  /** Until it is stopped. */
  async function stayConnected(): Promise<void> {
    let waitMs = 0;
    while (!stopping.signal.aborted) {
      await ended();
      await wait(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      try {
        await connect();
        waitMs = 0;
        log.info('Slack: the socket is connected again');
      } catch (error) {
        waitMs = askedToWaitMs(error) ?? Math.min(Math.max(waitMs * 2, firstWaitMs), longestWaitMs);
        log.warn({ err: error }, 'Slack: no socket could be opened; it is tried again');
      }
    }
  }

  return {
    receiver,
    isConnected: () => isConnected,
    async start() {
      try {
        await connect();
      } catch (error) {
        if (isRefused(error)) throw appTokenRefused(error.data.error, error);
        log.warn({ err: error }, 'Slack: no socket could be opened yet; it is tried again');
      }
      connecting = stayConnected();
    },
    async stop() {
      stopping.abort();
      await closed();
      await connecting;
    },
  };
}

/** Slack bears a few new sockets a minute, and then says when the next one may come. */
function askedToWaitMs(error: unknown): number | null {
  if (!(error instanceof WebAPIRateLimitedError)) return null;
  return Math.min(error.retryAfter * 1_000, longestLimitMs);
}

function isRefused(error: unknown): error is WebAPIPlatformError {
  return error instanceof WebAPIPlatformError && !passing.includes(error.data.error);
}

/** What Slack says when it is itself in trouble. */
const passing: readonly string[] = [
  'internal_error',
  'service_unavailable',
  'ratelimited',
  'request_timeout',
];

function appTokenRefused(code: string, cause: unknown): UserError {
  return new UserError(
    `SLACK_APP_TOKEN: Slack refuses it (${code}). Make one with the scope connections:write under "Basic Information" ` +
      'of the app, or leave it empty for HTTP events.',
    { code: 'invalid_config', cause },
  );
}
