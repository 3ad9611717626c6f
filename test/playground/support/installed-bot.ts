import { App, HTTPReceiver, LogLevel, MemoryInstallationStore, SocketModeReceiver } from '@slack/bolt';
import type { Installation } from '@slack/bolt';
import type { Playground } from '../../../src/playground/index.ts';
import { silent } from './client.ts';
import { serve } from './serve.ts';
import type { TransportName } from './test-bot.ts';

export interface InstalledBot {
  /** Where people add it to their workspace. */
  readonly installUrl: string;
  /** What it knows of a workspace; undefined where it was not installed there. */
  installation(teamId: string): Installation | undefined;
  stop(): Promise<void>;
}

const quiet = { logger: silent, logLevel: LogLevel.ERROR };

/** A real Bolt app that anybody may install on its pages; events come to these, too, or by a socket. */
export async function startInstalledBot(
  playground: Playground,
  transport: TransportName,
  listen: (app: App) => void,
): Promise<InstalledBot> {
  const { clientId, clientSecret, signingSecret, appToken, authorizeUrl: authorizationUrl } = playground;
  const clientOptions = { slackApiUrl: playground.apiUrl, retryConfig: { retries: 0 }, ...quiet };
  const installationStore = new MemoryInstallationStore();
  const pages = new HTTPReceiver({
    ...quiet,
    clientId,
    clientSecret,
    signingSecret,
    stateSecret: 'of the bot',
    installationStore,
    scopes: ['chat:write', 'im:history'],
    installerOptions: { clientOptions, authorizationUrl },
  });
  const { installer } = pages;
  if (installer === undefined) throw new Error('The bot has no pages to install it.');
  const app =
    transport === 'http'
      ? new App({ receiver: pages, clientOptions, ...quiet })
      : new App({
          receiver: new SocketModeReceiver({ appToken, installerOptions: { clientOptions }, ...quiet }),
          authorize: (source) => installer.authorize(source),
          clientOptions,
          ...quiet,
        });
  listen(app);
  app.error(async () => undefined);
  const served = await serve(pages);
  playground.redirectTo(`${served.url}/slack/oauth_redirect`);
  if (transport === 'http') playground.deliverTo({ transport, eventsUrl: `${served.url}/slack/events` });
  else await app.start();
  return {
    installUrl: `${served.url}/slack/install`,
    installation: (teamId) => installationStore.devDB[teamId],
    async stop() {
      if (transport === 'socket') await app.stop();
      await served.stop();
    },
  };
}
