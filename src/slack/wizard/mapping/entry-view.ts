/** The modal for one row of the mapping: where its value comes from, which attribute takes it, and how it is read. */
import type { ActionsBlock, KnownBlock, PlainTextInput, PlainTextOption } from '@slack/types';
import { maxNoteLength } from '../../../domain/draft-check-mapping.ts';
import { findFunction } from '../../../domain/formula/functions/index.ts';
import { usageOf } from '../../../domain/formula/functions/function.ts';
import type { FormulaFunction } from '../../../domain/formula/functions/function.ts';
import { formulaLimits } from '../../../domain/formula/syntax.ts';
import type { AttributeType, HubAttribute } from '../../../domain/hub-object.ts';
import { attributeTypes } from '../../../domain/hub-object.ts';
import { attributeNameProblem } from '../../../domain/mapping/attribute-name.ts';
import type { EntrySamples } from '../../../operations/drafts/sample-entry.ts';
import {
  actions,
  asTyped,
  bold,
  button,
  context,
  divider,
  input,
  maxOptionValue,
  option,
  section,
  select,
} from '../../blocks/index.ts';
import type { Choice } from '../../blocks/index.ts';
import { externalSelect, radioButtons, textInput } from '../../blocks/inputs.ts';
import type { EntryData, EntryForm, EntryState, SourceKind } from './entry-form.ts';
import { entryInputs, formulaBlock, newAttributeName, sourceKinds, targetTypeOf } from './entry-form.ts';
import { exampleFormula } from '../examples.ts';
import { fieldChoice } from './field-choice.ts';
import { code, placeInFormula, sourceMarkup } from './source-words.ts';

export const entryIds = {
  kind: 'entry-kind',
  field: 'entry-field',
  constant: 'entry-constant',
  formula: 'entry-formula',
  functionHelp: 'entry-function',
  insertFunction: 'entry-insert-function',
  insertField: 'entry-insert-field',
  attribute: 'entry-attribute',
  addAttribute: 'entry-add-attribute',
  knownAttribute: 'entry-known-attribute',
  newName: 'entry-new-name',
  newType: 'entry-new-type',
  formats: 'entry-formats',
  note: 'entry-note',
  skip: 'entry-skip',
  take: 'entry-take',
} as const;

/** null: there is too little yet to take a sample of. A text: why there is none. */
export type ShownSamples = EntrySamples | string | null;

export interface EntryView {
  readonly form: EntryForm;
  readonly state: EntryState;
  readonly data: EntryData;
  readonly samples: ShownSamples;
  /** What a button just put behind the formula; empty where it did not. */
  readonly atEnd: string;
  /** To have a formula written; null where the value does not come from one. */
  readonly words: readonly KnownBlock[] | null;
}

const maxSamples = 5;
const maxSampleLength = 120;
const maxProblems = 5;

export function entryBlocks({ form, state, data, samples, atEnd, words }: EntryView): KnownBlock[] {
  const sampled = sampleBlocks(form, samples);
  const isFormula = form.kind === 'formula';
  return [
    ...sourceBlocks(form, state, data, isFormula ? sampled : []),
    ...(atEnd === ''
      ? []
      : [context(`${code(atEnd)} was put at the end: move it to where it belongs in the formula.`)]),
    ...(words ?? []),
    ...targetBlocks(form, data),
    ...formatBlocks(form, data),
    ...(isFormula ? [] : sampled),
    input('Note', textInput(entryIds.note, { value: form.note, multiline: true, maxLength: maxNoteLength }), {
      blockId: entryInputs.note,
      optional: true,
      hint: 'Stays with this row when the job is edited or duplicated.',
    }),
    ...skipBlocks(data),
  ];
}

const kindTexts: Readonly<Record<SourceKind, string>> = {
  field: 'Field',
  constant: 'Constant for all rows',
  formula: 'Formula',
};

/** @param sampled what comes of a formula: below it, where whoever writes it looks */
function sourceBlocks(
  form: EntryForm,
  state: EntryState,
  data: EntryData,
  sampled: readonly KnownBlock[],
): KnownBlock[] {
  const isSent = data.direction === 'outbound';
  const kinds = sourceKinds.map((value) => ({
    text: isSent && value === 'field' ? 'Attribute' : kindTexts[value],
    value,
  }));
  const kind = input(
    'Where the value comes from',
    radioButtons(entryIds.kind, { choices: kinds, chosen: form.kind }),
    {
      blockId: entryInputs.kind,
      dispatches: true,
    },
  );
  return [...(data.row === null ? [kind] : []), ...kindBlocks[form.kind](form, state, data, sampled)];
}

const kindBlocks: Readonly<
  Record<
    SourceKind,
    (form: EntryForm, state: EntryState, data: EntryData, sampled: readonly KnownBlock[]) => KnownBlock[]
  >
