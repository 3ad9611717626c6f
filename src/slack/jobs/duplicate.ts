/** "Duplicate" */
import { requireRole } from '../../domain/role.ts';
import { actions, bold, modal, section } from '../blocks/index.ts';
import { readJobName } from '../commands/job-name.ts';
import type { ActionCall, CommandCall, Feature } from '../feature.ts';
import type { SlackServices } from '../services.ts';
import { editButton } from './job-actions.ts';
import { openAtOnce } from './open-at-once.ts';

const title = 'Duplicate';
const callbackId = 'duplicate';

export function createDuplicate(services: SlackServices): Feature {
  const { operations, changed } = services;

  async function duplicate(call: CommandCall | ActionCall, job: string): Promise<void> {
    requireRole(call.context.role, 'admin', 'duplicate a job');
    await openAtOnce(services, call, { title, callbackId }, async () => {
      const copy = await operations.duplicateJob(call.context, { job });
      changed();
      const text = `${bold(copy.name)} was created. Its scheduling is disabled: nothing runs until you enable it.`;
      return modal({ title, callbackId, blocks: [section(`✅ ${text}`), actions([editButton(copy)])] });
    });
  }

  return {
    commands: [
      {
        name: 'duplicate',
        usage: '<job>',
        summary: 'Make a job like another one, disabled',
        handle: (call) => duplicate(call, readJobName(call.text, 'duplicate')),
      },
    ],
    jobMenu: [{ label: 'Duplicate', role: 'admin', handle: duplicate }],
  };
}
