import type { KnownBlock } from '@slack/types';
import type { Drift } from '../../domain/schema-drift.ts';
import { someNamed } from '../../domain/some-named.ts';
import { actions, asTyped, bold, code, cut, section } from '../blocks/index.ts';
import { listText } from '../blocks/list-text.ts';
import { editButton, openButton } from '../jobs/job-actions.ts';
import { numberText } from '../jobs/words.ts';
import { mentionText } from './mention-text.ts';
import type { Notification } from './notification.ts';

const valuesShown = 5;
const maxNameLength = 120;

/** The CRM no longer has what a job relies on. */
export const schemaChanged: Notification<'schema changed'> = async (
  { jobId, drift, more },
  { operations, context },
) => {
  const { job } = await operations.showJob(context(), { job: jobId });
  const calls = mentionText(job.notify.mention);
  const lines = [
    `🧩 ${bold(job.name)}: the CRM changed what this job relies on.${calls === '' ? '' : ` ${calls}`}`,
    listText(drift.map(driftText), drift.length),
    ...(more === 0 ? [] : [`… and ${numberText(more)} more`]),
    'Its next run may fail or reject rows. Change the mapping or the filter, or the CRM back.',
  ];
  const blocks: KnownBlock[] = [section(lines.join('\n')), actions([editButton(job), openButton(job)])];
  return { text: `${asTyped(job.name)}: the CRM changed what it relies on`, blocks, isLive: false };
};

function driftText(drift: Drift): string {
  const field = code(cut(drift.path, maxNameLength));
  switch (drift.kind) {
    case 'vanished':
      return `${field} is gone, or may not be read any more`;
    case 'type changed':
      return `${field} was ${drift.before}, and is ${drift.after}`;
    case 'values lost':
      break;
  }
  const values = drift.values.map((value) => code(cut(value, maxNameLength)));
  return `${field} has lost ${drift.values.length === 1 ? 'the value' : 'the values'} ${someNamed(values, valuesShown)}`;
}
