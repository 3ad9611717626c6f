/** Edits one row of the mapping, or adds one, in a modal on top of the list. */
import type { KnownBlock } from '@slack/types';
import { nextRowId } from '../../../domain/draft-mapping.ts';
import type { DraftRow } from '../../../domain/draft.ts';
import { isTold, UserError } from '../../../domain/errors.ts';
import { findFunction } from '../../../domain/formula/functions/index.ts';
import type { MappingEntry } from '../../../domain/job.ts';
import { attributeNameProblem } from '../../../domain/mapping/attribute-name.ts';
import type { StoredDraft } from '../../../domain/stored-draft.ts';
import type { NamedField } from '../../../operations/drafts/mapped-fields.ts';
import { formulaProposal } from '../../../operations/assistant/formula-proposal.ts';
import { context } from '../../blocks/index.ts';
import type { ActionCall, InputValues } from '../../feature.ts';
import type { SlackServices } from '../../services.ts';
import type { Editor, EditorReaction, EditorTurn } from '../editor.ts';
import { blockOf } from '../entered.ts';
import type { ScreenState } from '../step.ts';
import { describedFormula, formulaWordsActions, formulaWordsBlocks } from '../words/formula-words.ts';
import type { FormulaPlace } from '../words/formula-words.ts';
import {
  entryInputs,
  entryOf,
  newAttributeName,
  putAtEnd,
  readEntryForm,
  readEntryState,
  rowEditOf,
  targetTypeOf,
} from './entry-form.ts';
import type { EntryData, EntryForm } from './entry-form.ts';
import { createEntryOptions } from './entry-options.ts';
import { entryBlocks, entryIds, sampleBlocks } from './entry-view.ts';
import type { ShownSamples } from './entry-view.ts';
import { keysOf, maySkip } from './listed-rows.ts';
import { newestStates } from './newest-state.ts';
import { createSides } from './sides.ts';
import type { AtMapping } from './sides.ts';

export const entryEditorId = 'mapping-entry';

const placed = ({ call: { context }, stored }: EditorTurn): AtMapping => ({ context, stored });

/** Labels are a comfort: without them the paths are shown. */
async function orNone(load: () => Promise<readonly NamedField[]>): Promise<readonly NamedField[]> {
  try {
    return await load();
  } catch (error) {
    if (isTold(error)) return [];
    throw error;
  }
}

