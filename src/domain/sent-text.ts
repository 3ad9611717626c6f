import { hubObjects } from './hub-object.ts';
import type { Job } from './job.ts';
import type { Run } from './run.ts';

/** `sent 500 accounts to Account`; null of a job that brings records. */
export function sentText(job: Job, { counts, dryRun }: Pick<Run, 'counts' | 'dryRun'>): string | null {
  if (job.direction === 'inbound') return null;
  const sent = counts.created + counts.updated;
  const { noun, nounPlural } = hubObjects[job.source.object];
  const what = `${sent.toLocaleString('en-US')} ${sent === 1 ? noun : nounPlural}`;
  return `${dryRun ? 'would send' : 'sent'} ${what} to ${job.target.object}`;
}
