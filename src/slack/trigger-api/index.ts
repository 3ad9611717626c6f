/** "Trigger API": how programs start a job, and by which tokens. */
import type { ModalView } from '@slack/types';
import { isTold } from '../../domain/errors.ts';
import { requireRole } from '../../domain/role.ts';
import { asTyped, bold } from '../blocks/index.ts';
import { readPage } from '../blocks/page.ts';
import { readJobName } from '../commands/job-name.ts';
import type { ActionCall, Call, Feature, SubmissionAnswer, SubmissionCall } from '../feature.ts';
import { openAtOnce, showIn } from '../jobs/open-at-once.ts';
import { pushView } from '../open-view.ts';
import type { SlackServices } from '../services.ts';
import { updateView } from '../update-view.ts';
import { runsUrl } from './call-text.ts';
import { modalOf } from '../modal-of.ts';
import { createdTokenView, readTokenForm, tokenFormView, tokenIds } from './token-view.ts';
import { readJobForm, readTriggerQuery } from './trigger-query.ts';
import type { TriggerQuery } from './trigger-query.ts';
import { triggerIds, triggerTitle, triggerView } from './trigger-view.ts';

const opened = { title: triggerTitle, callbackId: triggerIds.callback };

export function createTriggerApi(services: SlackServices): Feature {
  const { operations, slack, publicUrl } = services;

  async function load(
    { context, person }: Pick<Call, 'context' | 'person'>,
    query: TriggerQuery,
    note: string | null = null,
  ): Promise<ModalView> {
    const listed = await operations.listTokens(context, { job: query.job });
    const clock = { timezone: person.timezone, now: context.now };
    return triggerView({ listed, query, publicUrl, clock, note });
  }

  async function open(call: Call & { readonly triggerId: string }, wanted: string): Promise<void> {
    requireRole(call.context.role, 'admin', 'see tokens');
    await openAtOnce(services, call, opened, async () => {
      const { job } = await operations.showJob(call.context, { job: wanted });
      return await load(call, { job: job.id, page: 0 });
    });
  }

  async function turn(call: ActionCall): Promise<void> {
    const view = modalOf(call);
    const query = { ...readTriggerQuery(view.privateMetadata), page: readPage(call.value) };
    await showIn(services, view.id, opened, () => load(call, query));
  }

  async function revoke(call: ActionCall): Promise<void> {
    const view = modalOf(call);
    await showIn(services, view.id, opened, async () => {
      const note = await revokedText(call);
      return await load(call, readTriggerQuery(view.privateMetadata), note);
    });
  }

  async function revokedText({ context, value }: ActionCall): Promise<string> {
    try {
      const { name } = await operations.revokeToken(context, { tokenId: value ?? '' });
      return `✅ ${bold(name)} was revoked: whoever shows it is refused.`;
    } catch (error) {
      if (!isTold(error)) throw error;
      return `⚠️ ${asTyped(error.message)}`;
    }
  }

  async function openForm(call: ActionCall): Promise<void> {
    requireRole(call.context.role, 'admin', 'make a token');
    const view = modalOf(call);
    await pushView(
      slack,
      call,
      tokenFormView({ job: readTriggerQuery(view.privateMetadata).job, below: view.id }),
    );
  }

  async function create({ context, person, view }: SubmissionCall): Promise<SubmissionAnswer> {
    const { job, below } = readJobForm(view.privateMetadata);
    const { name, isForAll, expiresAt } = readTokenForm(view.values, context.now);
    const created = await operations.createToken(context, { name, jobId: isForAll ? null : job, expiresAt });
    const clock = { timezone: person.timezone, now: context.now };
    return {
      kind: 'update',
      view: createdTokenView(created, runsUrl(publicUrl, job), clock),
      afterwards: async () => {
        await updateView(slack, below, await load({ context, person }, { job, page: 0 }));
      },
    };
  }

  return {
    jobMenu: [
      {
        label: 'Trigger API',
        role: 'admin',
        async handle(call, job) {
          await open(call, job);
        },
      },
    ],
    commands: [
      {
        name: 'api',
        usage: '<job>',
        summary: 'Show how programs start a job, and make or revoke their tokens',
        handle: (call) => open(call, readJobName(call.text, 'api')),
      },
    ],
    actions: [
      { actionId: triggerIds.newToken, handle: openForm },
      { actionId: triggerIds.revoke, handle: revoke },
      { actionId: triggerIds.page, handle: turn },
    ],
    submissions: [{ callbackId: tokenIds.callback, handle: create }],
  };
}
