/** What is entered about one row of the mapping: read from the modal, or else from the row as it is. */
import type { RowEdit } from '../../../domain/draft-mapping.ts';
import type { DraftRow, JobDraft } from '../../../domain/draft.ts';
import type { AttributeType, HubAttribute } from '../../../domain/hub-object.ts';
import { attributeTypes } from '../../../domain/hub-object.ts';
import type { MappingEntry, MappingSource } from '../../../domain/job.ts';
import {
  attributeNameOf,
  attributeNameProblem,
  wholeAttributeNameOf,
} from '../../../domain/mapping/attribute-name.ts';
import { newAttributeTypes } from '../../../domain/mapping/auto-map.ts';
import type { NamedField } from '../../../operations/drafts/mapped-fields.ts';
import type { InputValues } from '../../feature.ts';
import { enteredText } from '../entered.ts';
import type { ScreenState } from '../step.ts';
import { insertText } from './insert-text.ts';

/** Names of the inputs. */
export const entryInputs = {
  kind: 'entry-kind',
  field: 'entry-field',
  constant: 'entry-constant',
  formula: 'entry-formula',
  attribute: 'entry-attribute',
  newName: 'entry-new-name',
  newType: 'entry-new-type',
  formats: 'entry-formats',
  note: 'entry-note',
} as const;

export const sourceKinds = ['field', 'constant', 'formula'] as const;
export type SourceKind = (typeof sourceKinds)[number];

export interface EntryForm {
  readonly kind: SourceKind;
  /** Of the field; empty where none is chosen. */
  readonly path: string;
  readonly constant: string;
  readonly formula: string;
  /** An attribute that is to be added, instead of one that is there. */
  readonly isNew: boolean;
  /** Of the attribute that is there; empty where none is chosen. */
  readonly attribute: string;
  /** As it is typed. */
  readonly newName: string;
  readonly newType: AttributeType;
  /** One a line. */
  readonly formats: string;
  readonly note: string;
}

/** What the modal is turned to. */
export interface EntryState {
  /** Of the row that is edited; null where one is added. */
  readonly row: string | null;
  /** Chosen beforehand for a row that is added, such as a key that nothing fills. */
  readonly target: string;
  /** Whether the attribute is to be new; as the row has it where nobody has decided. */
  readonly isNew: boolean | null;
  /** Grows where an input is to take another value than what is typed in it. */
  readonly turn: number;
  /** Put into the formula with this turn. */
  readonly inserted: string;
  readonly functionName: string;
  /** The turn with which the formula was written for the person; null where it was not. */
  readonly writtenTurn: number | null;
}

export function readEntryState(at: ScreenState): EntryState {
  const text = (name: string): string => (typeof at[name] === 'string' ? at[name] : '');
  const { isNew, turn } = at;
  return {
    row: typeof at['row'] === 'string' ? at['row'] : null,
    target: text('target'),
    isNew: typeof isNew === 'boolean' ? isNew : null,
    turn: typeof turn === 'number' && Number.isSafeInteger(turn) ? turn : 0,
    inserted: text('inserted'),
    functionName: text('functionName'),
    writtenTurn: typeof at['writtenTurn'] === 'number' ? at['writtenTurn'] : null,
  };
}

export interface EntryData {
  readonly row: DraftRow | null;
  /** False for the only row that fills a key. */
  readonly maySkip: boolean;
  readonly attributes: readonly HubAttribute[];
  /** Those that the form and the row name, as far as the CRM, or for exports the hub, knows them. */
  readonly fields: readonly NamedField[];
  readonly direction: JobDraft['direction'];
  /** Of exports, the CRM's fields that rows fill. */
  readonly targets: readonly NamedField[];
  /** The formula that was written for the person; absent where none was. */
  readonly written?: string | undefined;
}

