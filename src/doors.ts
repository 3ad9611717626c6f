/** Composition of what people and services reach from outside: Slack, and the HTTP server that it may need. */
import { randomUUID } from 'node:crypto';
import type { App } from './compose.ts';
import type { Config } from './config.ts';
import { apiPath, createApi } from './http/api/index.ts';
import { startHttpServer } from './http/server.ts';
import type { ReadyCheck, Route } from './http/server.ts';
import type { Log } from './log.ts';
import { createSlackDoor } from './slack/index.ts';
import type { SlackDoor } from './slack/index.ts';
import { eventsPath } from './slack/http-receiver.ts';
import { createWebhookSender } from './webhooks/index.ts';

export interface Doors {
  /** Address of the HTTP server on this machine. */
  readonly url: string;
  /** Takes nothing new, and ends what is being done. */
  stop(): Promise<void>;
}

/** @throws UserError where a setting is missing or refused, or the port is in use; nothing is left open then. */
export async function openDoors(app: App, config: Config, log: Log): Promise<Doors> {
  const slack = slackDoor(app, config, log);
  const { host, port } = config;
  const http = await startHttpServer({
    host,
    port,
    routes: routesTo(app, slack, config, log),
    checks: checksOf(app, slack),
    log,
  });
  const webhooks = createWebhookSender({
    deliveries: app.store.webhooks,
    allowsPrivate: config.allowsPrivateWebhooks,
    newId: randomUUID,
    log,
  });
  const stop = async (): Promise<void> => {
    // First what brings new requests: what they asked for is then waited for.
    await http.close();
    await Promise.all([slack?.stop(), webhooks.stop()]);
  };
  try {
    await slack?.start();
    webhooks.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: http.url, stop };
}

function slackDoor({ operations, store }: App, { slack, publicUrl }: Config, log: Log): SlackDoor | null {
  if (slack.botToken === null) {
    log.info('SLACK_BOT_TOKEN is not set: jobs run on their schedules, and nobody is listened to in Slack');
    return null;
  }
  const settings = { ...slack, publicUrl };
  return createSlackDoor({ settings, operations, deliveries: store.deliveries, outbox: store.outbox, log });
}

function routesTo({ operations }: App, slack: SlackDoor | null, { publicUrl }: Config, log: Log): Route[] {
  const events = slack?.requestListener ?? null;
  return [
    { path: `${apiPath}/`, listener: createApi({ operations, publicUrl, log }) },
    ...(events === null ? [] : [{ path: eventsPath, listener: events }]),
  ];
}

function checksOf({ store, hub }: App, slack: SlackDoor | null): ReadyCheck[] {
  return [
    { name: 'state database', check: () => store.jobs.earliestRunAt() },
    { name: 'hub database', check: () => hub.attributes('accounts') },
    ...(slack === null ? [] : [{ name: 'slack', check: () => slack.check() }]),
  ];
}
