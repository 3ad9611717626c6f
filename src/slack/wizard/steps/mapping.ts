import type { StoredDraft } from '../../../domain/stored-draft.ts';
import type { DraftProblem } from '../../../domain/draft-problem.ts';
import { isTold } from '../../../domain/errors.ts';
import { recordsRejected } from '../../../domain/outbound/rejection-warnings.ts';
import type { OperationContext } from '../../../operations/operation.ts';
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
import { createRecent } from '../recent.ts';
import { shown } from '../step.ts';
import type { Reaction, ScreenState, Turn, WizardStep } from '../step.ts';
import { mappingWordsActions, suggestingBlocks, suggestionsBlocks } from '../words/mapping-words.ts';
import type { MappingChange } from '../../../domain/draft-mapping.ts';

/** "Map and format": what goes where, and how it is read. */
export function createMappingStep(services: SlackServices): WizardStep {
  const { operations, now } = services;
  const misfits = createRecent<readonly DraftProblem[]>(now);

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

  /** It is no more than a hint: where it cannot be had, the step goes on without it, and says so. */
  async function ofRecords(context: OperationContext, stored: StoredDraft): Promise<readonly DraftProblem[]> {
    const { id, draft } = stored;
    if (draft.direction === 'inbound' || !draft.validated) return [];
    try {
      return await misfits.get(stored, () => operations.misfits(context, { draft: id }));
    } catch (error) {
      if (!isTold(error)) throw error;
      const message = `The records could not be held against it: ${error.message}`;
      return [{ path: ['mapping'], severity: 'warning', code: 'records_not_looked_at', message }];
    }
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
        operations.draftProblems(context, { draft }),
      ]);
      const fields = isSent ? attributes.map(attributeField) : read;
      const suggestions = suggestionsBlocks(stored, { fields, targets }, at);
      if (suggestions !== null) return { blocks: suggestions };
      const found = [...problems, ...(await ofRecords(context, stored))];
      const data = { draft: stored.draft, attributes, fields, targets, problems: found, removed };
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
        async handle({ call: { context }, stored }) {
          misfits.forget(stored);
          const { draft, problems } = await operations.validateDraft(context, { draft: stored.id });
          const found = [...problems, ...(await ofRecords(context, draft))];
          return { kind: 'show', at: { page: firstPageToLookAt(draft, found) } };
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

/** That of the first error, or else of the first row that some records do not fit, or else the first one. */
function firstPageToLookAt({ draft }: StoredDraft, problems: readonly DraftProblem[]): number {
  const rows = listRows({ draft, attributes: [], fields: [], targets: [], problems, removed: null });
  const firstWith = (isIt: (problem: DraftProblem) => boolean): number =>
    rows.findIndex((row) => row.problems.some(isIt));
  const error = firstWith(({ severity }) => severity === 'error');
  const first = error === -1 ? firstWith(({ code }) => code === recordsRejected) : error;
  return Math.max(0, Math.floor(first / rowsOnPage));
}
