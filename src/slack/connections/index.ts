/** Connections: made and renewed in a browser, looked at, tested, renamed and removed in Slack. */
import type { ModalView } from '@slack/types';
import { UserError } from '../../domain/errors.ts';
import { connectionUsed } from '../../operations/connections/remove-connection.ts';
import { requireRole } from '../../domain/role.ts';
import { bold } from '../blocks/index.ts';
import { readPage } from '../blocks/page.ts';
import type { ActionCall, Call, CommandCall, Feature, SubmissionAnswer, SubmissionCall } from '../feature.ts';
import { openAtOnce, showIn } from '../jobs/open-at-once.ts';
import { pushView } from '../open-view.ts';
import type { SlackServices } from '../services.ts';
import { modalOf } from '../modal-of.ts';
import { noteOf } from '../note-of.ts';
import { updateView } from '../update-view.ts';
import { connectTitle, connectView } from './connect-view.ts';
import { connectionIds } from './connection-buttons.ts';
import { orgText, removedText } from './connection-text.ts';
import { connectionsTitle, connectionsView, readConnectionsPage } from './connections-view.ts';
import { readRename, renameView } from './rename-view.ts';

const listModal = { title: connectionsTitle, callbackId: connectionIds.callback };
const linkModal = { title: connectTitle, callbackId: connectionIds.connectCallback };

export function createConnections(services: SlackServices): Feature {
  const { operations, slack, publicUrl, changed } = services;

  async function load(
    { context, person }: Pick<Call, 'context' | 'person'>,
    page: number,
    note: string | null = null,
  ): Promise<ModalView> {
    const connections = await operations.listConnections(context);
    const clock = { timezone: person.timezone, now: context.now };
    const jobs = await operations.listJobs(context);
    const used = new Set(jobs.map(({ job }) => job.connectionId));
    return connectionsView({ connections, used, page, role: person.role, clock, note });
  }

  async function openList(call: ActionCall | CommandCall): Promise<void> {
    await openAtOnce(services, call, listModal, () => load(call, 0));
  }

  async function openLink(call: ActionCall | CommandCall, connection: string | null): Promise<void> {
    requireRole(call.context.role, 'admin', 'connect a CRM');
    await openAtOnce(services, call, linkModal, async () => {
      const link = await operations.createConnectLink(call.context, { connection });
      const clock = { timezone: call.person.timezone, now: call.context.now };
      return connectView(link, `${publicUrl}/connect/${link.token}`, clock);
    });
  }

  /** What becomes of it stands above the list; where the button is in a message, it is told. */
  const acting =
    (act: (call: ActionCall, connectionId: string) => Promise<string>) =>
    async (call: ActionCall): Promise<void> => {
      const view = modalOf(call);
      await showIn(services, view.id, listModal, async () => {
        const note = await noteOf(() => act(call, call.value ?? ''));
        return await load(call, readConnectionsPage(view.privateMetadata), note);
      });
      changed();
    };

  async function test({ context }: ActionCall, connection: string): Promise<string> {
    const { name, org } = await operations.testConnection(context, { connection });
    return `✅ ${bold(name)} works: ${orgText({ org })}`;
  }

  async function remove({ context }: ActionCall, connection: string): Promise<string> {
    const { connection: removed, consent } = await operations.removeConnection(context, { connection });
    return removedText(removed.name, consent);
  }

  /** Looked at anew: the jobs that used it when the list was shown may be gone. */
  async function refuseToRemove({ context }: ActionCall, id: string): Promise<string> {
    requireRole(context.role, 'admin', 'remove a connection');
    const connections = await operations.listConnections(context);
    const found = connections.find((each) => each.id === id);
    if (found === undefined) throw removedMeanwhile();
    const jobs = (await operations.listJobs(context)).filter(({ job }) => job.connectionId === id);
    if (jobs.length > 0) {
      throw connectionUsed(
        found.name,
        jobs.map(({ job }) => job.name),
      );
    }
    return `No job uses ${bold(found.name)} any more: press *Remove* again.`;
  }

  async function openRename(call: ActionCall): Promise<void> {
    requireRole(call.context.role, 'admin', 'rename a connection');
    const { id: below } = modalOf(call);
    const connections = await operations.listConnections(call.context);
    const found = connections.find(({ id }) => id === call.value);
    if (found === undefined) throw removedMeanwhile();
    await pushView(slack, call, renameView(found, { connection: found.id, below }));
  }

  async function rename({ context, person, view }: SubmissionCall): Promise<SubmissionAnswer> {
    const { connection, name, below } = readRename(view);
    const before = await operations.renameConnection(context, { connection, name });
    return {
      kind: 'close',
      afterwards: async () => {
        changed();
        const note = `✅ ${bold(before.name)} is called ${bold(name.trim())} now.`;
        await updateView(slack, below, await load({ context, person }, 0, note));
      },
    };
  }

  return {
    commands: [
      {
        name: 'connect',
        usage: '[connection]',
        summary: 'Connect a CRM in your browser, or renew the login of a connection',
        handle: (call) => openLink(call, call.text === '' ? null : call.text),
      },
      {
        name: 'connections',
        usage: '',
        summary: 'List connections: how they stand, test, rename and remove them',
        handle: openList,
      },
    ],
    actions: [
      { actionId: connectionIds.open, handle: openList },
      { actionId: connectionIds.connect, handle: (call) => openLink(call, null) },
      { actionId: connectionIds.reconnect, handle: (call) => openLink(call, call.value ?? '') },
      { actionId: connectionIds.followed, handle: () => Promise.resolve() },
      {
        actionId: connectionIds.page,
        async handle(call) {
          const page = readPage(call.value);
          await showIn(services, modalOf(call).id, listModal, () => load(call, page));
        },
      },
      { actionId: connectionIds.test, handle: acting(test) },
      { actionId: connectionIds.remove, handle: acting(remove) },
      { actionId: connectionIds.removeUsed, handle: acting(refuseToRemove) },
      { actionId: connectionIds.rename, handle: openRename },
    ],
    submissions: [{ callbackId: connectionIds.renameCallback, handle: rename }],
  };
}

function removedMeanwhile(): UserError {
  return new UserError('The connection has been removed in the meantime.');
}
