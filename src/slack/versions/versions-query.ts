/** What a change history shows, as it is kept in the modal itself. Forged requests may hold anything. */
import { z } from 'zod';

/** Of a page or a version: more than anybody looks at. */
export const maxNumber = 100_000;

const schema = z.object({
  job: z.string().max(200).catch(''),
  /** Of the list, and of what changed in the version that is opened. */
  page: z.int().min(0).max(maxNumber).catch(0),
  /** The version that is opened; null where all are listed. */
  version: z.int().min(1).max(maxNumber).nullable().catch(null),
  changes: z.int().min(0).max(maxNumber).catch(0),
});

export type VersionsQuery = Readonly<z.infer<typeof schema>>;

export function newVersionsQuery(job: string): VersionsQuery {
  return { job, page: 0, version: null, changes: 0 };
}

export function readVersionsQuery(privateMetadata: string): VersionsQuery {
  try {
    return schema.parse(JSON.parse(privateMetadata));
  } catch {
    return newVersionsQuery('');
  }
}
