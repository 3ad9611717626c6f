import type { StoredDraft } from '../../../domain/stored-draft.ts';
import type { DraftProblem } from '../../../domain/draft-problem.ts';
import { sourcePaths } from '../../../domain/mapping/source-paths.ts';
import type { SlackServices } from '../../services.ts';
import { createEntryEditor, entryEditorId } from '../mapping/entry-editor.ts';
import { attributeField } from '../mapping/sides.ts';
import { listRows } from '../mapping/listed-rows.ts';
import {
  mappingBlocks,
  mappingIds,
  readListState,
  readRowCommand,
  rowsOnPage,
} from '../mapping/mapping-view.ts';
import type { RowCommand } from '../mapping/mapping-view.ts';
import { keepingRow, noRemovedRow, removedRow, takenBack } from '../mapping/removed-row.ts';
import { shown } from '../step.ts';
import type { Reaction, ScreenState, Turn, WizardStep } from '../step.ts';
import { mappingWordsActions, suggestingBlocks, suggestionsBlocks } from '../words/mapping-words.ts';
import type { MappingChange } from '../../../domain/draft-mapping.ts';

/** "Map and format": what goes where, and how it is read. */
export function createMappingStep(services: SlackServices): WizardStep {
  const { operations } = services;

  async function changeRow(
    { call, stored }: Turn,
    command: Exclude<RowCommand, 'edit'>,
    row: string,
  ): Promise<Reaction> {
    await operations.changeDraft(call.context, {
      draft: stored.id,
      patch: { mapping: [changes[command](row)] },
      ...(command === 'remove' ? { entered: keepingRow(stored.draft, row) } : {}),
    });
    return shown;
  }

  async function takeBack({ call, stored }: Turn): Promise<Reaction> {
    const removed = removedRow(stored);
    if (removed === null) return shown;
    await operations.changeDraft(call.context, {
      draft: stored.id,
      patch: { mapping: [takenBack(removed)] },
      entered: noRemovedRow,
    });
    return shown;
  }

  return {
    id: 'mapping',
    title: 'Map and format',

    async show({ call: { context }, stored, at }) {
      const { id: draft } = stored;
      const removed = removedRow(stored)?.row ?? null;
      const more = removed === null ? [] : sourcePaths([removed]);
      const isSent = stored.draft.direction === 'outbound';
      const [attributes, read, targets, problems] = await Promise.all([
        operations.hubAttributes(context, { draft }),
        isSent ? [] : operations.mappedFields(context, { draft, more }),
        isSent ? operations.mappedTargets(context, { draft }) : [],
        operations.draftProblems(context, { draft, ofRecords: true }),
      ]);
      const fields = isSent ? attributes.map(attributeField) : read;
      const suggestions = suggestionsBlocks(stored, { fields, targets }, at);
      if (suggestions !== null) return { blocks: suggestions };
      const data = { draft: stored.draft, attributes, fields, targets, problems, removed };
      return { blocks: [...suggestingBlocks(at), ...mappingBlocks(data, readListState(at))] };
    },

    // The list has no inputs: every change of a row is stored when it is made.
    read: () => ({}),

    async leave({ call, stored, at }) {
      if (!stored.draft.validated) return { kind: 'stay', at: { ...at, isHeld: true } };
      // Whoever goes on meant it.
      await operations.changeDraft(call.context, { draft: stored.id, entered: noRemovedRow });
      return { kind: 'go' };
    },

    actions: [
      ...mappingWordsActions(services),
      { actionId: mappingIds.undo, handle: takeBack },
      { actionId: mappingIds.add, handle: () => Promise.resolve(editorFor({})) },
      {
        actionId: mappingIds.addFor,
        handle: (_turn, { value }) => Promise.resolve(editorFor({ target: value ?? '' })),
      },
      {
        actionId: mappingIds.validate,
        async handle({ call, stored }) {
          const { draft, problems } = await operations.validateDraft(call.context, { draft: stored.id });
          return { kind: 'show', at: { page: firstPageWithError(draft, problems) } };
        },
      },
      {
        actionId: mappingIds.filter,
        handle: ({ at }, { value }) =>
          Promise.resolve({ kind: 'show', at: { ...at, page: 0, filter: value ?? 'all' } }),
      },
      {
        actionId: mappingIds.page,
        handle: ({ at }, { value }) =>
          Promise.resolve({ kind: 'show', at: { ...at, page: Number(value) || 0 } }),
      },
      {
        actionId: mappingIds.row,
        async handle(turn, { value }) {
          const chosen = readRowCommand(value);
          if (chosen === null) return shown;
          const { command, row } = chosen;
          return command === 'edit' ? editorFor({ row }) : await changeRow(turn, command, row);
        },
      },
    ],
    editors: [createEntryEditor(services)],
  };
}

const changes: Readonly<Record<Exclude<RowCommand, 'edit'>, (row: string) => MappingChange>> = {
  skip: (row) => ({ change: 'edit', row, to: { skipped: true } }),
  take: (row) => ({ change: 'edit', row, to: { skipped: false } }),
  remove: (row) => ({ change: 'remove', row }),
};

function editorFor(at: ScreenState): Reaction {
  return { kind: 'open', editor: entryEditorId, at };
}

/** The first one where the rows themselves are right. */
function firstPageWithError({ draft }: StoredDraft, problems: readonly DraftProblem[]): number {
  const rows = listRows({ draft, attributes: [], fields: [], targets: [], problems, removed: null });
  const first = rows.findIndex((row) => row.problems.some(({ severity }) => severity === 'error'));
  return first === -1 ? 0 : Math.floor(first / rowsOnPage);
}
