import { accountJobFile } from './account-job.ts';
import { measureInChild } from './child.ts';
import type { FillHubInput } from './fill-hub.ts';
import type { MeasuringPlace } from './measuring-place.ts';
import { startEmptyOrg } from './org-process.ts';
import type { OrgAddress } from './org-pages.ts';
import type { OutboundFloorInput, OutboundFloorOutput } from './outbound-floor.ts';
import type { OutboundInput, OutboundRun } from './outbound.ts';

export interface OutboundMeasurement {
  readonly rows: number;
  readonly floor: OutboundFloorOutput;
  /** Of the larger set. */
  readonly largerFloor: OutboundFloorOutput;
  /** Everything, nothing that changed, the few that changed. */
  readonly runs: readonly OutboundRun[];
  /** Everything, of a set that is larger so many times. */
  readonly larger: readonly OutboundRun[];
}

export const largerBy = 3;

/** Everyone finds an org without accounts: what is there already costs an org some time with every row. */
export async function measureOutbound(place: MeasuringPlace, rows: number): Promise<OutboundMeasurement> {
  const floor = await measureFloor(place, rows);
  const runs = await measureRuns(place, rows, false);
  // Before and after: a machine may get slower meanwhile.
  const before = await measureFloor(place, rows * largerBy);
  const larger = await measureRuns(place, rows * largerBy, true);
  const after = await measureFloor(place, rows * largerBy);
  const largerFloor = {
    seconds: (before.seconds + after.seconds) / 2,
    changedSeconds: (before.changedSeconds + after.changedSeconds) / 2,
  };
  return { rows, floor, largerFloor, runs, larger };
}

async function measureFloor({ onStart }: MeasuringPlace, rows: number): Promise<OutboundFloorOutput> {
  onStart(`a bare loop that sends ${rows} rows to Salesforce`);
  return await withEmptyOrg(async (org) => {
    const input: OutboundFloorInput = { org, rows };
    return (await measureInChild('outbound-floor.js', input)).output as OutboundFloorOutput;
  });
}

async function measureRuns(
  place: MeasuringPlace,
  rows: number,
  isOnce: boolean,
): Promise<readonly OutboundRun[]> {
  const hubDatabaseUrl = await place.freshDatabase();
  place.onStart(`the hub gets ${rows} accounts`);
  const filling: FillHubInput = { hubDatabaseUrl, rows };
  await measureInChild('fill-hub.js', filling);
  place.onStart(`an outbound job of ${rows} accounts, ${isOnce ? 'once' : 'three times'}`);
  return await withEmptyOrg(async (org) => {
    const dataDir = await place.freshFolder();
    const input: OutboundInput = { job: accountJobFile(org), dataDir, hubDatabaseUrl, rows, isOnce };
    return (await measureInChild('outbound.js', input)).output as readonly OutboundRun[];
  });
}

async function withEmptyOrg<T>(work: (org: OrgAddress) => Promise<T>): Promise<T> {
  const server = await startEmptyOrg();
  try {
    return await work(server.address);
  } finally {
    await server.stop();
  }
}
