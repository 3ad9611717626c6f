import { openHub } from '../../src/hub/index.ts';
import type { Hub } from '../../src/hub/hub.ts';
import { describeAttributes } from './hub/attributes.ts';
import { describeBatchBorders } from './hub/batch-borders.ts';
import { describeCheckpoints } from './hub/checkpoints.ts';
import { describeConflicts } from './hub/conflicts.ts';
import { describeDeletions } from './hub/deletions.ts';
import { describeDryRuns } from './hub/dry-runs.ts';
import { describeLoads } from './hub/loads.ts';
import { describePeople } from './hub/people.ts';
import { describeSelectedValues } from './hub/selected-values.ts';
import { describeSelections } from './hub/selections.ts';
import { describeSends } from './hub/sends.ts';
import { describeValues } from './hub/values.ts';

export interface OpenedHub {
  /** Opens the hub of the test that runs, once more where it is open already; closed after the test. */
  open(): Promise<Hub>;
  url(): string;
}

/** What every database must give the hub. `fresh` makes an empty database and returns its URL. */
export function describeHub(fresh: () => Promise<string>): void {
  let url = '';
  const opened: Hub[] = [];
  beforeEach(async () => {
    url = await fresh();
  });
  afterEach(async () => {
    for (const hub of opened.splice(0)) await hub.close();
  });
  const hubs: OpenedHub = {
    url: () => url,
    async open() {
      const hub = await openHub({ url, now: () => new Date('2026-03-02T00:00:00.000Z') });
      opened.push(hub);
      return hub;
    },
  };

  describeLoads(hubs);
  describeConflicts(hubs);
  describeBatchBorders(hubs);
  describeDeletions(hubs);
  describeCheckpoints(hubs);
  describeDryRuns(hubs);
  describeAttributes(hubs);
  describePeople(hubs);
  describeValues(hubs);
  describeSelections(hubs);
  describeSelectedValues(hubs);
  describeSends(hubs);
}
