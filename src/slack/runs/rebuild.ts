/** "Rebuild mapping": all records are matched anew, which is asked before. */
import type { ModalView } from '@slack/types';
import { UserError } from '../../domain/errors.ts';
import { hubObjects } from '../../domain/hub-object.ts';
import type { Job } from '../../domain/job.ts';
import { requireRole } from '../../domain/role.ts';
import { requireMatches } from '../../operations/rebuild-mapping.ts';
import { bold, modal, section, warning } from '../blocks/index.ts';
import type { ActionCall, Feature } from '../feature.ts';
import { messageModal, openAtOnce } from '../jobs/open-at-once.ts';
import type { StartDeps } from './start-run.ts';
import { whereText } from './start-run.ts';

const title = 'Rebuild mapping';
const callbackId = 'rebuild-mapping';

export function createRebuild(deps: StartDeps): Feature {
  const { operations, wake, changed } = deps;

  async function ask(call: ActionCall, wanted: string): Promise<void> {
    requireRole(call.context.role, 'admin', 'rebuild the mapping of a job');
    await openAtOnce(deps, call, { title, callbackId }, async () => {
      const { job } = await operations.showJob(call.context, { job: wanted });
      requireMatches(job);
      return rebuildView(job);
    });
  }

  return {
    jobMenu: [
      {
        label: 'Rebuild mapping',
        role: 'admin',
        isOffered: ({ job }) => job.direction === 'inbound',
        handle: ask,
      },
    ],
    submissions: [
      {
        callbackId,
        async handle({ context, person, view }) {
          try {
            const askedIn = { conversation: null, person: person.id };
            const { job } = await operations.rebuildMapping(context, { job: view.privateMetadata, askedIn });
            wake();
            changed();
            const where = await whereText(job.notify.channel, deps);
            const text = `✅ ${bold(job.name)}: its mapping is being rebuilt. ${where}`;
            return { kind: 'update', view: messageModal({ title, callbackId }, text) };
          } catch (error) {
            if (!(error instanceof UserError)) throw error;
            const view = modal({ title, callbackId, blocks: [warning(error.message)] });
            return { kind: 'update', view };
          }
        },
      },
    ],
  };
}

function rebuildView(job: Job): ModalView {
  const what = job.direction === 'inbound' ? hubObjects[job.target.object].nounPlural : 'records';
  return modal({
    title,
    callbackId,
    submit: 'Rebuild',
    close: 'Cancel',
    privateMetadata: job.id,
    blocks: [
      section(`The mapping of ${bold(job.name)} will be rebuilt.`),
      section(
        `*What happens:* which record of the CRM stands for which of the ${what} is forgotten, and a full sync matches all of them anew by their keys.\n` +
          '*Meanwhile:* jobs that export these records wait until it has ended.\n' +
          '*What stays:* the records in the hub. Those that the CRM no longer gives are deleted at the end, as by every full sync.',
      ),
    ],
  });
}
