import { UserError } from '../domain/errors.ts';
import { crmObjectOf } from '../domain/job-ends.ts';
import type { Job } from '../domain/job.ts';
import { shapesOf, watchedPaths } from '../domain/schema-drift.ts';
import type { FieldShape } from '../domain/schema-drift.ts';
import type { SourceSchema } from '../domain/source-schema.ts';
import type { Sessions } from './sessions.ts';

/**
 * What of the CRM's schema a job relies on, as it is now. An object that is not there has nothing of it.
 *
 * @throws RetryableError, FatalError where the CRM cannot be asked.
 */
export async function readShapes(
  sessions: Pick<Sessions, 'of' | 'openClient'>,
  job: Job,
  signal: AbortSignal,
): Promise<FieldShape[]> {
  const paths = watchedPaths(job);
  // First, so that what keeps it from logging in is not taken for something that the CRM says of its object.
  await sessions.of(job.connectionId).get();
  const client = await sessions.openClient(job.connectionId, { signal });
  let schema: SourceSchema | null = null;
  try {
    schema = await client.loadSchema(crmObjectOf(job), paths);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  } finally {
    await client.close();
  }
  return shapesOf(paths, schema);
}
