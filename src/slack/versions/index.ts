/** "Change history": the versions of a job, what changed in each, and "Restore". */
import type { ModalView } from '@slack/types';
import { isTold } from '../../domain/errors.ts';
import { isAllowed } from '../../domain/role.ts';
import type { RestoredVersion } from '../../operations/restore-version.ts';
import { asTyped } from '../blocks/index.ts';
import { listText } from '../blocks/list-text.ts';
import type { ActionCall, Feature, ShownView } from '../feature.ts';
import { jobActions } from '../jobs/job-actions.ts';
import { messageModal, openAtOnce, showIn } from '../jobs/open-at-once.ts';
import type { SlackServices } from '../services.ts';
import { updateView } from '../update-view.ts';
import { newVersionsQuery, readVersionsQuery } from './versions-query.ts';
import { maxNumber } from './versions-query.ts';
import type { VersionsQuery } from './versions-query.ts';
import { versionsIds, versionsOnPage, versionsTitle, versionsView } from './versions-view.ts';

const opened = { title: versionsTitle, callbackId: versionsIds.callback };
const problemsShown = 5;

export function createVersions(services: SlackServices): Feature {
  const { operations, slack, changed } = services;

  async function load(
    { context, person }: ActionCall,
    query: VersionsQuery,
    note: string | null = null,
  ): Promise<ModalView> {
    const page =
      query.version === null
        ? { limit: versionsOnPage, offset: query.page * versionsOnPage }
        : await placeOf(context, query.job, query.version);
    return versionsView({
      listed: await operations.jobVersions(context, { job: query.job, ...page }),
      query,
      mayRestore: isAllowed(person.role, 'admin'),
      clock: { timezone: person.timezone, now: context.now },
      note,
    });
  }

  /** Versions are numbered without gaps, newest first. */
  async function placeOf(
    context: ActionCall['context'],
    job: string,
    version: number,
  ): Promise<{ readonly limit: number; readonly offset: number }> {
    const { job: now } = await operations.showJob(context, { job });
    return { limit: 1, offset: Math.max(now.version - version, 0) };
  }

  const turning =
    (change: (value: number) => Partial<VersionsQuery>) =>
    async (call: ActionCall): Promise<void> => {
      const view = viewOf(call);
      if (view === null) return;
      const query = { ...readVersionsQuery(view.privateMetadata), ...change(numberOf(call.value)) };
      await showIn(services, view.id, opened, () => load(call, query));
    };

  async function restore(call: ActionCall): Promise<void> {
    const view = viewOf(call);
    if (view === null) return;
    const { job } = readVersionsQuery(view.privateMetadata);
    const version = numberOf(call.value);
    // The CRM is asked: that may take a while.
    await updateView(slack, view.id, messageModal(opened, `⏳ Version ${version} is being restored …`));
    await showIn(services, view.id, opened, async () => {
      const note = await noteOf(() => operations.restoreVersion(call.context, { job, version }), version);
      changed();
      return await load(call, newVersionsQuery(job), note);
    });
  }

  return {
    actions: [
      {
        actionId: jobActions.versions,
        handle: (call) =>
          openAtOnce(services, call, opened, () => load(call, newVersionsQuery(call.value ?? ''))),
      },
      { actionId: versionsIds.page, handle: turning((page) => ({ page })) },
      { actionId: versionsIds.open, handle: turning((version) => ({ version, changes: 0 })) },
      { actionId: versionsIds.changes, handle: turning((changes) => ({ changes })) },
      { actionId: versionsIds.all, handle: turning(() => ({ version: null })) },
      { actionId: versionsIds.restore, handle: restore },
    ],
  };
}

function viewOf({ surface }: ActionCall): ShownView | null {
  return surface.kind === 'modal' ? surface.view : null;
}

function numberOf(value: string | null): number {
  const number = Number(value);
  return Number.isSafeInteger(number) && number >= 0 ? Math.min(number, maxNumber) : 0;
}

/** What became of it, in the modal where the person looks. @throws what is not meant for people. */
async function noteOf(restore: () => Promise<RestoredVersion>, version: number): Promise<string> {
  try {
    const restored = await restore();
    if (restored.kind === 'restored') {
      return restored.differences.length === 0
        ? `Version ${version} is what the job is already. Nothing was changed.`
        : `✅ Version ${version} was restored, as version ${restored.job.version}.`;
    }
    const messages = restored.problems.map(({ message }) => asTyped(message));
    return `⚠️ Version ${version} was not restored: it would not work any more.\n${listText(messages, problemsShown)}`;
  } catch (error) {
    if (!isTold(error)) throw error;
    return `⚠️ ${asTyped(error.message)}`;
  }
}
