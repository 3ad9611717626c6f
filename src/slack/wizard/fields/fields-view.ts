/** "Fields and filter": what it shows, from data. */
import type { KnownBlock } from '@slack/types';
import { someNamed } from '../../../domain/some-named.ts';
import type { StoredDraft } from '../../../domain/stored-draft.ts';
import type { NamedField } from '../../../operations/drafts/mapped-fields.ts';
import type { RecordPreview } from '../../../operations/drafts/preview-records.ts';
import { actions, asTyped, button, context, cut, input, section, warning } from '../../blocks/index.ts';
import { maxTypedLength, multiExternalSelect, textInput } from '../../blocks/inputs.ts';
import { blockId } from '../entered.ts';
import { exampleFilter, examplePath } from '../examples.ts';
import { fieldChoice } from '../mapping/field-choice.ts';
import { recordCards } from '../preview/record-cards.ts';
import type { RecordCard } from '../preview/record-cards.ts';
import { valueText } from '../preview/value-text.ts';
import { filterBlock } from '../words/filter-turn.ts';
import { chosenFields } from './chosen-fields.ts';

export const fieldsIds = {
  fields: 'wizard-fields',
  more: 'wizard-more-fields',
  filter: 'wizard-filter',
  add: 'wizard-add-fields',
  preview: 'wizard-load-preview',
  page: 'wizard-preview-page',
} as const;

/** What the screen is turned to. */
export interface FieldsState {
  /** Goes up when inputs have to take what they did not hold. */
  readonly turn: number;
  readonly hasPreview: boolean;
  /** Of the preview's columns. */
  readonly page: number;
  /** What is wrong with what was typed; empty where nothing is. */
  readonly trouble: string;
}

export interface LoadedPreview {
  readonly count: number;
  readonly preview: RecordPreview;
  /** What deserves a look in a filter that is right, such as a value that its picklist does not list. */
  readonly doubts: readonly string[];
}

export interface FieldsData {
  readonly stored: StoredDraft;
  /** The chosen ones, by their labels. */
  readonly fields: readonly NamedField[];
  /** null where it was not asked for; a text where there is none, and why. */
  readonly loaded: LoadedPreview | string | null;
  /** Whether it is on its way: the step stays where the person looks. */
  readonly isLoading?: boolean;
  /** What stands below the filter, to have it written. */
  readonly words: readonly KnownBlock[];
}

export function fieldsBlocks(
  { stored, fields, loaded, isLoading = false, words }: FieldsData,
  state: FieldsState,
): KnownBlock[] {
  return [
    ...chosenBlocks(stored, fields, state),
    ...typedBlocks(stored, fields, state),
    ...filterBlocks(stored, fields),
    ...words,
    actions([button('Load preview', fieldsIds.preview)], 'load-preview'),
    ...(isLoading ? [context('⏳ Loading the preview…')] : previewBlocks(loaded, state)),
  ];
}

/** Of an input, without what makes it another one. */
export const fieldsBlock = (object: string, turn: number): string => blockId('fields', object, turn);

const maxPlaceholder = 150;
/** The name of more of them would be read by nobody. */
const maxNamed = 40;
/** Of the filter; a list of a thousand values may hold as many. */
const maxDoubts = 3;
const maxDoubtLength = 600;

function chosenBlocks(
  stored: StoredDraft,
  fields: readonly NamedField[],
  { turn }: FieldsState,
): KnownBlock[] {
  const { all, shown, rest } = chosenFields(stored);
  const choices = shown.map((path) => fieldChoice(path, fields));
  const path = examplePath(fields);
  const parent = path?.slice(0, path.lastIndexOf('.'));
  const select = multiExternalSelect(fieldsIds.fields, {
    placeholder: `Type a label or an API name${path === null ? '' : `, such as ${path}`}`,
    chosen: choices,
  });
  const others = someNamed(rest.map(escape), maxNamed);
  return [
    input('Fields', select, {
      blockId: fieldsBlock(stored.draft.source.object ?? '', turn),
      optional: true,
      hint:
        parent === undefined
          ? 'Fields of parents by dots: the parent, a dot, and its field.'
          : `Fields of parents by dots: ${path}. Type "${parent}." for all that it has.`,
    }),
    ...(rest.length === 0
      ? []
      : [
          context(
            `${count(all.length)} fields are chosen. Here stand ${count(shown.length)} of them; these are chosen too, ` +
              `and each can be skipped in the next step: ${others}.`,
          ),
        ]),
  ];
}

function typedBlocks(
  { entered }: StoredDraft,
  fields: readonly NamedField[],
  { turn, trouble }: FieldsState,
): KnownBlock[] {
  const [first] = fields;
  const path = examplePath(fields);
  const names = [...(first === undefined ? [] : [first.path]), ...(path === null ? [] : [path])];
  return [
    input(
      'More fields by API name',
      textInput(fieldsIds.more, {
        value: entered['more'],
        multiline: true,
        maxLength: maxTypedLength,
        ...(names.length === 0 ? {} : { placeholder: cut(names.join(', '), maxPlaceholder) }),
      }),
      {
        blockId: blockId('more', turn),
        optional: true,
        hint: 'Several with commas or on lines of their own. A name that stands twice is mapped twice.',
      },
    ),
    ...(trouble === '' ? [] : [context(`❌ ${asTyped(trouble)}`)]),
    actions([button('Add fields', fieldsIds.add)], 'add-fields'),
  ];
}

function filterBlocks(stored: StoredDraft, fields: readonly NamedField[]): KnownBlock[] {
  const { filter = '' } = stored.draft.source;
  if (filter.length > maxTypedLength) {
    const length = count(filter.length);
    return [
      section(
        `*Query filter*\nThis filter has ${length} characters, and a modal takes ${count(maxTypedLength)}: it stays as ` +
          'it is. Change it in a jobs file.',
      ),
    ];
  }
  return [
    input(
      'Query filter',
      textInput(fieldsIds.filter, {
        value: filter,
        multiline: true,
        maxLength: maxTypedLength,
        placeholder: exampleFilter(fields),
      }),
      {
        blockId: filterBlock(stored),
        optional: true,
        hint: 'Conditions on fields with AND, OR, NOT, IN, LIKE and the like. Without one, every record is read.',
      },
    ),
  ];
}

function previewBlocks(loaded: FieldsData['loaded'], { page }: FieldsState): KnownBlock[] {
  if (loaded === null) return [];
  if (typeof loaded === 'string') return [warning(loaded)];
  const { columns, rows } = loaded.preview;
  const names = columns.map(({ path, label }) => (label === path ? path : `${label} (${path})`));
  const nameColumn = Math.max(
    columns.findIndex(({ path }) => path.toLowerCase() === 'name'),
    0,
  );
  const cards = rows.map((row, index): RecordCard => ({
    title: `*${index + 1}* · ${valueText(row[nameColumn] ?? null)}`,
    values: row.map(valueText),
  }));
  const total = loaded.count === 1 ? '*1 record matches*' : `*${count(loaded.count)} records match*`;
  const first = rows.length < loaded.count ? `, of which these are the first ${rows.length}` : '';
  return [
    ...loaded.doubts.slice(0, maxDoubts).map((doubt) => warning(cut(doubt, maxDoubtLength))),
    section(rows.length === 0 ? `${total}.` : `${total}${first}. Only you see this.`),
    ...recordCards({ columns: names, cards, page, turnId: fieldsIds.page, noun: 'Fields' }),
  ];
}

const count = (value: number): string => value.toLocaleString('en-US');
