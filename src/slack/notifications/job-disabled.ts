import type { KnownBlock } from '@slack/types';
import { actions, asTyped, bold, section } from '../blocks/index.ts';
import { openButton } from '../jobs/job-actions.ts';
import { numberText } from '../jobs/words.ts';
import { historyButton } from '../runs/run-buttons.ts';
import { failureText } from '../runs/run-words.ts';
import { mentionText } from './mention-text.ts';
import type { Notification } from './notification.ts';

/** A job failed so often that its scheduling was disabled. */
export const jobDisabled: Notification<'job disabled'> = async (
  { jobId, failures, runId },
  { operations, context },
) => {
  const on = context();
  const { job } = await operations.showJob(on, { job: jobId });
  const run = await operations.showRun(on, { runId });
  const failure = failureText(run);
  const calls = mentionText(job.notify.mention);
  const times = `${numberText(failures)} times in a row, for a day or longer`;
  const lines = [
    `⛔ ${bold(job.name)} failed ${times}. *Its scheduling is disabled.*${calls === '' ? '' : ` ${calls}`}`,
    ...(failure === null ? [] : [`The last time: ${failure}`]),
    'Mend the cause, run it once by hand, and choose "Enable scheduling" in its menu.',
  ];
  const blocks: KnownBlock[] = [
    section(lines.join('\n')),
    actions([openButton(job), historyButton({ jobId: job.id })]),
  ];
  return { text: `${asTyped(job.name)} failed ${times}: scheduling is disabled`, blocks, isLive: false };
};