export function createEntryEditor(services: Pick<SlackServices, 'operations'>): Editor {
  const { operations } = services;
  const sides = createSides(services);
  const states = newestStates();

  async function read(turn: EditorTurn) {
    const state = readEntryState(turn.at);
    const row = rowOf(turn.stored, state.row);
    const { draft } = turn.stored;
    const { direction } = draft;
    const isSent = direction === 'outbound';
    const known = {
      row,
      direction,
      // An export fills no attributes, and adds none.
      attributes: isSent ? [] : await operations.hubAttributes(turn.call.context, { draft: turn.stored.id }),
      targets: await orNone(() => sides.targetsOf(placed(turn))),
      maySkip: row === null || maySkip(draft, row),
      written: writtenFormula(turn.stored, state.row),
    };
    const { path } = readEntryForm(turn.values, state, { ...known, fields: [] });
    const data = { ...known, fields: await orNone(() => sides.fieldsOf(placed(turn), path)) };
    const atEnd = putAtEnd(turn.values, state, data);
    return { state, data, atEnd, form: readEntryForm(turn.values, state, data) };
  }

  /** What the CRM says against samples keeps nobody from editing the row. */
  async function samplesOf(turn: EditorTurn, entry: MappingEntry): Promise<ShownSamples> {
    if (isEmpty(entry)) return null;
    try {
      return await sides.samples(placed(turn), entry);
    } catch (error) {
      if (isTold(error)) return `There is no sample now: ${error.message}`;
      throw error;
    }
  }

  /** What stands below a formula; null where the value does not come from one. */
  async function wordsOf(
    turn: EditorTurn,
    entry: MappingEntry,
    fields: readonly NamedField[],
  ): Promise<readonly KnownBlock[] | null> {
    if (entry.source.kind !== 'formula') return null;
    const proposal = formulaProposal(turn.stored, readEntryState(turn.at).row);
    const described = describedFormula(turn.values);
    if (proposal?.kind !== 'formula') {
      return formulaWordsBlocks({ described, proposal, samples: [], fields }, turn.at);
    }
    const { formula: text } = proposal;
    if (turn.stored.draft.direction === 'outbound' && entry.target === '') {
      const samples = [context('Choose the field below, and see here what it makes of some records.')];
      return formulaWordsBlocks({ described, proposal, samples, fields }, turn.at);
    }
    const shown = await samplesOf(turn, { ...entry, source: { kind: 'formula', text } });
    const samples = sampleBlocks({ kind: 'formula', formula: text }, shown, 'Sample of the proposed formula');
    return formulaWordsBlocks({ described, proposal, samples, fields }, turn.at);
  }

  const shownAnew: Handle = (turn, call) => Promise.resolve({ at: states.of(call, turn.at) });

  function turnedTo(change: (value: string) => ScreenState): Handle {
    return ({ at }, call) => Promise.resolve({ at: states.turn(call, at, change(call.value ?? '')) });
  }

  /** The formula is shown as another input, which begins with what was typed and what is put in. */
  function inserting(textOf: (value: string) => string): Handle {
    return ({ at }, call) => {
      const { turn } = readEntryState(states.of(call, at));
      const inserted = textOf(call.value ?? '');
      return Promise.resolve({ at: states.turn(call, at, { turn: turn + 1, inserted }) });
    };
  }

  /** Typed into an input that another one takes the place of already: what was typed goes into a third one. */
  const formulaTyped: Handle = ({ at }, call) => {
    const newest = states.of(call, at);
    const { turn } = readEntryState(newest);
    const isOutdated = turn !== readEntryState(at).turn;
    return Promise.resolve({ at: isOutdated ? states.turn(call, at, { turn: turn + 1 }) : newest });
  };

  async function skip(
    { call, stored, at }: EditorTurn,
    by: ActionCall,
    skipped: boolean,
  ): Promise<EditorReaction> {
    const { row } = readEntryState(at);
    if (row === null) return {};
    await operations.changeDraft(call.context, {
      draft: stored.id,
      patch: { mapping: [{ change: 'edit', row, to: { skipped } }] },
    });
    return { at: states.of(by, at), isChanged: true };
  }

  async function keepFormula({ call, stored, at }: EditorTurn, current: string): Promise<void> {
    const { row } = readEntryState(at);
    await operations.decideFormula(call.context, { draft: stored.id, row, decision: 'keep', current });
  }

  async function formulaPlace(turn: EditorTurn): Promise<FormulaPlace> {
    const { form, data, state } = await read(turn);
    const type = targetTypeOf(form, data.attributes) ?? null;
    return { row: state.row, type, formula: form.formula, turn: state.turn };
  }

  return {
    id: entryEditorId,

    async show(turn) {
      const { state, data, form, atEnd } = await read(turn);
      const entry = entryOf(form, data.row);
      const [samples, words] = await Promise.all([samplesOf(turn, entry), wordsOf(turn, entry, data.fields)]);
      const isAdded = data.row === null;
      return {
        title: isAdded ? 'Add mapping' : 'Edit mapping',
        submit: isAdded ? 'Add' : 'Apply',
        blocks: entryBlocks({ form, state, data, samples, atEnd, words }),
      };
    },

    async submit(turn) {
      const { data, form } = await read(turn);
      requireEntered(form, turn.values, data);
      const entry = entryOf(form, data.row);
      const { row } = data;
      const { mapping } = turn.stored.draft;
      if (entry.source.kind === 'formula') await keepFormula(turn, entry.source.text);
      await operations.changeDraft(turn.call.context, {
        draft: turn.stored.id,
        patch: {
          mapping: [
            row === null
              ? { change: 'add', row: { id: nextRowId(mapping), ...entry } }
              : { change: 'edit', row: row.id, to: rowEditOf(entry) },
          ],
        },
      });
      return row === null ? placeOf(entry, turn.stored) : undefined;
    },

    actions: [
      ...[entryIds.kind, entryIds.field, entryIds.attribute, entryIds.newType].map((actionId) => ({
        actionId,
        handle: shownAnew,
      })),
      { actionId: entryIds.formats, isTyped: true, handle: shownAnew },
      { actionId: entryIds.newName, isTyped: true, handle: shownAnew },
      { actionId: entryIds.formula, isTyped: true, handle: formulaTyped },
      { actionId: entryIds.addAttribute, handle: turnedTo(() => ({ isNew: true })) },
      { actionId: entryIds.knownAttribute, handle: turnedTo(() => ({ isNew: false })) },
      {
        actionId: entryIds.functionHelp,
        handle: turnedTo((value) => ({ functionName: findFunction(value)?.name ?? '' })),
      },
      {
        actionId: entryIds.insertFunction,
        handle: inserting((value) => {
          const definition = findFunction(value);
          return definition === undefined ? '' : `${definition.name}()`;
        }),
      },
      { actionId: entryIds.insertField, handle: inserting((value) => value.slice(0, maxInserted)) },
      ...formulaWordsActions(services, states, formulaPlace),
      { actionId: entryIds.skip, handle: (turn, call) => skip(turn, call, true) },
      { actionId: entryIds.take, handle: (turn, call) => skip(turn, call, false) },
    ],
    options: createEntryOptions(services),
  };
}

