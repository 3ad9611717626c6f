import type { KnownBlock } from '@slack/types';
import { formatDuration } from '../../domain/duration-text.ts';
import { isActive } from '../../domain/run.ts';
import { actions, asTyped, bold, section } from '../blocks/index.ts';
import { numberText } from '../jobs/words.ts';
import { runButtons } from '../runs/run-buttons.ts';
import { durationText, modeText, phaseTexts, starterText } from '../runs/run-words.ts';
import { deletedJob, jobOf } from './job-name.ts';
import { mentionText } from './mention-text.ts';
import type { Notification } from './notification.ts';

/** A run takes longer than its job's runs do; it may have ended by the time this is sent. */
export const longRunning: Notification<'long-running'> = async (
  { runId, usualMs },
  { operations, context },
) => {
  const on = context();
  const run = await operations.showRun(on, { runId });
  const job = await jobOf(run.jobId, operations, on);
  const name = job?.name ?? deletedJob;
  const calls = mentionText(job?.notify.mention ?? []);
  const stands = isActive(run.status) ? 'has been running for' : `has ${run.status}, after`;
  const lasted = durationText(run, on.now) ?? 'a moment';
  const headline = `${stands} ${lasted}; it usually takes ${formatDuration(usualMs)}`;
  const of = run.expectedRows === null ? '' : ` of ${numberText(run.expectedRows)}`;
  const lines = [
    `🐢 ${bold(name)} ${headline}${calls === '' ? '' : ` ${calls}`}`,
    `${modeText(run)}, started ${starterText(run)} · ${phaseTexts[run.phase]} · ${numberText(run.counts.read)}${of} rows`,
    ...(run.retry === null ? [] : [`The CRM makes it wait: ${asTyped(run.retry.reason)}`]),
  ];
  const blocks: KnownBlock[] = [section(lines.join('\n')), actions(runButtons(run, job))];
  return { text: `${asTyped(name)} ${headline}`, blocks, isLive: false };
};
