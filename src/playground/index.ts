/** A Slack workspace on this machine: it speaks Slack's protocols, shows them to people, and refuses what Slack refuses. */
import type { Fault } from './faults.ts';
import type { Delivery, PlaygroundOptions } from './options.ts';
import type { Act, ActResult, Member, Screen } from './screen.ts';
import type { TrafficEntry } from './traffic.ts';

export type { Clock } from './clock.ts';
export type { Fault, FaultKind } from './faults.ts';
export type {
  AppInput,
  ChannelInput,
  Delivery,
  PageFile,
  PersonInput,
  PlaygroundOptions,
  WorkspaceInput,
} from './options.ts';
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
  readonly people: readonly Member[];
  /** The latest, oldest first. */
  readonly traffic: readonly TrafficEntry[];
  /** Where events go from now on: for an app whose address is known only once it runs. */
  deliverTo(delivery: Delivery): void;
  /** Makes calls or deliveries to come go wrong. */
  disturb(fault: Fault): void;
  /** Takes back what `disturb` asked for and has not happened. */
  calm(): void;
  /** By name, without the #: what an admin of the workspace does. */
  archive(channel: string): void;
  /** Of a person, by id. */
  screen(person: string): Screen;
  /** Called after each change of this person's screen; the answer ends it. */
  onChange(person: string, listener: () => void): () => void;
  /** @throws ActError where the screen does not allow it. */
  act(person: string, act: Act): Promise<ActResult>;
  close(): Promise<void>;
}

/** @throws Error where the port is in use or the host is not this machine. */
export function startPlayground(_options: PlaygroundOptions): Promise<Playground> {
  return Promise.reject(new Error('The playground cannot be started yet.'));
}