/** Paths that can be chosen are shorter. */
const maxInserted = 200;

type Handle = (turn: EditorTurn, call: ActionCall) => Promise<EditorReaction>;

/** @throws UserError where the row was removed meanwhile. */
function rowOf({ draft }: StoredDraft, id: string | null): DraftRow | null {
  if (id === null) return null;
  const row = draft.mapping.find((each) => each.id === id);
  if (row !== undefined) return row;
  throw new UserError('This row of the mapping is gone. Close this and look at the mapping again.', {
    code: 'unknown_row',
  });
}

function writtenFormula(stored: StoredDraft, row: string | null): string | undefined {
  const proposal = formulaProposal(stored, row);
  return proposal?.kind === 'replaced' ? proposal.formula : undefined;
}

/** Letters and digits are what tells names apart: what is stored without its first ones is another name. */
function losesDigits({ newName }: EntryForm): boolean {
  return /^[^\p{L}\d]*\d/u.test(newName);
}

function isEmpty({ source }: MappingEntry): boolean {
  switch (source.kind) {
    case 'field':
      return source.path === '';
    case 'constant':
      return source.value === '';
    case 'formula':
      break;
  }
  return source.text.trim() === '';
}

/**
 * What is missing is told at its input. What is wrong is not: it stands on its row, and may be mended there, so that
 * nothing that was typed is lost.
 */
function requireEntered(
  form: EntryForm,
  values: InputValues,
  { direction }: Pick<EntryData, 'direction'>,
): void {
  const refuse = (input: keyof typeof entryInputs, message: string): never => {
    throw new UserError(message, { code: 'entry_incomplete', path: [blockOf(values, entryInputs[input])] });
  };
  const isSent = direction === 'outbound';
  if (isEmpty(entryOf(form, null))) {
    const isAttribute = isSent && form.kind === 'field';
    refuse(form.kind, isAttribute ? 'Choose the attribute that the value comes from.' : missing[form.kind]);
  }
  if (form.isNew && newAttributeName(form) === '') {
    refuse('newName', 'Write a name with at least one letter, such as "Contract end".');
  }
  if (form.isNew && losesDigits(form)) {
    refuse(
      'newName',
      `A name begins with a letter: this one would be stored as ${newAttributeName(form)}. Write it another way, such as "First lead" or "Lead 1".`,
    );
  }
  const problem = form.isNew ? attributeNameProblem(newAttributeName(form)) : null;
  if (problem !== null) refuse('newName', problem);
  if (!form.isNew && form.attribute === '') {
    refuse('attribute', `Choose the ${isSent ? 'field' : 'attribute'} that takes the value.`);
  }
}

const missing: Readonly<Record<EntryForm['kind'], string>> = {
  field: 'Choose the field that the value comes from.',
  constant: 'Write the value that all rows get.',
  formula: 'Write the formula that gives the value.',
};

/** Where the row that was added is seen: keys stand first, all others last. */
function placeOf({ target }: MappingEntry, { draft }: StoredDraft): ScreenState {
  return { filter: 'all', page: keysOf(draft).includes(target) ? 0 : draft.mapping.length };
}
