import type { DraftProblem } from '../../../domain/draft-problem.ts';
import { isTold, UserError } from '../../../domain/errors.ts';
import type { StoredDraft } from '../../../domain/stored-draft.ts';
import { maxOptions, maxOptionValue } from '../../blocks/index.ts';
import type { InputValues, OptionsCall } from '../../feature.ts';
import type { SlackServices } from '../../services.ts';
import { blockId, blockOf, enteredList, enteredText } from '../entered.ts';
import { chosenFields, isSameSet, keptFields, typedFields, wantedFields } from '../fields/chosen-fields.ts';
import { exampleFilterWords } from '../examples.ts';
import { fieldsBlocks, fieldsIds } from '../fields/fields-view.ts';
import type { FieldsState, LoadedPreview } from '../fields/fields-view.ts';
import { fieldOption } from '../mapping/field-choice.ts';
import { readScreen } from '../metadata.ts';
import { createRecent } from '../recent.ts';
import { busyWith, isImport } from '../step.ts';
import type { Leaving, Reaction, ScreenState, StepInput, Turn, WizardStep } from '../step.ts';
import { changedFilter } from '../words/filter-turn.ts';
import { filterWordsActions, filterWordsBlocks, readDescribed } from '../words/filter-words.ts';

const busyLoading = 'preview';

/** "Fields and filter": what is read. */
export function createFieldsStep(services: SlackServices): WizardStep {
  const { operations, now } = services;
  const previews = createRecent<LoadedPreview>(now);

  /** Maps what is chosen and typed. @throws UserError where a field leads nowhere; nothing is changed then. */
  async function choose({ call: { context }, stored }: Turn): Promise<StoredDraft> {
    const draft = stored.id;
    const isTyped = (stored.entered['more'] ?? '') !== '';
    if (!isTyped && (stored.entered['fields'] ?? '') === '') return stored;
    await operations.chooseFields(context, { draft, paths: wantedFields(stored) });
    return await operations.changeDraft(context, { draft, entered: { fields: '', more: '' } });
  }

  /** Does so for a button: what is wrong is told in the step. */
  async function chosenAt(turn: Turn, values: InputValues, next: Partial<FieldsState>): Promise<Reaction> {
    const state = readState(turn.at);
    try {
      const stored = await choose(turn);
      const entered = enteredList(values, 'fields') ?? [];
      // What the input holds already it keeps, with what is chosen while the view is on its way.
      const isAsEntered = isSameSet(entered, chosenFields(stored).shown);
      const isTyped = (enteredText(values, 'more') ?? '') !== '';
      const turned = isAsEntered && !isTyped ? state.turn : state.turn + 1;
      return { kind: 'show', at: { ...state, ...next, turn: turned, trouble: '' } };
    } catch (error) {
      if (!isAboutFields(error)) throw error;
      return { kind: 'show', at: { ...state, trouble: error.message.slice(0, maxTrouble) } };
    }
  }

  async function load({ call: { context }, stored }: Turn): Promise<LoadedPreview | string> {
    const { id: draft } = stored;
    try {
      return await previews.get(stored, async () => {
        const [count, preview, problems] = await Promise.all([
          operations.countRecords(context, { draft }),
          operations.previewRecords(context, { draft }),
          operations.draftProblems(context, { draft }),
        ]);
        const doubts = problems.filter((each) => isOfFilter(each) && each.severity === 'warning');
        return { count, preview, doubts: doubts.map(({ message }) => message) };
      });
    } catch (error) {
      // The inputs stay: they are where it is mended.
      if (isTold(error)) return error.message;
      throw error;
    }
  }

  async function filterTrouble({ call: { context }, stored }: Turn): Promise<string | null> {
    if ((stored.draft.source.filter ?? '') === '') return null;
    const problems = await operations.draftProblems(context, { draft: stored.id });
    return problems.find((each) => isOfFilter(each) && each.severity === 'error')?.message ?? null;
  }

  return {
    id: 'fields',
    title: 'Fields and filter',
    isNeeded: isImport,

    async show(turn) {
      const { call, stored } = turn;
      const state = readState(turn.at);
      const isLoading = busyWith(turn.at) === busyLoading;
      const more = chosenFields(stored).shown;
      const [fields, loaded] = await Promise.all([
        operations.mappedFields(call.context, { draft: stored.id, more }),
        state.hasPreview && !isLoading ? load(turn) : null,
      ]);
      const words = filterWordsBlocks(stored, turn.at, exampleFilterWords(fields));
      return { blocks: fieldsBlocks({ stored, fields, loaded, isLoading, words }, state) };
    },

    read: readFields,

    async leave(turn, values): Promise<Leaving> {
      const errors: Record<string, string> = {};
      const trouble = await filterTrouble(turn);
      if (trouble !== null) errors[blockOf(values, 'filter')] = trouble;
      try {
        const { draft } = await choose(turn);
        if (draft.mapping.length === 0) errors[blockOf(values, 'fields')] = 'Choose at least one field.';
      } catch (error) {
        if (!isAboutFields(error)) throw error;
        const isTyped = typedFields(turn.stored.entered['more'] ?? '').length > 0;
        errors[blockOf(values, isTyped ? 'more' : 'fields')] = error.message;
      }
      if (Object.keys(errors).length > 0) return { kind: 'errors', errors };
      await operations.decideFilter(turn.call.context, { draft: turn.stored.id, decision: 'keep' });
      return { kind: 'go' };
    },

    actions: [
      ...filterWordsActions(services, 'inbound'),
      {
        actionId: fieldsIds.preview,
        busy: busyLoading,
        handle(turn, { surface }) {
          previews.forget(turn.stored);
          return chosenAt(turn, valuesOf(surface), { hasPreview: true });
        },
      },
      { actionId: fieldsIds.add, handle: (turn, { surface }) => chosenAt(turn, valuesOf(surface), {}) },
      {
        actionId: fieldsIds.page,
        handle: (turn, { surface, value }) => chosenAt(turn, valuesOf(surface), { page: Number(value) || 0 }),
      },
    ],
    options: [{ actionId: fieldsIds.fields, handle: offerFields }],
  };

  async function offerFields({ context, typed, view }: OptionsCall) {
    if (view === null) return { options: [] };
    const { draft } = readScreen(view.privateMetadata);
    const found = await operations.searchFields(context, { draft, typed, limit: maxOptions });
    // A longer one can be no value of an option; it is typed below.
    return { options: found.filter(({ path }) => path.length <= maxOptionValue).map(fieldOption) };
  }
}

