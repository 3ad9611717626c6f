import type { Job } from '../domain/job.ts';
import { toJob } from './job-rows.ts';
import type { Models } from './models.ts';
import { rowOf } from './team-table.ts';

interface Head {
  readonly id: string;
  readonly version: number;
}

/** Most jobs whose definitions are kept, some kilobytes each. */
const maxKnown = 10_000;
/** Definitions that are read at a time. */
const portion = 500;

/**
 * All jobs of a team, by name. They are listed at every turn, and a version of a job never changes: what is known of one is
 * not read again.
 */
export function createKnownJobs({ jobs }: Pick<Models, 'jobs'>): () => Promise<readonly Job[]> {
  /** Of those that were listed last. */
  let known: ReadonlyMap<string, Job> = new Map();
  return async () => {
    const rows = await jobs.findAll({ attributes: ['id', 'version'], order: ['nameKey'], raw: true });
    const heads = rows as unknown as readonly Head[];
    const listed = new Map<string, Job>();
    const unknown: string[] = [];
    for (const { id, version } of heads) {
      const job = known.get(id);
      if (job?.version === version) listed.set(id, job);
      else unknown.push(id);
    }
    for (let from = 0; from < unknown.length; from += portion) {
      const found = await jobs.findAll({ where: { id: unknown.slice(from, from + portion) } });
      for (const job of found.map((row) => toJob(rowOf(row)))) listed.set(job.id, job);
    }
    known = new Map([...listed].slice(0, maxKnown));
    // One that was deleted in between is left out.
    return heads.flatMap(({ id }) => listed.get(id) ?? []);
  };
}
