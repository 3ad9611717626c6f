import { requireOutbound } from '../../../domain/draft.ts';
import { isTold } from '../../../domain/errors.ts';
import type { StoredDraft } from '../../../domain/stored-draft.ts';
import type { HubRecordPreview } from '../../../operations/drafts/outbound/preview-hub-records.ts';
import type { InputValues } from '../../feature.ts';
import type { SlackServices } from '../../services.ts';
import { blockId, blockOf, enteredText } from '../entered.ts';
import { createConditionEditor, conditionEditorId } from '../records/condition-editor.ts';
import { recordsBlocks, recordsIds } from '../records/records-view.ts';
import type { RecordsState } from '../records/records-view.ts';
import { isExport, shown } from '../step.ts';
import type { Leaving, ScreenState, StepInput, Turn, WizardStep } from '../step.ts';

/** "Filter and preview": which records of the hub are sent. */
export function createRecordsStep(services: SlackServices): WizardStep {
  const { operations } = services;

  async function preview({ call, stored }: Turn): Promise<HubRecordPreview | string> {
    try {
      return await operations.previewHubRecords(call.context, {
        draft: stored.id,
        timezone: call.person.timezone,
      });
    } catch (error) {
      // The filter stays: there it is mended.
      if (isTold(error)) return error.message;
      throw error;
    }
  }

  return {
    id: 'records',
    title: 'Filter and preview',
    isNeeded: isExport,

    async show(turn) {
      return {
        blocks: recordsBlocks(
          requireOutbound(turn.stored.draft),
          await preview(turn),
          readRecordsState(turn.at),
        ),
      };
    },

    read: readRecords,

    async leave({ call, stored }, values): Promise<Leaving> {
      const problems = await operations.draftProblems(call.context, { draft: stored.id });
      const wrong = problems.find(
        ({ path, severity }) => severity === 'error' && path[0] === 'source' && path[1] === 'filter',
      );
      return wrong === undefined
        ? { kind: 'go' }
        : { kind: 'errors', errors: { [blockOf(values, 'hubFilter')]: wrong.message } };
    },

    actions: [
      {
        actionId: recordsIds.more,
        handle: ({ at }) =>
          Promise.resolve({
            kind: 'open',
            editor: conditionEditorId,
            at: { turn: readRecordsState(at).turn },
          }),
      },
      { actionId: recordsIds.refresh, handle: () => Promise.resolve(shown) },
      {
        actionId: recordsIds.page,
        handle: ({ at }, { value }) =>
          Promise.resolve({ kind: 'show', at: { ...at, page: Number(value) || 0 } }),
      },
    ],
    editors: [createConditionEditor(services)],
  };
}

function readRecordsState({ turn, page }: ScreenState): RecordsState {
  return {
    turn: typeof turn === 'number' ? turn : 0,
    page: typeof page === 'number' ? page : 0,
  };
}

/** What was written for another object is not read. */
function readRecords(values: InputValues, { draft }: StoredDraft): StepInput {
  const { object, filter = '' } = requireOutbound(draft).source;
  const isOfObject = blockOf(values, 'hubFilter').startsWith(`${blockId('hubFilter', object ?? '')}:`);
  const written = isOfObject ? enteredText(values, 'hubFilter') : undefined;
  return written === undefined || written === filter ? {} : { patch: { source: { filter: written } } };
}