> = {
  field: fieldBlocks,
  constant: ({ constant }) => [
    input('Value for all rows', textInput(entryIds.constant, { value: constant }), {
      blockId: entryInputs.constant,
    }),
  ],
  formula: formulaBlocks,
};

function fieldBlocks(
  { path }: EntryForm,
  _state: EntryState,
  { fields, direction }: EntryData,
): KnownBlock[] {
  const label = direction === 'outbound' ? 'Attribute' : 'Field';
  // No option can hold a longer path: it is shown above, and stays until another field is chosen.
  const isTooLong = path.length > maxOptionValue;
  const chosen = path === '' || isTooLong ? undefined : fieldChoice(path, fields);
  const select = externalSelect(entryIds.field, { placeholder: 'Search by label or API name', chosen });
  return [
    ...(isTooLong ? [section(sourceMarkup({ kind: 'field', path }, fields))] : []),
    input(label, select, { blockId: entryInputs.field, optional: isTooLong, dispatches: true }),
  ];
}

function formulaBlocks(
  { formula }: EntryForm,
  { turn, functionName }: EntryState,
  { direction, fields }: EntryData,
  sampled: readonly KnownBlock[],
): KnownBlock[] {
  const { characters: maxLength } = formulaLimits;
  return [
    input(
      'Formula',
      textInput(entryIds.formula, {
        value: formula,
        multiline: true,
        maxLength,
        placeholder: exampleFormula(fields),
        dispatchOn: 'on_character_entered',
      }),
      { blockId: formulaBlock(turn), dispatches: true },
    ),
    ...sampled,
    formulaHelp(turn, direction === 'outbound' ? 'Insert an attribute' : 'Insert a field'),
    ...functionBlocks(findFunction(functionName)),
  ];
}

function formulaHelp(turn: number, insert: string): ActionsBlock {
  return actions(
    [
      externalSelect(entryIds.functionHelp, { placeholder: 'Search functions' }),
      externalSelect(entryIds.insertField, { placeholder: insert }),
    ],
    `entry-formula-help:${turn}`,
  );
}

function functionBlocks(definition: FormulaFunction | undefined): KnownBlock[] {
  if (definition === undefined) return [];
  const { help, example, aliases = [], name } = definition;
  const also = aliases.length === 0 ? '' : ` Also ${aliases.map(code).join(', ')}.`;
  const lines = [
    `${code(usageOf(definition))} ${asTyped(help)}${also}`,
    `Example: ${code(example.formula)} gives ${code(JSON.stringify(example.result))}`,
  ];
  return [
    section(lines.join('\n'), { accessory: button('Insert', entryIds.insertFunction, { value: name }) }),
  ];
}

/** An attribute in a select: its label and name, and what else is to be known of it. */
export function attributeChoice(
  { name, label, type, isKey }: HubAttribute,
  filledFrom: string | null,
): Choice {
  const more = filledFrom === null ? [] : [`filled from ${filledFrom}`];
  return {
    text: label === name ? name : `${label} (${name})`,
    value: name,
    description: [type, ...(isKey ? ['key'] : []), ...more].join(' · '),
  };
}

function targetBlocks(form: EntryForm, { attributes, targets, direction }: EntryData): KnownBlock[] {
  if (direction === 'outbound') return [targetFieldBlock(form, targets)];
  if (form.isNew) return newAttributeBlocks(form);
  const known = attributes.find(({ name }) => name === form.attribute);
  const chosen =
    form.attribute === ''
      ? undefined
      : known === undefined
        ? { text: form.attribute, value: form.attribute.slice(0, maxOptionValue) }
        : attributeChoice(known, null);
  return [
    input(
      'Attribute',
      externalSelect(entryIds.attribute, { placeholder: 'Search by label or name', chosen }),
      {
        blockId: entryInputs.attribute,
        dispatches: true,
      },
    ),
    actions([button('Add new attribute', entryIds.addAttribute)]),
  ];
}

/** The field of the CRM that takes the value. */
function targetFieldBlock({ attribute }: EntryForm, targets: EntryData['targets']): KnownBlock {
  const chosen = attribute === '' ? undefined : fieldChoice(attribute.slice(0, maxOptionValue), targets);
  return input(
    'Field',
    externalSelect(entryIds.attribute, { placeholder: 'Search by label or API name', chosen }),
    { blockId: entryInputs.attribute, dispatches: true },
  );
}

/** First those that people add by hand; the others are for what only they can take. */
const typeTexts: Readonly<Record<AttributeType, string>> = {
  text: 'Text',
  number: 'Number',
  currency: 'Currency',
  date: 'Date',
  'foreign key': 'Foreign Key',
  boolean: 'Boolean',
  list: 'List',
};
const typeOrder: readonly AttributeType[] = ['text', 'number', 'currency', 'date', 'foreign key'];

