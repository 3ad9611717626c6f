/** `npm run demo`: everything on this machine, without an account anywhere. What is told of it is in cli/demo/. */
import { compose } from './compose.ts';
import type { App } from './compose.ts';
import type { TeamParts } from './compose/team.ts';
import { parseConfig } from './config.ts';
import { openDemoFolder } from './demo/demo-folder.ts';
import type { DemoFolder } from './demo/demo-folder.ts';
import { startDemoOrg } from './demo/demo-org.ts';
import type { DemoOrg } from './demo/demo-org.ts';
import { freePort } from './demo/free-port.ts';
import { startDemoWorkspace } from './demo/demo-workspace.ts';
import type { DemoWorkspace } from './demo/demo-workspace.ts';
import type { HubObjectName, HubValue } from './domain/hub-object.ts';
import { firstTeam } from './domain/team.ts';
import { callbackPath } from './http/connect/index.ts';
import { openDoors } from './doors.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics/index.ts';

export interface DemoOptions {
  /** Of the workspace in the browser, on the loopback interface; 0 takes a free one. */
  readonly port: number;
  readonly log: Log;
  /** Where everything is kept; `./data/demo` where none is named. */
  readonly dataDir?: string;
}

export interface Demo {
  readonly workspace: DemoWorkspace;
  readonly org: DemoOrg;
  readonly folder: DemoFolder;
  readonly app: Pick<App, 'scheduler' | 'housekeeping' | 'notices' | 'schemaWatch'> &
    Pick<TeamParts, 'operations'>;
  /** Some of the hub's records of an object. */
  readonly sample: (
    object: HubObjectName,
    limit: number,
  ) => Promise<readonly Readonly<Record<string, HubValue>>[]>;
  readonly count: (object: HubObjectName) => Promise<number>;
  /** Has Crosswalk listen in the workspace, as `crosswalk start` does. */
  listen(): Promise<void>;
  close(): Promise<void>;
}

const usualDataDir = './data/demo';

/**
 * A Slack workspace in the browser, a sandbox of each CRM, and a Crosswalk that is told their addresses and nothing
 * else. Nothing runs yet.
 *
 * @throws UserError where the port is in use, or the folder cannot be used or is another demo's.
 */
export async function openDemo({ port, log, dataDir = usualDataDir }: DemoOptions): Promise<Demo> {
  const closing: (() => unknown)[] = [];
  /** What was opened last is closed first. */
  const close = async (): Promise<void> => {
    for (const each of closing.splice(0).reverse()) await each();
  };
  try {
    const folder = openDemoFolder(dataDir);
    closing.push(() => folder.close());
    const workspace = await startDemoWorkspace(port);
    closing.push(() => workspace.close());
    const org = await startDemoOrg();
    closing.push(() => org.close());
    folder.writeEnvironment(org.environment);
    const config = parseConfig({ ...folder.environment, ...workspace.environment, ...org.settings });
    const metrics = createMetrics();
    const app = await compose(config, log, {
      environment: (name) => org.environment[name] ?? org.settings[name],
      onRunEnded: metrics.runEnded,
    });
    closing.push(() => app.close());
    const team = app.of(firstTeam);
    const hub = await team.hub();
    return {
      workspace,
      org,
      folder,
      app: { ...app, operations: team.operations },
      sample: (object, limit) => hub.sample(object, limit),
      count: (object) => hub.count(object),
      async listen() {
        // Known before the doors are open: Slack shows programs the address that they are to call.
        const botPort = await freePort();
        const publicUrl = `http://127.0.0.1:${botPort}`;
        org.allowCallback(`${publicUrl}${callbackPath}`);
        const doors = await openDoors(app, { ...config, port: botPort, publicUrl }, log, metrics);
        closing.push(() => doors.stop());
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
