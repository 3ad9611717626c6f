import { measureInChild } from './child.ts';
import type { LoadInput, LoadOutput } from './load.ts';
import type { MeasuringPlace } from './measuring-place.ts';
import { startOrgProcess } from './org-process.ts';
import { crowdAtWork, crowdOf } from './people-at-work.ts';
import type { CrowdAtWork, Pace } from './people-at-work.ts';

export interface Load {
  /** Of the sync. */
  readonly rows: number;
  /** That fall due within an hour. */
  readonly jobs: number;
  readonly people: number;
  readonly pace: Pace;
}

export interface LoadMeasurement extends LoadOutput, Load {
  readonly crowd: CrowdAtWork;
  readonly peakMegabytes: number;
}

const object = 'Customer__c';
const smallObject = 'Region__c';
const smallRows = 20;

export async function measureLoad(place: MeasuringPlace, given: Load): Promise<LoadMeasurement> {
  const { rows, people, jobs, pace } = given;
  const server = await startOrgProcess([
    { name: object, rows },
    { name: smallObject, rows: smallRows },
  ]);
  // Loaded where it is needed: it brings half of the test support.
  const { startTestPlayground } = await import('../test/support/playground.ts');
  const names = crowdOf(people);
  const playground = await startTestPlayground({
    workspace: { people: names.map((name, index) => ({ name, isOwner: index === 0, isAdmin: index === 0 })) },
  });
  try {
    place.onStart(`${rows} rows, ${jobs} jobs an hour and ${people} people`);
    const { apiUrl, botToken, appToken } = playground;
    const input: LoadInput = {
      org: server.address,
      object,
      smallObject,
      jobs,
      dataDir: await place.freshFolder(),
      slack: { apiUrl, botToken, appToken },
    };
    const working = crowdAtWork(playground, names, pace);
    const [crowd, { output, peakMegabytes }] = await Promise.all([
      working,
      measureInChild('load.js', input, working),
    ]);
    return { ...given, ...(output as LoadOutput), crowd, peakMegabytes };
  } finally {
    await playground.close();
    await server.stop();
  }
}
