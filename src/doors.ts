/** Composition of what people and services reach from outside: Slack, and the HTTP server that it may need. */
import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { App } from './compose.ts';
import { slackTeams } from './compose/slack-teams.ts';
import type { Config } from './config.ts';
import { activeRunStatuses } from './domain/run.ts';
import { firstTeam } from './domain/team.ts';
import { apiPath, createApi } from './http/api/index.ts';
import { connectPath, createConnectPages } from './http/connect/index.ts';
import type { ConnectPagesOptions } from './http/connect/index.ts';
import { createDownloads, downloadPath } from './http/download/index.ts';
import type { DownloadsOptions } from './http/download/index.ts';
import { createInstallPages } from './http/install/index.ts';
import { startHttpServer } from './http/server.ts';
import type { ReadyCheck, Route } from './http/server.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics/index.ts';
import type { Metrics, Waiting } from './metrics/index.ts';
import { hashOf } from './operations/connections/link-text.ts';
import { createSlackDoor } from './slack/index.ts';
import type { SlackDoor } from './slack/index.ts';
import { installPath, redirectPath } from './slack/installer.ts';
import type { Installer } from './slack/installer.ts';
import { eventsPath } from './slack/http-receiver.ts';
import type { State } from './store/team-store.ts';
import { createWebhookSender } from './webhooks/index.ts';

/** A label of the metrics has a value for each of their connections. */
const maxTeamsMeasured = 1_000;

export interface Doors {
  /** Address of the HTTP server on this machine. */
  readonly url: string;
  /** What the HTTP server has, as `Route.path`. */
  readonly paths: readonly string[];
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
    publicUrl: config.publicUrl,
    routes: routesTo(
      slack,
      createApi({
        operationsOf: async (tokenId) =>
          app.of((await app.state.everywhere.teamOf.token(tokenId)) ?? firstTeam).operations,
        publicUrl: config.publicUrl,
        log,
        now: app.state.now,
        onAnswered: metrics.apiCalled,
      }),
      slack === null ? [] : pagesFor(app, config, log, slack),
    ),
    metrics,
    checks: checksOf(app, slack),
    log,
  });
  const webhooks = createWebhookSender({
    deliveries: app.state.everywhere.webhooks,
    allowsPrivate: config.allowsPrivateWebhooks,
    newId: randomUUID,
    log,
    now: app.state.now,
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
  return { url: http.url, paths: http.paths, stop };
}

function slackDoor(
  { state, of }: App,
  { slack, publicUrl }: Config,
  log: Log,
  { slackCalled: onCall }: Metrics,
): SlackDoor | null {
  if (slack.botToken === null && slack.oauth === null) {
    log.info('SLACK_BOT_TOKEN is not set: jobs run on their schedules, and nobody is listened to in Slack');
    return null;
  }
  return createSlackDoor({
    settings: { ...slack, publicUrl },
    teams: slackTeams(state, (team) => of(team).operations, log, state.now),
    log,
    onCall,
    now: state.now,
  });
}

/** Who asked for a link there, and may still do so, is known by Slack. */
function pagesFor({ state, of }: App, { publicUrl }: Config, log: Log, slack: SlackDoor): Route[] {
  const { teamOf } = state.everywhere;
  const ofLink: ConnectPagesOptions['teamOf'] = async (shown) => {
    const team = await teamOf.connectLink(
      'token' in shown ? { tokenHash: hashOf(shown.token) } : { stateHash: hashOf(shown.state) },
    );
    if (team === null) return null;
    const { roleOf, changed } = slack.of(team);
    return { operations: of(team).operations, roleOf, changed };
  };
  const ofDownload: DownloadsOptions['teamOf'] = async (token) => {
    const team = await teamOf.downloadLink(hashOf(token));
    if (team === null) return null;
    const { roleOf, nameOf } = slack.of(team);
    return { operations: of(team).operations, roleOf, nameOf };
  };
  return [
    {
      path: `${connectPath}/`,
      listener: createConnectPages({ teamOf: ofLink, publicUrl, log, now: state.now }),
    },
    { path: `${downloadPath}/`, listener: createDownloads({ teamOf: ofDownload, log, now: state.now }) },
    ...installRoutes(slack.installer, publicUrl, log),
  ];
}

function installRoutes(installer: Installer | null, publicUrl: string, log: Log): Route[] {
  if (installer === null) return [];
  const { begin, finish } = createInstallPages({
    ...installer,
    installUrl: `${publicUrl}${installPath}`,
    log,
  });
  return [
    { path: installPath, listener: begin },
    { path: redirectPath, listener: finish },
  ];
}

function routesTo(slack: SlackDoor | null, api: RequestListener, pages: readonly Route[]): Route[] {
  const events = slack?.requestListener ?? null;
  return [
    { path: `${apiPath}/`, listener: api },
    ...pages,
    ...(events === null ? [] : [{ path: eventsPath, listener: events }]),
  ];
}

async function waitingIn({ state }: App): Promise<Waiting> {
  const { runs, outbox, webhooks } = state.everywhere;
  const counted = activeRunStatuses.map(async (status) => {
    const { total } = await runs.list({ statuses: [status] }, { limit: 1, offset: 0 });
    return [status, total] as const;
  });
  return {
    runs: Object.fromEntries(await Promise.all(counted)),
    outbox: await outbox.waiting(),
    webhooks: await webhooks.waiting(),
    quotas: await quotasIn(state),
  };
}

async function quotasIn(state: State): Promise<Waiting['quotas']> {
  const teams = await state.teams.list(maxTeamsMeasured);
  const ofTeams = teams.map(async ({ id }) =>
    (await state.of(id).connections.list()).flatMap(({ name: connection, apiUsage }) =>
      apiUsage === undefined ? [] : [{ team: id, connection, used: apiUsage.used, limit: apiUsage.limit }],
    ),
  );
  return (await Promise.all(ofTeams)).flat();
}

function checksOf({ state, of, queue }: App, slack: SlackDoor | null): ReadyCheck[] {
  return [
    { name: 'state database', check: () => state.everywhere.jobs.earliestRunAt() },
    { name: 'hub database', check: async () => (await of(firstTeam).hub()).attributes('accounts') },
    // While it is away runs are taken from the state database.
    { name: 'queue', check: () => queue.check(), isDispensable: true },
    ...(slack === null ? [] : [{ name: 'slack', check: () => slack.check() }]),
  ];
}
