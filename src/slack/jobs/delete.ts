/** "Delete": permanent, so the name has to be typed. */
import type { ModalView } from '@slack/types';
import type { Job } from '../../domain/job.ts';
import { requireRole } from '../../domain/role.ts';
import { bold, input, modal, section } from '../blocks/index.ts';
import { readJobName } from '../commands/job-name.ts';
import type { ActionCall, CommandCall, Feature } from '../feature.ts';
import type { SlackServices } from '../services.ts';
import { messageModal, openAtOnce } from './open-at-once.ts';
import { numberText } from './words.ts';

const title = 'Delete integration';
const callbackId = 'delete-job';
/** What the operation calls it: there its errors stand. */
const typedId = 'typed';

export function createDelete(services: SlackServices): Feature {
  const { operations, changed } = services;

  async function ask(call: CommandCall | ActionCall, wanted: string): Promise<void> {
    requireRole(call.context.role, 'admin', 'delete a job');
    await openAtOnce(services, call, { title, callbackId }, async () => {
      const page = { limit: 1, offset: 0 };
      const { job, total } = await operations.jobVersions(call.context, { job: wanted, ...page });
      return deleteView(job, total);
    });
  }

  return {
    commands: [
      {
        name: 'delete',
        usage: '<job>',
        summary: 'Delete a job for good; its name has to be typed',
        handle: (call) => ask(call, readJobName(call.text, 'delete')),
      },
    ],
    jobMenu: [{ label: 'Delete', role: 'admin', handle: ask }],
    submissions: [
      {
        callbackId,
        async handle({ context, view }) {
          const typed = view.values[typedId]?.[typedId]?.value ?? '';
          const job = await operations.deleteJob(context, { job: view.privateMetadata, typed });
          changed();
          return {
            kind: 'update',
            view: messageModal({ title, callbackId }, `✅ ${bold(job.name)} was deleted.`),
          };
        },
      },
    ],
  };
}

/** What a job leaves behind, and what goes with it. */
const traces: Readonly<Record<Job['direction'], { readonly goes: string; readonly stays: string }>> = {
  inbound: { goes: 'how far it has read', stays: 'the records that it brought to the hub' },
  outbound: { goes: 'what it knows to have sent', stays: 'the records that it wrote in the CRM' },
};

export function deleteView(
  { id, name, direction }: Pick<Job, 'id' | 'name' | 'direction'>,
  versions: number,
): ModalView {
  const { goes, stays } = traces[direction];
  const saved = versions === 1 ? 'its settings' : `its settings in all ${numberText(versions)} versions`;
  return modal({
    title,
    callbackId,
    submit: 'Delete',
    close: 'Cancel',
    privateMetadata: id,
    blocks: [
      section(`${bold(name)} will be deleted for good.`),
      section(`*What goes:* ${saved}, its schedule, and ${goes}.\n*What stays:* ${stays}, and its runs.`),
      input(
        `Type "${name}" to delete it`,
        { type: 'plain_text_input', action_id: typedId },
        { blockId: typedId },
      ),
    ],
  });
}