export function readEntryForm(values: InputValues, state: EntryState, data: EntryData): EntryForm {
  const { row, attributes } = data;
  const source = row?.source;
  const entered = (input: keyof typeof entryInputs): string | undefined =>
    enteredText(values, entryInputs[input]);
  const target = row?.target ?? state.target;
  const isKnown = attributes.some(({ name }) => name === target);
  const path = entered('field') || (source?.kind === 'field' ? source.path : '');
  const field = fieldOf(path, data.fields);
  const type = entered('newType');
  return {
    kind: source?.kind ?? sourceKinds.find((kind) => kind === entered('kind')) ?? 'field',
    path,
    constant: entered('constant') ?? (source?.kind === 'constant' ? source.value : ''),
    formula: formulaText(values, state, { source, written: data.written }),
    isNew: state.isNew ?? (target !== '' && !isKnown && row?.type !== undefined),
    attribute: entered('attribute') ?? (isKnown || row?.type === undefined ? target : ''),
    newName: entered('newName') ?? newNameOf(target, isKnown, field),
    newType:
      attributeTypes.find((each) => each === type) ??
      row?.type ??
      (field === undefined ? null : newAttributeTypes[field.type]) ??
      'text',
    formats: entered('formats') ?? (row?.formats ?? []).join('\n'),
    note: entered('note') ?? row?.note ?? '',
  };
}

/** What was typed, with what was put in by a button since. */
function formulaText(
  values: InputValues,
  { turn, inserted, writtenTurn }: EntryState,
  { source, written }: { readonly source: MappingSource | undefined; readonly written: string | undefined },
): string {
  if (writtenTurn === turn && written !== undefined && !(formulaBlock(turn) in values)) return written;
  const stored = source?.kind === 'formula' ? source.text : '';
  const typed = enteredText(values, entryInputs.formula) ?? stored;
  return isPutIn(values, { turn, inserted }) ? typed : insertText(typed, inserted).text;
}

function isPutIn(values: InputValues, { turn, inserted }: Pick<EntryState, 'turn' | 'inserted'>): boolean {
  return inserted === '' || formulaBlock(turn) in values;
}

/** What was just put where a person has to look at it: behind what was typed. Empty where that is not so. */
export function putAtEnd(
  values: InputValues,
  state: EntryState,
  { row, written }: Pick<EntryData, 'row' | 'written'>,
): string {
  if (isPutIn(values, state)) return '';
  const typed = formulaText(values, { ...state, inserted: '' }, { source: row?.source, written });
  return insertText(typed, state.inserted).where === 'end' ? state.inserted : '';
}

/** With every turn an input that begins with what it is given. */
export function formulaBlock(turn: number): string {
  return `${entryInputs.formula}:${turn}`;
}

function newNameOf(target: string, isKnown: boolean, field: NamedField | undefined): string {
  if (target !== '' && !isKnown) return target;
  return field === undefined ? '' : attributeNameOf(field.label);
}

function fieldOf(path: string, fields: readonly NamedField[]): NamedField | undefined {
  return fields.find((field) => field.path.toLowerCase() === path.toLowerCase());
}

/** The type of what the row fills; undefined where no attribute is chosen. */
export function targetTypeOf(
  form: EntryForm,
  attributes: readonly HubAttribute[],
): AttributeType | undefined {
  return form.isNew ? form.newType : attributes.find(({ name }) => name === form.attribute)?.type;
}

/**
 * The name under which a new attribute is added: what is typed may be a label. Nothing of it is cut off: one that is
 * too long is refused.
 */
export function newAttributeName({ newName }: EntryForm): string {
  const typed = newName.trim();
  return attributeNameProblem(typed) === null ? typed : wholeAttributeNameOf(typed);
}

export function entryOf(form: EntryForm, row: DraftRow | null): MappingEntry {
  const { target, type } = targetOf(form, row);
  const formats = form.formats.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  const note = form.note.trim();
  return {
    source: sourceOf(form),
    target,
    ...(type === undefined ? {} : { type }),
    ...(formats.length === 0 ? {} : { formats }),
    ...(note === '' ? {} : { note }),
  };
}

function targetOf(form: EntryForm, row: DraftRow | null): Pick<MappingEntry, 'target' | 'type'> {
  if (form.isNew) return { target: newAttributeName(form), type: form.newType };
  // A row may say the type of an attribute that is there, as jobs files do.
  const type = form.attribute === row?.target ? row.type : undefined;
  return { target: form.attribute, ...(type === undefined ? {} : { type }) };
}

function sourceOf({ kind, path, constant, formula }: EntryForm): MappingSource {
  switch (kind) {
    case 'field':
      return { kind, path };
    case 'constant':
      return { kind, value: constant };
    case 'formula':
      break;
  }
  return { kind, text: formula };
}

/** The change of a row that makes it this entry. */
export function rowEditOf({ source, target, type, formats, note }: MappingEntry): RowEdit {
  return { source, target, type: type ?? null, formats: formats ?? null, note: note ?? null };
}
