/** Pages for connecting, on operations and databases that are real, and two CRMs to consent at. */
import type { Role } from '../../../../src/domain/role.ts';
import { callbackPath, createConnectPages, connectPath } from '../../../../src/http/connect/index.ts';
import { startHttpServer } from '../../../../src/http/server.ts';
import type { HttpServer } from '../../../../src/http/server.ts';
import type { OwnApp } from '../../../../src/operations/connections/connect-settings.ts';
import { createOperations } from '../../../../src/operations/index.ts';
import type { Operations } from '../../../../src/operations/index.ts';
import type { OperationContext } from '../../../../src/operations/operation.ts';
import { startDataverseSandbox } from '../../../../src/sandbox/dataverse/index.ts';
import type { DataverseSandbox } from '../../../../src/sandbox/dataverse/index.ts';
import { startSalesforceSandbox } from '../../../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox } from '../../../../src/sandbox/salesforce/index.ts';
import { openOperations } from '../../../support/operations.ts';
import type { OperationsBench } from '../../../support/operations.ts';
import { recordedLog } from '../../../support/recorded-log.ts';
import type { RecordedLog } from '../../../support/recorded-log.ts';
import { noon } from '../../../support/records.ts';

export interface ConnectHouse {
  readonly url: string;
  readonly bench: OperationsBench;
  readonly operations: Operations;
  readonly salesforce: SalesforceSandbox;
  readonly dataverse: DataverseSandbox;
  readonly log: RecordedLog;
  /** Roles of this moment; whoever is not named is an admin. */
  readonly roles: Map<string, Role>;
  now: Date;
  /** Whether addresses other than the CRMs' own may be entered. */
  addresses: 'crm' | 'any';
  app: OwnApp | null;
  /** In Ada's name, in Slack. */
  ada(): OperationContext;
  /** A link that Ada asks for. */
  link(connection?: string | null): Promise<string>;
  close(): Promise<void>;
}

export async function openConnectHouse(databaseUrl?: string): Promise<ConnectHouse> {
  const salesforce = await startSalesforceSandbox({ orgName: 'Acme <b>Corp</b>' });
  const dataverse = await startDataverseSandbox({ orgName: 'Acme Dynamics' });
  const bench = await openOperations(salesforce, databaseUrl === undefined ? {} : { url: databaseUrl });
  const log = recordedLog();
  const house = { now: noon, addresses: 'any' as 'crm' | 'any', app: null as OwnApp | null };
  const operations = createOperations({
    ...bench.deps,
    get connectAddresses() {
      return house.addresses;
    },
    get connectApps() {
      return house.app === null ? {} : { salesforce: house.app };
    },
  });
  const roles = new Map<string, Role>();
  let server: HttpServer | null = null;
  let listener: ReturnType<typeof createConnectPages> | null = null;
  server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    routes: [{ path: `${connectPath}/`, listener: (...exchange) => listener?.(...exchange) }],
    checks: [],
    log: log.log,
  });
  const { url } = server;
  listener = createConnectPages({
    teamOf: () =>
      Promise.resolve({
        operations,
        roleOf: (person) => Promise.resolve(roles.get(person) ?? 'admin'),
        changed: () => undefined,
      }),
    publicUrl: url,
    log: log.log,
    now: () => house.now,
  });
  for (const { web } of [salesforce, dataverse]) web.redirectUris.add(`${url}${callbackPath}`);
  const ada = (): OperationContext => ({ actor: 'UADA', role: 'admin', door: 'slack', now: house.now });
  return Object.assign(house, {
    url,
    bench,
    operations,
    salesforce,
    dataverse,
    log,
    roles,
    ada,
    async link(connection: string | null = null) {
      const { token } = await operations.createConnectLink(ada(), { connection });
      return `${url}${connectPath}/${token}`;
    },
    async close() {
      await server.close();
      await bench.close();
      await Promise.all([salesforce.close(), dataverse.close()]);
    },
  });
}
