/** How the wizard is opened: "New integration", "Edit", and a draft that was left. */
import type { ModalView } from '@slack/types';
import { isTold } from '../../domain/errors.ts';
import { requireRole } from '../../domain/role.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { actions, asTyped, bold, button, context, modal, section } from '../blocks/index.ts';
import { readJobName } from '../commands/job-name.ts';
import type { ActionCall, Call, Feature } from '../feature.ts';
import { homeIds } from '../home/home-view.ts';
import { jobActions } from '../jobs/job-actions.ts';
import { momentText } from '../jobs/words.ts';
import { openView } from '../open-view.ts';
import type { SlackServices } from '../services.ts';
import { updateView } from '../update-view.ts';
import { lastView, loadingView, titleOf, wizardIds } from './wizard-view.ts';
import type { Wizard } from './wizard.ts';

type Opened = Call & { readonly triggerId: string };

export interface WizardDoor {
  readonly feature: Feature;
  /** Opens a job in the wizard. @param job name or id */
  readonly edit: (call: Opened, job: string) => Promise<void>;
  /**
   * Opens the draft of a new job that somebody else has filled in.
   *
   * @param startOver the button that is offered where the person has begun another one: it forgets that
   */
  readonly create: (
    call: ActionCall,
    start: () => Promise<Started>,
    startOver: { readonly actionId: string; readonly value: string },
  ) => Promise<void>;
}

export function createOpening(services: SlackServices, wizard: Wizard): WizardDoor {
  const { operations, slack } = services;

  async function open(
    call: Opened,
    title: string,
    start: () => Promise<Started>,
    startOver?: StartOver,
  ): Promise<void> {
    const viewId = await openView(slack, call, loadingView(title));
    await inView(viewId, title, () => begin(viewId, call, start, startOver));
  }

  async function begin(
    viewId: string,
    call: Call,
    start: () => Promise<Started>,
    startOver?: StartOver,
  ): Promise<void> {
    const { draft, isResumed } = await start();
    if (isResumed) await updateView(slack, viewId, await resumeView(call, draft, startOver));
    else await wizard.begin(viewId, call, draft);
  }

  /** What went wrong stands in the modal, where the person looks. */
  async function inView(viewId: string, title: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isTold(error)) throw error;
      await updateView(slack, viewId, lastView(title, `⚠️ ${asTyped(error.message)}`));
    }
  }

  async function create(call: Opened): Promise<void> {
    requireRole(call.context.role, 'admin', 'create a job');
    await open(call, 'New integration', () => operations.startDraft(call.context, { purpose: 'create' }));
  }

  async function edit(call: Opened, job: string): Promise<void> {
    requireRole(call.context.role, 'admin', 'edit a job');
    await open(call, 'Edit integration', () => operations.startDraft(call.context, { purpose: 'edit', job }));
  }

  /** In the modal that speaks of the job, or in a new one where a message does. */
  async function editHere(call: ActionCall): Promise<void> {
    const { surface, context: by, value } = call;
    const job = value ?? '';
    if (surface.kind !== 'modal') {
      await edit(call, job);
      return;
    }
    await inView(surface.view.id, 'Edit integration', () =>
      begin(surface.view.id, call, () => operations.startDraft(by, { purpose: 'edit', job })),
    );
  }

  async function resumeView(
    call: Call,
    draft: StoredDraft,
    startOver: StartOver = { actionId: wizardIds.startOver, value: draft.id },
  ): Promise<ModalView> {
    const clock = { timezone: call.person.timezone, now: call.context.now };
    return modal({
      title: titleOf(draft),
      callbackId: wizardIds.callback,
      blocks: [
        section(
          draft.purpose === 'create'
            ? `You have begun an integration and not saved it: ${await inWords(call, draft)}.`
            : `You have begun to change ${bold(draft.draft.name ?? 'this job')} and not saved it.`,
        ),
        context(`Last changed ${asTyped(momentText(draft.updatedAt, clock))}`),
        actions([
          button('Resume', wizardIds.resume, { value: draft.id, style: 'primary' }),
          button('Start over', startOver.actionId, { value: startOver.value }),
        ]),
      ],
    });
  }

  async function inWords({ context: by }: Call, { draft }: StoredDraft): Promise<string> {
    const connections = await operations.listConnections(by);
    const connection = connections.find(({ id }) => id === draft.connectionId)?.name;
    const name = draft.name === undefined ? [] : [bold(draft.name)];
    const object = draft.source.object === undefined ? [] : [asTyped(draft.source.object)];
    const preposition = draft.direction === 'inbound' ? 'from' : 'to';
    const from = connection === undefined ? [] : [`${preposition} ${asTyped(connection)}`];
    return [...name, ...object, ...from].join(' ') || 'nothing is chosen yet';
  }

  /** In the modal that asks, or in a new one where a message does. */
  async function go(call: ActionCall, start: () => Promise<StoredDraft>): Promise<void> {
    const { surface } = call;
    if (surface.kind === 'modal') {
      await inView(surface.view.id, 'New integration', async () => {
        await wizard.begin(surface.view.id, call, await start());
      });
      return;
    }
    await open(call, 'New integration', async () => ({ draft: await start(), isResumed: false }));
  }

  async function startOver(call: ActionCall): Promise<StoredDraft> {
    const { purpose, draft } = await operations.showDraft(call.context, call.value ?? '');
    const wanted = purpose === 'create' ? { purpose } : { purpose, job: draft.id };
    return (await operations.startDraft(call.context, { ...wanted, startOver: true })).draft;
  }

  async function createFilledIn(
    call: ActionCall,
    start: () => Promise<Started>,
    startOver: StartOver,
  ): Promise<void> {
    requireRole(call.context.role, 'admin', 'create a job');
    const { surface } = call;
    const title = 'New integration';
    if (surface.kind !== 'modal') return await open(call, title, start, startOver);
    const { id } = surface.view;
    await inView(id, title, () => begin(id, call, start, startOver));
  }

  return {
    edit,
    create: createFilledIn,
    feature: {
      commands: [
        { name: 'new', usage: '', summary: 'Create an integration job', handle: create },
        {
          name: 'edit',
          usage: '<job>',
          summary: 'Change a job',
          handle: (call) => edit(call, readJobName(call.text, 'edit')),
        },
      ],
      jobMenu: [{ label: 'Edit', role: 'admin', handle: edit }],
      actions: [
        { actionId: homeIds.newIntegration, handle: create },
        { actionId: jobActions.edit, handle: editHere },
        {
          actionId: wizardIds.resume,
          handle: (call) => go(call, () => operations.showDraft(call.context, call.value ?? '')),
        },
        { actionId: wizardIds.startOver, handle: (call) => go(call, () => startOver(call)) },
      ],
    },
  };
}

interface StartOver {
  readonly actionId: string;
  readonly value: string;
}

interface Started {
  readonly draft: StoredDraft;
  /** It was begun before, and left. */
  readonly isResumed: boolean;
}
