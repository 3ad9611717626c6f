/** "Open": a job in a modal, with what can be done about it. */
import type { ModalView } from '@slack/types';
import { isAllowed } from '../../domain/role.ts';
import { actions, bold, context, modal, section } from '../blocks/index.ts';
import type { ActionCall, Feature } from '../feature.ts';
import { historyButton } from '../runs/run-buttons.ts';
import type { SlackServices } from '../services.ts';
import { editButton, jobActions, versionsButton } from './job-actions.ts';
import { summaryText } from './job-summary.ts';
import { openAtOnce } from './open-at-once.ts';
import { savedText } from './saved-text.ts';
import { jobIcon, lastRunLines } from './words.ts';

const title = 'Integration';
const callbackId = 'job';

export function createOpenJob(services: SlackServices): Feature {
  const { operations } = services;

  async function load({ context: by, person, value }: ActionCall): Promise<ModalView> {
    const { job, savedBy } = await operations.showJob(by, { job: value ?? '' });
    const listed = (await operations.listJobs(by)).find((each) => each.job.id === job.id);
    const clock = { timezone: person.timezone, now: by.now };
    const saved = savedBy === null ? '' : ` · saved ${savedText(savedBy, clock)}`;
    const icon = listed === undefined ? '' : `${jobIcon(listed)} `;
    return modal({
      title,
      callbackId,
      blocks: [
        section(`${icon}${bold(job.name)}`),
        section(summaryText(job, { connection: listed?.connection ?? '', clock })),
        section(lastRunLines(listed ?? { lastRun: null, retry: null }, clock).join('\n')),
        actions([
          ...(isAllowed(person.role, 'admin') ? [editButton(job)] : []),
          historyButton({ jobId: job.id }),
          versionsButton(job),
        ]),
        context(`Version ${job.version}${saved}`),
      ],
    });
  }

  return {
    actions: [
      {
        actionId: jobActions.open,
        handle: (call) => openAtOnce(services, call, { title, callbackId }, () => load(call)),
      },
    ],
  };
}
