import type { KnownBlock } from '@slack/types';
import type { RunEvent } from '../../domain/run-event.ts';
import type { Job } from '../../domain/job.ts';
import type { Run } from '../../domain/run.ts';
import { actions, asTyped, bold, section } from '../blocks/index.ts';
import { countsText } from '../jobs/words.ts';
import { approvedLines } from '../runs/approval-words.ts';
import { runButtons } from '../runs/run-buttons.ts';
import { durationText, failureText, modeText, starterText, statusIcons } from '../runs/run-words.ts';
import { sentLines } from '../runs/sent-lines.ts';
import { deletedJob, jobOf } from './job-name.ts';
import { mentionText } from './mention-text.ts';
import type { Notification, NotificationDeps } from './notification.ts';
import { rejectLines } from './reject-lines.ts';

const headlines: Readonly<Record<RunEvent, string>> = {
  failed: 'failed',
  'partly succeeded': 'partly succeeded: some rows were rejected',
  recovered: 'works again',
  succeeded: 'succeeded',
};

/** A run has ended in a way that its job's rules name. */
export const runEnded: Notification<'run ended'> = async ({ runId, event }, deps) => {
  const on = deps.context();
  const run = await deps.operations.showRun(on, { runId });
  const job = await jobOf(run.jobId, deps.operations, on);
  const name = job?.name ?? deletedJob;
  const took = durationText(run, on.now);
  const calls = mentionText(job?.notify.mention ?? []);
  const lines = [
    `${statusIcons[run.status]} ${bold(name)} ${headlines[event]}${calls === '' ? '' : ` ${calls}`}`,
    ...(await reasonLines(run, job, deps)),
    `${modeText(run)}, started ${starterText(run)}${took === null ? '' : `, ${took}`}: ${countsText(run.counts)}`,
    ...sentLines(job, run),
    ...approvedLines(run),
  ];
  const blocks: KnownBlock[] = [section(lines.join('\n')), actions(runButtons(run, job))];
  return { text: `${asTyped(name)} ${headlines[event]}`, blocks, isLive: false };
};

/** The cause and what to do. */
export async function reasonLines(
  run: Run,
  job: Job | null,
  {
    operations,
    context,
  }: Pick<NotificationDeps, 'context'> & {
    readonly operations: Pick<NotificationDeps['operations'], 'rejectSummary'>;
  },
): Promise<string[]> {
  const failure = failureText(run);
  if (failure !== null) return [failure];
  if (run.counts.rejected === 0) return [];
  const summary = await operations.rejectSummary(context(), { runId: run.id });
  const [where, andThen] =
    job?.direction === 'outbound'
      ? ['the hub', ': the next run sends them again, and "Retry" starts it now.']
      : ['the CRM', ', and press "Retry rejected rows" there; "Retry" runs the whole job again.'];
  const whatToDo = `Press History, and Open at this run, to see the rows. Mend them in ${where} or the mapping${andThen}`;
  return [...(summary === null ? [] : rejectLines(summary)), whatToDo];
}