function newAttributeBlocks(form: EntryForm): KnownBlock[] {
  const others = attributeTypes.filter((type) => !typeOrder.includes(type));
  const choices = [...typeOrder, ...others].map((value) => ({ text: typeTexts[value], value }));
  return [
    input('New attribute', newNameInput(form), {
      blockId: entryInputs.newName,
      dispatches: true,
      hint: 'A name such as "Contract end"; it is stored as contract_end.',
    }),
    input('Type', select(entryIds.newType, { placeholder: 'Type', choices, chosen: form.newType }), {
      blockId: entryInputs.newType,
      dispatches: true,
    }),
    ...nameBlocks(form),
    actions([button('Choose an existing attribute', entryIds.knownAttribute)]),
  ];
}

/** What becomes of the name that is typed. */
function nameBlocks(form: EntryForm): KnownBlock[] {
  const name = newAttributeName(form);
  if (name === '' || name === form.newName) return [];
  const problem = attributeNameProblem(name);
  return [context(problem === null ? `Stored as ${code(name)}` : `❌ ${asTyped(problem)}`)];
}

/** Tells of every letter, so that the name under which it is stored is seen before it is. */
function newNameInput({ newName }: EntryForm): PlainTextInput {
  return textInput(entryIds.newName, {
    value: newName,
    maxLength: maxNewName,
    dispatchOn: 'on_character_entered',
  });
}

/** A label is longer than the name that is made of it. */
const maxNewName = 200;

const formatHints: Readonly<Partial<Record<AttributeType, string>>> = {
  date: 'One a line, tried in order: dd/MM/yyyy, yyyy-MM-dd HH:mm, ISO 8601, epoch seconds. Empty: as the CRM gives it.',
  number: 'One a line, tried in order: #,##0.00 or #.##0,00. Empty: as the CRM gives it.',
  currency: 'One a line, tried in order: #,##0.00 or #.##0,00. Empty: as the CRM gives it.',
};

function formatBlocks(form: EntryForm, { attributes }: EntryData): KnownBlock[] {
  const type = targetTypeOf(form, attributes);
  const hint = type === undefined ? undefined : formatHints[type];
  // Formats that do not belong here can still be taken away.
  if (hint === undefined && form.formats === '') return [];
  const text = textInput(entryIds.formats, {
    value: form.formats,
    multiline: true,
    placeholder: 'dd/MM/yyyy',
    dispatchOn: 'on_character_entered',
  });
  return [
    input('Source formats', text, {
      blockId: entryInputs.formats,
      optional: true,
      dispatches: true,
      ...(hint === undefined ? {} : { hint }),
    }),
  ];
}

/** @param heading what the samples are of */
export function sampleBlocks(
  { kind, formula }: Pick<EntryForm, 'kind' | 'formula'>,
  shown: ShownSamples,
  heading = 'Sample',
): KnownBlock[] {
  if (shown === null) return [];
  if (typeof shown === 'string') return [context(asTyped(shown))];
  const problems = shown.problems.slice(0, maxProblems).map(({ severity, message, position }) => {
    const text = `${severity === 'error' ? '❌' : '⚠️'} ${asTyped(message)}`;
    return position === undefined || kind !== 'formula'
      ? text
      : `${text}\n${placeInFormula(formula, position)}`;
  });
  const samples = shown.samples.slice(0, maxSamples).map(({ before, after, reason }) => {
    const stored = reason === null ? shownValue(after) : `❌ ${asTyped(reason)}`;
    return kind === 'formula' && before === null ? stored : `${shownValue(before)} → ${stored}`;
  });
  const lines = [...problems, ...(samples.length === 0 ? [] : [`*${heading}*`, ...samples])];
  return lines.length === 0 ? [] : [divider(), section(lines.join('\n')), divider()];
}

function shownValue(value: string | null): string {
  return value === null || value === '' ? '–' : code(value.slice(0, maxSampleLength));
}

function skipBlocks({ row, maySkip, direction }: EntryData): KnownBlock[] {
  if (row === null) return [];
  if (row.skipped !== true && !maySkip)
    return [context('A key cannot be skipped: no record is stored without it.')];
  return row.skipped === true
    ? [
        section(
          `${bold('This field is skipped.')} It is not ${direction === 'outbound' ? 'sent' : 'brought in'}.`,
        ),
        actions([button('Undo skip', entryIds.take)]),
      ]
    : [actions([button('Skip field', entryIds.skip)])];
}

/** A function in the select of the function editor. */
export function functionOption(definition: FormulaFunction): PlainTextOption {
  return option({ text: usageOf(definition), value: definition.name, description: definition.help });
}
