import type { Org } from '../org/org.ts';
import { sampleObjects } from './sample-record.ts';
import type { SampleObject, SampleRecord } from './sample-record.ts';
import { sampleRecords } from './sample-records.ts';
import type { SampleOptions } from './sample-records.ts';

/** Ids of what was put into the org, in the order of the sample. */
export type SampleIds = Readonly<Record<SampleObject, readonly string[]>>;

/** Puts the sample into an empty org. The same seed and day give the same records with the same ids. */
export function fillSampleOrg(org: Org, options: SampleOptions): SampleIds {
  const records = sampleRecords(options);
  const ids: Record<SampleObject, string[]> = {
    User: [],
    Account: [],
    Contact: [],
    Opportunity: [],
    Task: [],
    Event: [],
    AccountTeamMember: [],
    Case: [],
  };
  const given = ({ values, references }: SampleRecord): Record<string, string | boolean | null> => {
    const referred = Object.entries(references).map(([field, { object, index }]) => {
      const id = ids[object][index];
      if (id === undefined) throw new Error(`${field} points to a ${object} that is not there yet`);
      return [field, id] as const;
    });
    return { ...values, ...Object.fromEntries(referred) };
  };
  for (const object of sampleObjects) {
    // Where a record may point to an earlier one of its own object, that one needs its id first.
    const atOnce = pointsToOwnObject(object, records[object]) ? 1 : records[object].length;
    for (let first = 0; first < records[object].length; first += atOnce) {
      ids[object].push(...org.insert(object, records[object].slice(first, first + atOnce).map(given)));
    }
  }
  return ids;
}

function pointsToOwnObject(object: SampleObject, records: readonly SampleRecord[]): boolean {
  return records.some(({ references }) => Object.values(references).some((to) => to.object === object));
}
