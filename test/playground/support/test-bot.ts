import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { Playground } from '../../../src/playground/index.ts';
import { serve } from './serve.ts';

export type TransportName = 'socket' | 'http';

export interface TestBot {
  readonly app: App;
  stop(): Promise<void>;
}

const quiet = { logLevel: LogLevel.ERROR };

/**
 * A real Bolt app that works in a playground; `listen` gives it its listeners before anything is delivered. After a Socket Mode connection has ended it comes back
 * after `reconnectMs`, 5,000 where none is given: the client waits as long as it would for a pong.
 */
export async function startTestBot(
  playground: Playground,
  transport: TransportName,
  listen: (app: App) => void,
  reconnectMs?: number,
): Promise<TestBot> {
  const clientOptions = { slackApiUrl: playground.apiUrl, retryConfig: { retries: 0 }, ...quiet };
  const receiver =
    transport === 'socket'
      ? new SocketModeReceiver({
          appToken: playground.appToken,
          installerOptions: { clientOptions },
          ...(reconnectMs === undefined ? {} : { clientPingTimeout: reconnectMs }),
          ...quiet,
        })
      : new HTTPReceiver({ signingSecret: playground.signingSecret, ...quiet });
  const app = new App({ token: playground.botToken, receiver, clientOptions, ...quiet });
  app.error(async () => undefined);
  listen(app);
  if (!(receiver instanceof HTTPReceiver)) {
    playground.deliverTo({ transport: 'socket' });
    await app.start();
    return {
      app,
      async stop() {
        await app.stop();
      },
    };
  }
  const served = await serve(receiver);
  playground.deliverTo({ transport: 'http', eventsUrl: `${served.url}/slack/events` });
  return { app, stop: () => served.stop() };
}
