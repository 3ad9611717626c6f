/** A Slack workspace on this machine: it speaks Slack's protocols, shows them to people, and refuses what Slack refuses. */
import { systemClock } from './clock.ts';
import { Deliveries } from './delivery/deliveries.ts';
import { ResponseUrls } from './delivery/response-urls.ts';
import { signedHttp } from './delivery/signed-http.ts';
import { socketMode as createSocketMode } from './delivery/socket-mode.ts';
import { Triggers } from './delivery/triggers.ts';
import { acts } from './desk/acts/index.ts';
import { createDesk } from './desk/desk.ts';
import type { Desk } from './desk/desk.ts';
import { memberOf } from './desk/screen-of.ts';
import { Faults } from './faults.ts';
import type { Fault } from './faults.ts';
import { checkHost } from './http/guard.ts';
import { personRoutes } from './http/person-routes.ts';
import { startServer } from './http/server.ts';
import { slackRoutes } from './http/slack-routes.ts';
import type { Delivery, PlaygroundOptions } from './options.ts';
import type { Act, ActResult } from './act.ts';
import type { Member } from './screen.ts';
import { makeSecrets } from './slack.ts';
import type { Slack } from './slack.ts';
import { Traffic } from './traffic.ts';
import type { TrafficEntry } from './traffic.ts';
import { RateLimits } from './web-api/rate-limits.ts';
import { createIds } from './workspace/ids.ts';
import { Workspace } from './workspace/workspace.ts';

export type { Fault } from './faults.ts';
export { appOfManifest } from './manifest.ts';
export type { AppInput, Delivery, PlaygroundOptions } from './options.ts';
export type { TrafficEntry } from './traffic.ts';

export interface Playground {
  /** Of the page: `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** For Bolt's `clientOptions.slackApiUrl`, with the slash at its end. */
  readonly apiUrl: string;
  readonly teamId: string;
  readonly appId: string;
  readonly botUserId: string;
  /** Gives the bot the scopes of the app. */
  readonly botToken: string;
  /** For Socket Mode. */
  readonly appToken: string;
  readonly signingSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Whom one can be. */
  readonly people: readonly Member[];
  /** The latest, oldest first. */
  readonly traffic: readonly TrafficEntry[];
  /** The id of a channel, by its name without the #. */
  channelId(name: string): string;
  /** Where events go from now on: for an app whose address is known only once it runs. */
  deliverTo(delivery: Delivery): void;
  /** Makes calls or deliveries to come go wrong. */
  disturb(fault: Fault): void;
  /** Takes back what `disturb` asked for and has not happened. */
  calm(): void;
  /** What an admin of the workspace does: a channel, by its name without the #, takes no messages any more. */
  archive(channel: string): void;
  close(): Promise<void>;
}

/** @throws Error where the port is in use or the host is not this machine. */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { port = 0, host = '127.0.0.1', clock = systemClock, app, page = () => null } = options;
  checkHost(host);
  let url = '';
  let delivery: Delivery = app.delivery ?? { transport: 'socket' };
  let version = 1;
  const listeners = new Set<() => void>();
  const changed = (): void => {
    version += 1;
    for (const listener of listeners) listener();
  };
  const ids = createIds(clock);
  const workspace = new Workspace(options.workspace ?? {}, app, ids, () => clock.now().getTime());
  const secrets = makeSecrets();
  const faults = new Faults();
  const traffic = new Traffic(() => clock.now());
  const socketMode = createSocketMode({ appId: workspace.appId, onChange: changed });
  const transport = () =>
    delivery.transport === 'http' ? signedHttp(delivery, secrets.signingSecret, clock) : socketMode;
  const slack: Slack = {
    clock,
    ids,
    workspace,
    secrets,
    desks: new Map(
      workspace.humans.map((person) => [person.id, createDesk(person, firstPlace(workspace, person.id))]),
    ),
    views: new Map(),
    triggers: new Triggers(clock),
    responseUrls: new ResponseUrls(clock),
    faults,
    traffic,
    deliveries: new Deliveries({ clock, faults, traffic, transport }),
    socketMode,
    delivery: () => delivery,
    origin: () => url,
    changed,
  };

  function disturb(fault: Fault): void {
    if (fault.kind === 'refresh') socketMode.refresh();
    else if (fault.kind === 'disconnect') socketMode.disconnect();
    else faults.add(fault);
  }

  const door = {
    slack,
    version: () => version,
    disturb,
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async act(desk: Desk, act: Act): Promise<ActResult> {
      const result = await perform(slack, desk, act);
      return typeof result === 'string' ? { version, fileId: result } : { version };
    },
  };
  const server = await startServer([...slackRoutes(slack, new RateLimits(clock)), ...personRoutes(door)], {
    host,
    port,
    page,
    upgrade: (...connection) => socketMode.upgrade(...connection),
  });
  url = server.url;

  return {
    url,
    apiUrl: `${url}/api/`,
    teamId: workspace.id,
    appId: workspace.appId,
    botUserId: workspace.bot.id,
    botToken: secrets.botToken,
    appToken: secrets.appToken,
    signingSecret: secrets.signingSecret,
    clientId: secrets.clientId,
    clientSecret: secrets.clientSecret,
    people: workspace.humans.map(memberOf),
    get traffic() {
      return traffic.entries;
    },
    channelId: (name) => channelNamed(workspace, name).id,
    deliverTo(next) {
      delivery = next;
      changed();
    },
    disturb,
    calm: () => faults.clear(),
    archive(name) {
      channelNamed(workspace, name).isArchived = true;
      changed();
    },
    async close() {
      slack.deliveries.close();
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

function firstPlace(workspace: Workspace, person: string): string {
  const channels = [...workspace.conversations.values()].filter(
    ({ type, isArchived, members }) => type !== 'direct' && !isArchived && members.has(person),
  );
  return channels[0]?.id ?? workspace.directConversation(person, workspace.bot.id).id;
}

function channelNamed(workspace: Workspace, name: string) {
  const channel = workspace.channelByName(name);
  if (channel === undefined) throw new Error(`There is no channel #${name} in the playground.`);
  return channel;
}
