/** Composition of what people and services reach from outside: Slack, and the HTTP server that it may need. */
import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { App } from './compose.ts';
import type { Config } from './config.ts';
import { activeRunStatuses } from './domain/run.ts';
import { apiPath, createApi } from './http/api/index.ts';
import { connectPath, createConnectPages } from './http/connect/index.ts';
import { startHttpServer } from './http/server.ts';
import type { ReadyCheck, Route } from './http/server.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics/index.ts';
import type { Metrics, Waiting } from './metrics/index.ts';
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
export async function openDoors(
  app: App,
  config: Config,
  log: Log,
  metrics: Metrics = createMetrics(),
): Promise<Doors> {
  metrics.watch(() => waitingIn(app));
  const slack = slackDoor(app, config, log, metrics);
  const { host, port } = config;
  const http = await startHttpServer({
    host,
    port,
    routes: routesTo(
      slack,
      createApi({
        operations: app.operations,
        publicUrl: config.publicUrl,
        log,
        onAnswered: metrics.apiCalled,
      }),
      slack === null ? null : connectPages(app, config, log, slack),
    ),
    metrics,
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

function slackDoor(
  { operations, store }: App,
  { slack, publicUrl }: Config,
  log: Log,
  { slackCalled: onCall }: Metrics,
): SlackDoor | null {
  if (slack.botToken === null) {
    log.info('SLACK_BOT_TOKEN is not set: jobs run on their schedules, and nobody is listened to in Slack');
    return null;
  }
  const settings = { ...slack, publicUrl };
  return createSlackDoor({
    settings,
    operations,
    deliveries: store.deliveries,
    outbox: store.outbox,
    leases: store.leases,
    log,
    onCall,
  });
}

/** Who asked for a link there, and may still do so, is known by Slack. */
function connectPages(
  { operations }: App,
  { publicUrl }: Config,
  log: Log,
  { roleOf, changed }: SlackDoor,
): RequestListener {
  return createConnectPages({ operations, roleOf, changed, publicUrl, log });
}

function routesTo(slack: SlackDoor | null, api: RequestListener, connect: RequestListener | null): Route[] {
  const events = slack?.requestListener ?? null;
  return [
    { path: `${apiPath}/`, listener: api },
    ...(connect === null ? [] : [{ path: `${connectPath}/`, listener: connect }]),
    ...(events === null ? [] : [{ path: eventsPath, listener: events }]),
  ];
}

async function waitingIn({ store }: App): Promise<Waiting> {
  const counted = activeRunStatuses.map(async (status) => {
    const { total } = await store.runs.list({ statuses: [status] }, { limit: 1, offset: 0 });
    return [status, total] as const;
  });
  return {
    runs: Object.fromEntries(await Promise.all(counted)),
    outbox: await store.outbox.waiting(),
    webhooks: await store.webhooks.waiting(),
    quotas: (await store.connections.list()).flatMap(({ name: connection, apiUsage }) =>
      apiUsage === undefined ? [] : [{ connection, used: apiUsage.used, limit: apiUsage.limit }],
    ),
  };
}

function checksOf({ store, hub, queue }: App, slack: SlackDoor | null): ReadyCheck[] {
  return [
    { name: 'state database', check: () => store.jobs.earliestRunAt() },
    { name: 'hub database', check: () => hub.attributes('accounts') },
    // While it is away runs are taken from the state database.
    { name: 'queue', check: () => queue.check(), isDispensable: true },
    ...(slack === null ? [] : [{ name: 'slack', check: () => slack.check() }]),
  ];
}
