import type { Job, OutboundJob } from '../job.ts';
import { someNamed } from '../some-named.ts';

/** Another job, and what it writes that this one writes too. */
export interface SharedFields {
  readonly job: Job;
  /** In this job's letter case and order. */
  readonly fields: readonly string[];
  /** The first row of this job's mapping that fills one of them. */
  readonly row: number;
}

/**
 * The exports that fill a field of the same CRM object as this one: a record that passes both filters has the values
 * of whichever ran last. By what records are found is the same in all of them, and is not told.
 */
export function sharedFields(job: OutboundJob, others: readonly Job[]): SharedFields[] {
  return others.flatMap((other) => {
    if (other.id === job.id || !isSameObject(job, other)) return [];
    const theirs = new Set(writtenBy(other));
    const rows = job.mapping.flatMap(({ target }, row) =>
      theirs.has(target.toLowerCase()) && !isMatch(job, target) ? [row] : [],
    );
    const [row] = rows;
    if (row === undefined) return [];
    return [{ job: other, fields: rows.map((each) => job.mapping[each]?.target ?? ''), row }];
  });
}

const maxNamed = 3;

/** `"Scores" writes Rating and Health__c of Account too: …` */
export function sharedFieldsText({ target }: OutboundJob, { job, fields }: SharedFields): string {
  return (
    `"${job.name}" writes ${someNamed(fields, maxNamed)} of ${target.object} too. ` +
    'Where a record passes the filters of both, it has the values of whichever ran last.'
  );
}

function isSameObject(job: OutboundJob, other: Job): other is OutboundJob {
  return (
    other.direction === 'outbound' &&
    other.connectionId === job.connectionId &&
    other.target.object.toLowerCase() === job.target.object.toLowerCase()
  );
}

function writtenBy(job: OutboundJob): string[] {
  return job.mapping.filter(({ target }) => !isMatch(job, target)).map(({ target }) => target.toLowerCase());
}

function isMatch(job: OutboundJob, field: string): boolean {
  return job.target.matchOn.toLowerCase() === field.toLowerCase();
}
