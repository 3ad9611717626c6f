import type { ModalView } from '@slack/types';
import { UserError } from '../../../domain/errors.ts';
import { toJob, usedRows } from '../../../domain/draft.ts';
import type { DraftProblem } from '../../../domain/draft-problem.ts';
import type { Job } from '../../../domain/job.ts';
import type { SaveDraftInput } from '../../../operations/drafts/save-draft.ts';
import type { Clock } from '../../jobs/words.ts';
import { whereText } from '../../runs/start-run.ts';
import type { SlackServices } from '../../services.ts';
import { discardedView, savedView } from '../save/saved-view.ts';
import { saveBlocks, saveIds } from '../save/save-view.ts';
import type { SaveData } from '../save/save-view.ts';
import { saving } from '../settings/settings-view.ts';
import { stepIds } from '../step.ts';
import type { Leaving, Reaction, ScreenState, StepView, Turn, WizardStep } from '../step.ts';

export interface SaveServices extends SlackServices {
  /** There is something to be sent. */
  readonly wake: () => void;
}

/** `view`: it is saved, and this is the end. `at`: it is not, and the step says why when it is turned to this. */
type Outcome = { readonly view: ModalView } | { readonly at: ScreenState };
type How = Pick<SaveDraftInput, 'overwrite' | 'asNew'>;

/** The last step: what becomes another, and what to do where somebody else was there first. */
export function createSaveStep(services: SaveServices): WizardStep {
  const { operations, conversations, log, changed, wake } = services;

  async function save({ call, stored }: Turn, how: How = {}): Promise<Outcome> {
    const saved = await operations.saveDraft(call.context, {
      draft: stored.id,
      startNow: isStartedNow(stored.entered),
      askedIn: { conversation: null, person: call.person.id },
      ...how,
    });
    switch (saved.kind) {
      case 'invalid':
        return { at: { refused: true } };
      case 'conflict':
      case 'deleted':
        return { at: {} };
      case 'saved':
        break;
    }
    changed();
    if (saved.isStarted) wake();
    const where = await whereText(saved.job.notify.channel, { conversations, log });
    return { view: savedView(saved, { clock: clockOf(call), whereText: where }) };
  }

  async function problemsOf({ call, stored }: Turn): Promise<readonly DraftProblem[]> {
    const problems = await operations.draftProblems(call.context, { draft: stored.id });
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (errors.length > 0 || stored.draft.validated) return errors;
    return [notValidated];
  }

  async function show(turn: Turn): Promise<StepView> {
    const { call, stored, at } = turn;
    const connections = await operations.listConnections(call.context);
    const data: SaveData = {
      changes: await operations.draftChanges(call.context, { draft: stored.id }),
      problems: at['refused'] === true ? await problemsOf(turn) : [],
      job: jobOf(turn),
      connection: connections.find(({ id }) => id === stored.draft.connectionId)?.name ?? '',
      newAttributes: await newAttributesOf(turn),
      isStartedNow: isStartedNow(stored.entered),
      direction: stored.draft.direction,
      twins: await twinsOf(turn),
      page: Number(at['page'] ?? 0),
      clock: clockOf(call),
    };
    return { blocks: saveBlocks(data), ...(isSavedHere(data) ? {} : { submit: null }) };
  }

  /** Names of what the mapping fills and the hub does not have. */
  async function newAttributesOf({ call, stored: { id, draft } }: Turn): Promise<readonly string[]> {
    if (draft.direction === 'outbound') return [];
    const known = await operations.hubAttributes(call.context, { draft: id });
    const filled = usedRows(draft).map(({ target }) => target);
    return [...new Set(filled)].filter((target) => !known.some(({ name }) => name === target));
  }

  /** Names of other jobs that write the same records from the same ones. */
  async function twinsOf({ call, stored: { draft } }: Turn): Promise<readonly string[]> {
    const others = (await operations.listJobs(call.context)).map(({ job }) => job);
    return others
      .filter(
        (job) =>
          job.id !== draft.id &&
          job.direction === draft.direction &&
          job.connectionId === draft.connectionId &&
          job.source.object === draft.source.object &&
          job.target.object === draft.target.object,
      )
      .map(({ name }) => name);
  }

  return {
    id: 'save',
    title: 'Save',
    submit: 'Save',
    show,
    read: () => ({}),

    async leave(turn): Promise<Leaving> {
      const outcome = await save(turn);
      return 'view' in outcome
        ? { kind: 'end', answer: { kind: 'update', view: outcome.view } }
        : { kind: 'stay', at: outcome.at };
    },

    actions: [
      {
        actionId: saveIds.anyway,
        handle: async (turn, { value }) => endOrShow(await save(turn, { overwrite: Number(value) })),
      },
      { actionId: saveIds.asNew, handle: async (turn) => endOrShow(await save(turn, { asNew: true })) },
      {
        actionId: saveIds.discard,
        async handle({ call, stored }) {
          await operations.discardDraft(call.context, { draft: stored.id });
          return { kind: 'end', view: discardedView(stored) };
        },
      },
      {
        actionId: saveIds.page,
        handle: ({ at }, { value }) =>
          Promise.resolve({ kind: 'show', at: { ...at, page: Number(value ?? 0) } }),
      },
      {
        actionId: saveIds.go,
        handle: (_turn, { value }) =>
          Promise.resolve({ kind: 'go', step: stepIds.find((id) => id === value) ?? 'save' }),
      },
    ],
  };
}

/** What somebody else did is decided on by other buttons, and where nothing changes there is nothing to save. */
function isSavedHere({ changes, isStartedNow: startsRun }: SaveData): boolean {
  switch (changes.kind) {
    case 'new':
      return true;
    case 'changed':
      return startsRun || changes.differences.length > 0;
    case 'conflict':
    case 'deleted':
      break;
  }
  return false;
}

function endOrShow(outcome: Outcome): Reaction {
  return 'view' in outcome ? { kind: 'end', view: outcome.view } : { kind: 'show', at: outcome.at };
}

const notValidated: DraftProblem = {
  path: ['mapping'],
  severity: 'error',
  code: 'not_validated',
  message: 'The mapping was changed since it was last validated. Press "Validate mapping".',
};

function isStartedNow(entered: Readonly<Record<string, string>>): boolean {
  return entered[saving.startNow] === 'yes';
}

function clockOf({ person, context }: Turn['call']): Clock {
  return { timezone: person.timezone, now: context.now };
}

/** null where something is missing that every job has. */
function jobOf({ stored }: Turn): Job | null {
  try {
    return toJob(stored.draft);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
