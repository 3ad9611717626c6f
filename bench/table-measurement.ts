import { measureInChild } from './child.ts';
import type { FloorOutput } from './floor.ts';
import type { InboundInput, InboundRun } from './inbound.ts';
import type { MeasuringPlace } from './measuring-place.ts';
import { startEnvironment } from './org-process.ts';
import type { TableFloorInput } from './table-floor.ts';
import { tableJobFile, tableName } from './table-job.ts';

export interface TableMeasurement {
  readonly rows: number;
  readonly floor: FloorOutput & { readonly peakMegabytes: number };
  readonly run: InboundRun;
}

export async function measureTable(place: MeasuringPlace, rows: number): Promise<TableMeasurement> {
  const server = await startEnvironment([{ name: tableName, rows }]);
  const environment = server.address;
  try {
    // Nobody is measured while the sandbox is slow because it is new.
    place.onStart(`Dynamics 365 serves ${rows} rows for the first time`);
    await measureFloor({ environment, databaseUrl: await place.freshDatabase() });
    place.onStart('the floor of Dynamics 365');
    const floor = await measureFloor({ environment, databaseUrl: await place.freshDatabase() });
    place.onStart(`an inbound job of ${rows} rows of Dynamics 365`);
    const input: InboundInput = {
      job: tableJobFile(environment),
      dataDir: await place.freshFolder(),
      hubDatabaseUrl: await place.freshDatabase(),
      runs: 1,
      idleMs: 0,
    };
    const [run] = (await measureInChild('inbound.js', input)).output as readonly InboundRun[];
    if (run === undefined) throw new Error('The job did not run');
    return { rows, floor, run };
  } finally {
    await server.stop();
  }
}

async function measureFloor(input: TableFloorInput): Promise<TableMeasurement['floor']> {
  const { output, peakMegabytes } = await measureInChild('table-floor.js', input);
  return { ...(output as FloorOutput), peakMegabytes };
}