const isOfFilter = ({ path: [part, detail] }: DraftProblem): boolean =>
  part === 'source' && detail === 'filter';

/** Of what is kept in a modal. */
const maxTrouble = 300;

const fieldTroubles: ReadonlySet<string> = new Set([
  'unknown_field',
  'compound_field',
  'binary_field',
  'too_many_fields',
]);

function isAboutFields(error: unknown): error is UserError {
  return error instanceof UserError && fieldTroubles.has(error.code);
}

type Surface = Parameters<NonNullable<WizardStep['actions']>[number]['handle']>[1]['surface'];

const valuesOf = (surface: Surface): InputValues => (surface.kind === 'modal' ? surface.view.values : {});

function readState(at: ScreenState): FieldsState {
  const { turn, page, hasPreview, trouble } = at;
  return {
    turn: typeof turn === 'number' ? turn : 0,
    page: typeof page === 'number' ? page : 0,
    hasPreview: hasPreview === true,
    trouble: typeof trouble === 'string' ? trouble : '',
  };
}

/** What was entered for another object is not read. */
export function readFields(values: InputValues, stored: StoredDraft): StepInput {
  const { object = '' } = stored.draft.source;
  const isOfObject = blockOf(values, 'fields').startsWith(`${blockId('fields', object)}:`);
  const chosen = isOfObject ? enteredList(values, 'fields') : undefined;
  const typed = enteredText(values, 'more');
  const filter = changedFilter(values, stored);
  return {
    ...(filter === undefined ? {} : { patch: { source: { filter } } }),
    entered: {
      ...readDescribed(values),
      ...(chosen === undefined ? {} : { fields: keptFields(chosen, stored) }),
      ...(typed === undefined ? {} : { more: typed }),
    },
  };
}
