/** Slack workspaces on this machine: they speak Slack's protocols, show them to people, and refuse what Slack refuses. */
import { createPlatform } from './create-platform.ts';
import { acts } from './desk/acts/index.ts';
import type { Desk } from './desk/desk.ts';
import type { Fault } from './faults.ts';
import { checkHost } from './http/guard.ts';
import { oauthRoutes } from './http/oauth-routes.ts';
import { personRoutes } from './http/person-routes.ts';
import { startServer } from './http/server.ts';
import { slackRoutes } from './http/slack-routes.ts';
import { botOf } from './oauth/install.ts';
import type { Delivery, PlaygroundOptions } from './options.ts';
import type { Act, ActResult } from './act.ts';
import { playgroundWorkspace } from './playground-workspace.ts';
import type { PlaygroundWorkspace } from './playground-workspace.ts';
import type { Member } from './screen.ts';
import type { Slack } from './slack.ts';
import type { TrafficEntry } from './traffic.ts';
import { RateLimits } from './web-api/rate-limits.ts';

export type { Fault } from './faults.ts';
export { appOfManifest } from './manifest.ts';
export type { AppInput, Delivery, PlaygroundOptions } from './options.ts';
export type { PlaygroundWorkspace } from './playground-workspace.ts';
export type { TrafficEntry } from './traffic.ts';

export interface Playground {
  /** Of the page: `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** For Bolt's `clientOptions.slackApiUrl`, with the slash at its end. */
  readonly apiUrl: string;
  /** Where an app sends people to install it: the `authorizationUrl` of an InstallProvider. */
  readonly authorizeUrl: string;
  readonly appId: string;
  /** For Socket Mode: events of all workspaces come that way. */
  readonly appToken: string;
  readonly signingSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** All of them, the default one first. What follows here without naming one is of that. */
  readonly workspaces: readonly PlaygroundWorkspace[];
  readonly teamId: string;
  readonly botUserId: string;
  /** Gives the bot the scopes of the app. Empty where the app was not installed from the start. */
  readonly botToken: string;
  /** Whom one can be. */
  readonly people: readonly Member[];
  /** The id of a channel, by its name without the #. */
  channelId(name: string): string;
  /** What an admin of the workspace does: a channel, by its name without the #, takes no messages any more. */
  archive(channel: string): void;
  /** By name. */
  workspace(name: string): PlaygroundWorkspace;
  /** The latest, oldest first. */
  readonly traffic: readonly TrafficEntry[];
  /** Where events go from now on: for an app whose address is known only once it runs. */
  deliverTo(delivery: Delivery): void;
  /** Where people may be sent back to from now on after they installed the app: likewise. */
  redirectTo(...uris: readonly string[]): void;
  /** Makes calls or deliveries to come go wrong. */
  disturb(fault: Fault): void;
  /** Takes back what `disturb` asked for and has not happened. */
  calm(): void;
  close(): Promise<void>;
}

/** @throws Error where the port is in use or the host is not this machine. */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { port = 0, host = '127.0.0.1', app, page = () => null } = options;
  checkHost(host);
  let url = '';
  let delivery: Delivery = app.delivery ?? { transport: 'socket' };
  let redirectUris = app.redirectUris ?? [];
  let version = 1;
  const listeners = new Set<() => void>();
  const platform = createPlatform(options, {
    origin: () => url,
    delivery: () => delivery,
    redirectUris: () => redirectUris,
    changed() {
      version += 1;
      for (const listener of listeners) listener();
    },
  });
  const { clock, secrets, socketMode, faults, traffic } = platform;

  function disturb(fault: Fault): void {
    if (fault.kind === 'refresh') socketMode.refresh();
    else if (fault.kind === 'disconnect') socketMode.disconnect();
    else faults.add(fault);
  }

  const door = {
    platform,
    version: () => version,
    disturb,
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async act(slack: Slack, desk: Desk, act: Act): Promise<ActResult> {
      const result = await perform(slack, desk, act);
      return typeof result === 'string' ? { version, fileId: result } : { version };
    },
  };
  const routes = [
    ...slackRoutes(platform, new RateLimits(clock)),
    ...oauthRoutes(platform),
    ...personRoutes(door),
  ];
  const server = await startServer(routes, {
    host,
    port,
    page,
    upgrade: (...connection) => socketMode.upgrade(...connection),
  });
  url = server.url;
  const slacks = [...platform.workspaces.values()];
  const workspaces = slacks.map(playgroundWorkspace);
  const [slack] = slacks;
  const [first] = workspaces;
  if (slack === undefined || first === undefined) throw new Error('The playground has no workspace.');

  return {
    url,
    apiUrl: `${url}/api/`,
    authorizeUrl: `${url}/oauth/v2/authorize`,
    appId: platform.appId,
    appToken: secrets.appToken,
    signingSecret: secrets.signingSecret,
    clientId: secrets.clientId,
    clientSecret: secrets.clientSecret,
    workspaces,
    teamId: first.id,
    botUserId: first.botUserId,
    botToken: first.isInstalled ? platform.tokens.issue(botOf(slack)).accessToken : '',
    people: first.people,
    channelId: (name) => first.channelId(name),
    archive: (channel) => first.archive(channel),
    workspace(name) {
      const found = workspaces.find((each) => each.name === name);
      if (found === undefined) throw new Error(`There is no workspace ${name} in the playground.`);
      return found;
    },
    get traffic() {
      return traffic.entries;
    },
    deliverTo(next) {
      delivery = next;
      platform.changed();
    },
    redirectTo(...uris) {
      redirectUris = uris;
    },
    disturb,
    calm: () => faults.clear(),
    async close() {
      platform.deliveries.close();
      await socketMode.close();
      await server.close();
    },
  };
}

/** The one act that fits its name; the table's types say that it takes it. */
function perform<Name extends Act['act']>(
  slack: Slack,
  desk: Desk,
  act: Extract<Act, { readonly act: Name }>,
): Promise<void> | void | string {
  const does = acts[act.act];
  return does(slack, desk, act);
}
