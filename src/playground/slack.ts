import type { Clock } from './clock.ts';
import type { Deliveries } from './delivery/deliveries.ts';
import type { ResponseUrls } from './delivery/response-urls.ts';
import type { SocketMode } from './delivery/socket-mode.ts';
import type { Triggers } from './delivery/triggers.ts';
import type { Desk, OpenView } from './desk/desk.ts';
import type { Faults } from './faults.ts';
import type { Codes } from './oauth/codes.ts';
import type { Tokens } from './oauth/tokens.ts';
import type { AppInput, Delivery } from './options.ts';
import type { Traffic } from './traffic.ts';
import type { Ids } from './workspace/ids.ts';
import type { Workspace } from './workspace/workspace.ts';

/** What all workspaces have in common: the app, how it is reached, and what passes between it and them. */
export interface Platform {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly app: AppInput;
  readonly appId: string;
  readonly secrets: Secrets;
  readonly tokens: Tokens;
  readonly codes: Codes;
  /** Where the app may have people sent back to after they installed it; the first one where it names none. */
  readonly redirectUris: () => readonly string[];
  /** By team, the default one first. */
  readonly workspaces: ReadonlyMap<string, Slack>;
  readonly faults: Faults;
  readonly traffic: Traffic;
  readonly deliveries: Deliveries;
  readonly socketMode: SocketMode;
  readonly delivery: () => Delivery;
  /** Where all of this is: `http://127.0.0.1:PORT`. */
  readonly origin: () => string;
  /** What is on the screens may be another from now on. */
  readonly changed: () => void;
}

/** Slack as one workspace has it: what the calls of the app's bot there and its people's acts work on. */
export interface Slack extends Platform {
  readonly workspace: Workspace;
  /** By person. */
  readonly desks: ReadonlyMap<string, Desk>;
  /** Open modals and published Homes, by id. */
  readonly views: Map<string, OpenView>;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
}

export interface Secrets {
  readonly appToken: string;
  readonly signingSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The old way to know Slack's requests; still in every payload. */
  readonly verificationToken: string;
}

export const randomText = (): string => crypto.randomUUID().replaceAll('-', '');

export function makeSecrets(): Secrets {
  return {
    appToken: `xapp-1-${randomText()}`,
    signingSecret: randomText(),
    clientId: `${Math.trunc(Math.random() * 1e12)}.${Math.trunc(Math.random() * 1e12)}`,
    clientSecret: randomText(),
    verificationToken: randomText().slice(0, 24),
  };
}
