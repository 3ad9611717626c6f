/** The bot in a workspace: the real door on real databases, in front of the playground. */
import { startHttpServer } from '../../../src/http/server.ts';
import type { HttpServer } from '../../../src/http/server.ts';
import { startSalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import type { SlackDoor } from '../../../src/slack/index.ts';
import type { Role } from '../../../src/domain/role.ts';
import { openOperations } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';
import type { Person } from '../../support/person.ts';
import { startTestPlayground } from '../../support/playground.ts';
import { doorTo } from './door-to.ts';
import type { TestPlayground } from '../../support/playground.ts';
import { recordedLog } from '../../support/recorded-log.ts';
import type { RecordedLog } from '../../support/recorded-log.ts';

export const transports = ['socket', 'http'] as const;
export type TransportName = (typeof transports)[number];

export interface SlackHouse extends OperationsBench {
  readonly playground: TestPlayground;
  readonly door: SlackDoor;
  readonly log: RecordedLog;
  readonly sandbox: SalesforceSandbox;
  /** By their first name; with a role that was granted, where one is given. */
  readonly person: (name: string, role?: Role) => Promise<Person>;
  /** Calls that Slack did not take. */
  readonly refusals: () => readonly string[];
}

const eventsPath = '/slack/events';

/** Ada is an owner of the workspace; Otto and Vera are what they are granted, and viewers otherwise. */
export async function openSlackHouse(transport: TransportName): Promise<SlackHouse> {
  const sandbox = await startSalesforceSandbox();
  const bench = await openOperations(sandbox);
  const playground = await startTestPlayground();
  const log = recordedLog();
  const isSocket = transport === 'socket';
  const door = doorTo({
    settings: {
      botToken: playground.botToken,
      signingSecret: playground.signingSecret,
      appToken: isSocket ? playground.appToken : null,
      apiUrl: playground.apiUrl,
    },
    operations: bench.operations,
    store: bench.store,
    log: log.log,
  });
  const server = isSocket ? null : await mount(door, log);
  if (server !== null) {
    playground.deliverTo({ transport: 'http', eventsUrl: `${server.url}${eventsPath}` });
  }
  await door.start();
  return {
    ...bench,
    playground,
    door,
    log,
    sandbox,
    async person(name, role) {
      const person = await playground.person(name);
      const id = playground.people.find((each) => each.name === person.name)?.id ?? '';
      if (role !== undefined) await grant(bench, id, role);
      return person;
    },
    refusals: () => playground.traffic.filter(({ isOk }) => !isOk).map((each) => JSON.stringify(each)),
    async close() {
      await Promise.all([server?.close(), door.stop()]);
      await playground.close();
      await bench.close();
      await sandbox.close();
    },
  };
}

async function mount(door: SlackDoor, { log }: RecordedLog): Promise<HttpServer> {
  const { requestListener: listener } = door;
  const routes = listener === null ? [] : [{ path: eventsPath, listener }];
  return await startHttpServer({ host: '127.0.0.1', port: 0, routes, checks: [], log });
}

async function grant({ operations }: OperationsBench, id: string, role: Role): Promise<void> {
  await operations.grantRole(
    { actor: 'somebody', role: 'admin', door: 'slack', now: new Date() },
    { person: { id, name: id, isWorkspaceAdmin: false }, role, byWorkspaceAdmin: true },
  );
}

/** The same stories on both ways in. */
export function describeOnBoth(title: string, stories: (house: () => SlackHouse) => void): void {
  for (const transport of transports) {
    describe(`${title}, over ${transport === 'socket' ? 'Socket Mode' : 'HTTP'}`, () => {
      let house: SlackHouse;
      beforeEach(async () => {
        house = await openSlackHouse(transport);
      });
      afterEach(() => house.close());
      stories(() => house);
    });
  }
}
