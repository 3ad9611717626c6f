import type { Clock } from './clock.ts';
import type { Deliveries } from './delivery/deliveries.ts';
import type { ResponseUrls } from './delivery/response-urls.ts';
import type { SocketMode } from './delivery/socket-mode.ts';
import type { Triggers } from './delivery/triggers.ts';
import type { Desk, OpenView } from './desk/desk.ts';
import type { Faults } from './faults.ts';
import type { Delivery } from './options.ts';
import type { Traffic } from './traffic.ts';
import type { Ids } from './workspace/ids.ts';
import type { Workspace } from './workspace/workspace.ts';

/** Everything that makes up Slack on this machine: what the app's calls and people's acts work on. */
export interface Slack {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly workspace: Workspace;
  readonly secrets: Secrets;
  /** By person. */
  readonly desks: ReadonlyMap<string, Desk>;
  /** Open modals and published Homes, by id. */
  readonly views: Map<string, OpenView>;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
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

export interface Secrets {
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The old way to know Slack's requests; still in every payload. */
  readonly verificationToken: string;
}

const random = (): string => crypto.randomUUID().replaceAll('-', '');

export function makeSecrets(): Secrets {
  return {
    botToken: `xoxb-${random()}`,
    appToken: `xapp-1-${random()}`,
    signingSecret: random(),
    clientId: `${Math.trunc(Math.random() * 1e12)}.${Math.trunc(Math.random() * 1e12)}`,
    clientSecret: random(),
    verificationToken: random().slice(0, 24),
  };
}
