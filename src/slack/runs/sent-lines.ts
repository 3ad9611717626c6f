import type { Job } from '../../domain/job.ts';
import { isActive } from '../../domain/run.ts';
import type { Run } from '../../domain/run.ts';
import { sentText } from '../../domain/sent-text.ts';
import { asTyped } from '../blocks/index.ts';

/** What a run that has ended has sent, as a line of its own; none where it brings records, or its job is gone. */
export function sentLines(job: Job | null, run: Run): string[] {
  const isTold = !isActive(run.status) && (run.error === null || run.counts.read > 0);
  const text = job === null || !isTold ? null : sentText(job, run);
  return text === null ? [] : [`${text.charAt(0).toUpperCase()}${asTyped(text.slice(1))}.`];
}
