import { systemClock } from './clock.ts';
import { Deliveries } from './delivery/deliveries.ts';
import { ResponseUrls } from './delivery/response-urls.ts';
import { signedHttp } from './delivery/signed-http.ts';
import { socketMode as createSocketMode } from './delivery/socket-mode.ts';
import { Triggers } from './delivery/triggers.ts';
import { createDesk } from './desk/desk.ts';
import { firstPlace } from './desk/first-place.ts';
import { Faults } from './faults.ts';
import { Codes } from './oauth/codes.ts';
import { Tokens } from './oauth/tokens.ts';
import type { Delivery, PlaygroundOptions, WorkspaceInput } from './options.ts';
import { makeSecrets } from './slack.ts';
import type { Platform, Slack } from './slack.ts';
import { Traffic } from './traffic.ts';
import { createIds } from './workspace/ids.ts';
import { Workspace } from './workspace/workspace.ts';

/** What may be another from one moment to the next. */
export interface PlatformState {
  readonly origin: () => string;
  readonly delivery: () => Delivery;
  readonly redirectUris: () => readonly string[];
  readonly changed: () => void;
}

/** @throws Error where two workspaces, people or channels have the same id. */
export function createPlatform(options: PlaygroundOptions, state: PlatformState): Platform {
  const { clock = systemClock, app } = options;
  const ids = createIds(clock);
  const secrets = makeSecrets();
  const faults = new Faults();
  const traffic = new Traffic(() => clock.now());
  const appId = ids.make('A');
  const socketMode = createSocketMode({ appId, onChange: state.changed });
  const transport = () => {
    const delivery = state.delivery();
    return delivery.transport === 'http' ? signedHttp(delivery, secrets.signingSecret, clock) : socketMode;
  };
  const workspaces = new Map<string, Slack>();
  const platform: Platform = {
    ...state,
    clock,
    ids,
    app,
    appId,
    secrets,
    tokens: new Tokens(clock, app.isRotatingTokens === true),
    codes: new Codes(clock),
    workspaces,
    faults,
    traffic,
    deliveries: new Deliveries({ clock, faults, traffic, transport }),
    socketMode,
  };
  const add = (input: WorkspaceInput, isInstalled: boolean): void => {
    const slack = slackOf(platform, input, isInstalled);
    checkIds(platform, slack);
    workspaces.set(slack.workspace.id, slack);
  };
  const { workspace = {}, otherWorkspaces = [] } = options;
  add(workspace, workspace.isInstalled ?? true);
  for (const other of otherWorkspaces) add(other, other.isInstalled ?? false);
  return platform;
}

function slackOf(platform: Platform, input: WorkspaceInput, isInstalled: boolean): Slack {
  const { app, appId, ids, clock } = platform;
  const nowMs = (): number => clock.now().getTime();
  const workspace = new Workspace(input, { app, appId, ids, nowMs }, isInstalled);
  return {
    ...platform,
    workspace,
    desks: new Map(
      workspace.humans.map((person) => [person.id, createDesk(person, firstPlace(workspace, person.id))]),
    ),
    views: new Map(),
    triggers: new Triggers(clock),
    responseUrls: new ResponseUrls(clock),
  };
}

function checkIds({ workspaces }: Platform, { workspace: added }: Slack): void {
  for (const { workspace } of workspaces.values()) {
    const known = [workspace.id, ...workspace.people.keys(), ...workspace.conversations.keys()];
    const taken = known.find((id) => id === added.id || added.people.has(id) || added.conversations.has(id));
    if (taken !== undefined) {
      throw new Error(`${workspace.name} and ${added.name} both have ${taken}. Give one of them another id.`);
    }
  }
}
