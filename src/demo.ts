/** `npm run demo`: everything on this machine, without an account anywhere. What is told of it is in cli/demo/. */
import { compose } from './compose.ts';
import type { App } from './compose.ts';
import { parseConfig } from './config.ts';
import { openDemoFolder } from './demo/demo-folder.ts';
import type { DemoFolder } from './demo/demo-folder.ts';
import { startDemoOrg } from './demo/demo-org.ts';
import type { DemoOrg } from './demo/demo-org.ts';
import type { HubObjectName, HubValue } from './domain/hub-object.ts';
import type { Log } from './log.ts';

export interface DemoOptions {
  /** Of the sandbox Salesforce, on the loopback interface; 0 takes a free one. */
  readonly port: number;
  readonly log: Log;
  /** Where everything is kept; `./data/demo` where none is named. */
  readonly dataDir?: string;
}

export interface Demo {
  readonly org: DemoOrg;
  readonly folder: DemoFolder;
  readonly app: Pick<App, 'operations' | 'scheduler' | 'housekeeping'>;
  /** Some of the hub's records of an object. */
  readonly sample: (
    object: HubObjectName,
    limit: number,
  ) => Promise<readonly Readonly<Record<string, HubValue>>[]>;
  readonly count: (object: HubObjectName) => Promise<number>;
  close(): Promise<void>;
}

const usualDataDir = './data/demo';

/**
 * A sandbox Salesforce and a Crosswalk that may read it. Nothing runs yet.
 *
 * @throws UserError where the port is in use, or the folder cannot be used or is another demo's.
 */
export async function openDemo({ port, log, dataDir = usualDataDir }: DemoOptions): Promise<Demo> {
  const folder = openDemoFolder(dataDir);
  try {
    const org = await startDemoOrg(port);
    try {
      folder.writeEnvironment(org.environment);
      const app = await compose(parseConfig({ ...folder.environment }), log, {
        environment: (name) => org.environment[name],
      });
      return {
        org,
        folder,
        app,
        sample: (object, limit) => app.hub.sample(object, limit),
        count: (object) => app.hub.count(object),
        async close() {
          await app.close();
          await org.close();
          folder.close();
        },
      };
    } catch (error) {
      await org.close();
      throw error;
    }
  } catch (error) {
    folder.close();
    throw error;
  }
}
