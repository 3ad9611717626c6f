import { isTold } from '../../../domain/errors.ts';
import { hubObjects } from '../../../domain/hub-object.ts';
import { hubObjectOf } from '../../../domain/job-ends.ts';
import type { StoredDraft } from '../../../domain/stored-draft.ts';
import type { HubRecordPreview } from '../../../operations/drafts/outbound/preview-hub-records.ts';
import type { InputValues } from '../../feature.ts';
import type { SlackServices } from '../../services.ts';
import { blockOf } from '../entered.ts';
import { exampleFilterWords } from '../examples.ts';
import { attributeField } from '../mapping/sides.ts';
import { createConditionEditor, conditionEditorId } from '../records/condition-editor.ts';
import { recordsBlocks, recordsIds } from '../records/records-view.ts';
import { isExport, shown } from '../step.ts';
import type { Leaving, StepInput, Turn, WizardStep } from '../step.ts';
import { changedFilter } from '../words/filter-turn.ts';
import { filterWordsActions, filterWordsBlocks, readDescribed } from '../words/filter-words.ts';

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
      const { stored, at } = turn;
      const object = hubObjectOf(stored.draft);
      const attributes = object === undefined ? [] : hubObjects[object].attributes;
      const words = filterWordsBlocks(stored, at, exampleFilterWords(attributes.map(attributeField)));
      return { blocks: recordsBlocks({ stored, words, preview: await preview(turn) }, pageOf(at)) };
    },

    read: readRecords,

    async leave({ call, stored }, values): Promise<Leaving> {
      const problems = await operations.draftProblems(call.context, { draft: stored.id });
      const wrong = problems.find(
        ({ path, severity }) => severity === 'error' && path[0] === 'source' && path[1] === 'filter',
      );
      if (wrong !== undefined) {
        return { kind: 'errors', errors: { [blockOf(values, 'filter')]: wrong.message } };
      }
      await operations.decideFilter(call.context, { draft: stored.id, decision: 'keep' });
      return { kind: 'go' };
    },

    actions: [
      ...filterWordsActions(services, 'outbound'),
      {
        actionId: recordsIds.more,
        handle: () => Promise.resolve({ kind: 'open', editor: conditionEditorId, at: {} }),
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

const pageOf = ({ page }: Turn['at']): number => (typeof page === 'number' ? page : 0);

function readRecords(values: InputValues, stored: StoredDraft): StepInput {
  const filter = changedFilter(values, stored);
  return {
    ...(filter === undefined ? {} : { patch: { source: { filter } } }),
    entered: readDescribed(values),
  };
}
