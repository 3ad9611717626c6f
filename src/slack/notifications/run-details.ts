import type { KnownBlock } from '@slack/types';
import type { Job, NotifySettings } from '../../domain/job.ts';
import type { Run } from '../../domain/run.ts';
import { asTyped, section } from '../blocks/index.ts';
import { numberText } from '../jobs/words.ts';
import { deletedJob, jobOf } from './job-name.ts';
import { mentionText } from './mention-text.ts';
import type { Notification, NotificationDeps } from './notification.ts';
import { rejectLines } from './reject-lines.ts';

/** What is to be known of a run that has ended, in the thread of its progress. */
export const runDetails: Notification<'run details'> = async ({ runId, event }, deps) => {
  const on = deps.context();
  const run = await deps.operations.showRun(on, { runId });
  const job = await jobOf(run.jobId, deps.operations, on);
  const calls = event === null ? '' : mentionText(job?.notify.mention ?? noMentions);
  const parts = [
    ...(calls === '' ? [] : [calls]),
    ...(run.modeReason === null ? [] : [`*Why a full sync:* ${asTyped(run.modeReason)}`]),
    ...(run.counts.rejected === 0 ? [] : [await rejectsText(run, deps)]),
    filesText(run, job),
  ];
  const blocks: KnownBlock[] = parts.map((part) => section(part));
  return { text: `${asTyped(job?.name ?? deletedJob)}: details of the run`, blocks, isLive: false };
};

const noMentions: NotifySettings['mention'] = [];

async function rejectsText(run: Run, { operations, context }: NotificationDeps): Promise<string> {
  const { rejected } = run.counts;
  const title = `*${numberText(rejected)} ${rejected === 1 ? 'row was' : 'rows were'} rejected*`;
  const summary = await operations.rejectSummary(context(), { runId: run.id });
  if (summary === null) return `${title}. The file that has the reasons is on another machine, or gone.`;
  const some = summary.counted < rejected ? `, of the first ${numberText(summary.counted)}` : '';
  return [`${title}${some}:`, ...rejectLines(summary), '_History_ shows them to operators and admins.'].join(
    '\n',
  );
}

function filesText({ files }: Run, job: Job | null): string {
  const names = [
    ...(files.rows === null
      ? []
      : [job?.direction === 'outbound' ? 'the rows that were sent' : 'the rows that were read']),
    ...(files.rejects === null ? [] : ['the rejected rows with their reasons']),
  ];
  if (names.length === 0) return '*Files:* none';
  return `*Files:* ${names.join(', and ')}; operators and admins find them in _History_.`;
}
