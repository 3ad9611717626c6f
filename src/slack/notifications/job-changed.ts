import type { KnownBlock } from '@slack/types';
import { actions, asTyped, bold, section } from '../blocks/index.ts';
import { differenceLines } from '../jobs/difference-text.ts';
import { openButton, versionsButton } from '../jobs/job-actions.ts';
import { whoText } from '../jobs/saved-text.ts';
import { mentionText } from './mention-text.ts';
import type { Notification } from './notification.ts';

/** Of the changes that a version made. */
const changesShown = 8;

/** Somebody saved a job, or switched its scheduling. */
export const jobChanged: Notification<'job changed'> = async (
  { jobId, version },
  { operations, context },
) => {
  const on = context();
  const { job: now } = await operations.showJob(on, { job: jobId });
  // Versions are numbered without gaps, newest first.
  const place = { limit: 1, offset: Math.max(now.version - version, 0) };
  const { job, versions } = await operations.jobVersions(on, { job: jobId, ...place });
  const [listed] = versions;
  const what = listed?.isFirst === true ? 'was created' : 'was changed';
  const who = listed === undefined ? '' : ` ${whoText(listed.saved)}`;
  const calls = mentionText(job.notify.mention);
  const lines = [
    `✏️ ${bold(job.name)} ${what}${who}${calls === '' ? '' : ` ${calls}`}`,
    ...(listed === undefined || listed.differences.length === 0
      ? []
      : [differenceLines(listed.differences, changesShown)]),
  ];
  const blocks: KnownBlock[] = [section(lines.join('\n')), actions([openButton(job), versionsButton(job)])];
  return { text: `${asTyped(job.name)} ${what}`, blocks, isLive: false };
};
