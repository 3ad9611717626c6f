/** `/crosswalk audit`: who did what, and when. */
import type { ModalView } from '@slack/types';
import { requireRole } from '../../domain/role.ts';
import { chooseJobs } from '../jobs/choose-jobs.ts';
import { openAtOnce, showIn } from '../jobs/open-at-once.ts';
import { option } from '../blocks/index.ts';
import { readPage } from '../blocks/page.ts';
import { modalOf } from '../modal-of.ts';
import { oneByOne } from '../one-by-one.ts';
import type { ActionCall, Call, CommandCall, Feature, Offered, OptionsCall } from '../feature.ts';
import type { SlackServices } from '../services.ts';
import { dayOf, filterOf, firstAuditQuery, idOf, kindOf, readAuditQuery, withChosen } from './audit-query.ts';
import type { AuditQuery } from './audit-query.ts';
import { auditIds } from './audit-ids.ts';
import { auditTitle, auditView, entriesOnPage } from './audit-view.ts';
import type { AuditData } from './audit-view.ts';

const opened = { title: auditTitle, callbackId: auditIds.callback };

export function createAudit(services: SlackServices): Feature {
  const { operations, publicUrl } = services;
  /** Of filters that are changed quickly, what all of them come to is shown last. */
  const turns = oneByOne();

  async function load(
    { context, person }: Pick<Call, 'context' | 'person'>,
    query: AuditQuery,
    download: AuditData['download'] = null,
  ): Promise<ModalView> {
    const { timezone } = person;
    const listed = await operations.listAudit(context, {
      filter: filterOf(query, timezone),
      limit: entriesOnPage,
      offset: query.page * entriesOnPage,
    });
    const jobName =
      query.job === null
        ? null
        : ((await operations.listJobs(context)).find(({ job }) => job.id === query.job)?.job.name ?? null);
    return auditView({ listed, query, jobName, download, clock: { timezone, now: context.now } });
  }

  async function open(call: CommandCall): Promise<void> {
    requireRole(call.context.role, 'admin', 'see the audit log');
    await openAtOnce(services, call, opened, () => load(call, firstAuditQuery));
  }

  /** An action in the modal that changes what it shows. */
  const turning =
    (change: (value: string | null, query: AuditQuery) => Partial<AuditQuery>) =>
    async (call: ActionCall): Promise<void> => {
      const view = modalOf(call);
      const query = withChosen(readAuditQuery(view.privateMetadata), view.values);
      const next = { ...query, page: 0, ...change(call.value, query) };
      await turns.runLatest(view.id, 'turn', () => showIn(services, view.id, opened, () => load(call, next)));
    };

  async function download(call: ActionCall): Promise<void> {
    const view = modalOf(call);
    const query = readAuditQuery(view.privateMetadata);
    const link = async (): Promise<ModalView> => {
      const filter = filterOf(query, call.person.timezone);
      const { token, expiresAt } = await operations.createDownloadLink(call.context, { filter });
      return await load(call, query, { url: `${publicUrl}/download/${token}`, expiresAt });
    };
    await turns.run(view.id, 'download', () => showIn(services, view.id, opened, link));
  }

  async function jobsLike({ context, typed }: OptionsCall): Promise<Offered> {
    requireRole(context.role, 'admin', 'see the audit log');
    const jobs = chooseJobs(await operations.listJobs(context), { search: typed, filter: 'all' });
    return { options: jobs.map(({ job: { id, name } }) => option({ text: name, value: id })) };
  }

  return {
    commands: [
      {
        name: 'audit',
        usage: '',
        summary: 'Show who did what, with filters, and as CSV',
        handle: open,
      },
    ],
    actions: [
      { actionId: auditIds.person, handle: turning((value) => ({ person: idOf(value) })) },
      { actionId: auditIds.job, handle: turning((value) => ({ job: idOf(value) })) },
      { actionId: auditIds.kind, handle: turning((value) => ({ kind: kindOf(value) })) },
      { actionId: auditIds.from, handle: turning((value) => ({ from: dayOf(value) })) },
      { actionId: auditIds.to, handle: turning((value) => ({ to: dayOf(value) })) },
      {
        actionId: auditIds.clear,
        handle: turning((_, { turn }) => ({ ...firstAuditQuery, turn: turn + 1 })),
      },
      { actionId: auditIds.page, handle: turning((value) => ({ page: readPage(value) })) },
      { actionId: auditIds.download, handle: download },
      { actionId: auditIds.followed, handle: () => Promise.resolve() },
    ],
    options: [{ actionId: auditIds.job, handle: jobsLike }],
  };
}
