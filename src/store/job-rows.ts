import type { Job } from '../domain/job.ts';
import type { JobRow } from './rows.ts';

export function toJob({ definition, version }: Pick<JobRow, 'definition' | 'version'>): Job {
  return { ...definition, version };
}
