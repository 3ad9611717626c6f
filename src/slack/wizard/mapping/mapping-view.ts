/** The step "Map and format": the rows of the mapping, a page at a time, and what is wrong with them. */
import type { KnownBlock, Overflow } from '@slack/types';
import type { DraftProblem } from '../../../domain/draft-problem.ts';
import { recordsRejected } from '../../../domain/outbound/rejection-warnings.ts';
import { actions, asTyped, bold, button, context, cut, option, section, select } from '../../blocks/index.ts';
import type { Choice } from '../../blocks/index.ts';
import { pageOf, pageText } from '../../blocks/page.ts';
import type { Page } from '../../blocks/page.ts';
import { pageButtons } from '../../blocks/page-buttons.ts';
import { numberText } from '../../jobs/words.ts';
import type { ScreenState } from '../step.ts';
import { suggestId } from '../words/mapping-words.ts';
import { listRows, missingKeys, wholeProblems } from './listed-rows.ts';
import type { ListedRow, MappingData, MissingKey } from './listed-rows.ts';
import { placeInFormula, sourceMarkup } from './source-words.ts';

export const mappingIds = {
  add: 'mapping-add',
  addFor: 'mapping-add-for',
  undo: 'mapping-undo',
  validate: 'mapping-validate',
  filter: 'mapping-filter',
  row: 'mapping-row',
  page: 'mapping-page',
} as const;

export const rowsOnPage = 15;
/** Of problems with the mapping as a whole; there are hardly more, and no more would be read. */
const maxWholeProblems = 8;
const maxProblemsOfRow = 3;
const maxMessageLength = 400;
const maxNoteShown = 150;

export const rowFilters = ['all', 'problems', 'skipped'] as const;
export type RowFilter = (typeof rowFilters)[number];

/** What the list is turned to. */
export interface ListState {
  readonly page: number;
  readonly filter: RowFilter;
  /** Somebody wanted to go on before the mapping was validated. */
  readonly isHeld: boolean;
}

export function readListState({ page, filter, isHeld }: ScreenState): ListState {
  return {
    page: typeof page === 'number' ? page : 0,
    filter: rowFilters.find((each) => each === filter) ?? 'all',
    isHeld: isHeld === true,
  };
}

export function mappingBlocks(data: MappingData, state: ListState): KnownBlock[] {
  const all = listRows(data);
  const page = pageOf(all.filter(isShown[state.filter]), state.page, rowsOnPage);
  return [
    ...statusBlocks(data, all, state),
    actions(
      [
        button('Add mapping', mappingIds.add),
        button('Suggest mappings', suggestId),
        button('Validate mapping', mappingIds.validate, data.draft.validated ? {} : { style: 'primary' }),
        select(mappingIds.filter, { placeholder: 'Show rows', choices: filterChoices, chosen: state.filter }),
      ],
      `mapping-list:${state.filter}`,
    ),
    ...removedBlocks(data),
    ...missingKeys(data).map((key) => missingKeyBlock(key, data)),
    ...page.items.flatMap((row) => rowBlocks(row, data)),
    ...pageBlocks(page, state.filter),
  ];
}

const hasProblems = ({ problems }: ListedRow): boolean => problems.length > 0;

const isShown: Readonly<Record<RowFilter, (row: ListedRow) => boolean>> = {
  all: () => true,
  problems: hasProblems,
  skipped: ({ row }) => row.skipped === true,
};

const filterChoices: readonly (Choice & { readonly value: RowFilter })[] = [
  { text: 'All rows', value: 'all' },
  { text: 'With problems', value: 'problems' },
  { text: 'Skipped', value: 'skipped' },
];

const nothingShown: Readonly<Record<RowFilter, string>> = {
  all: 'Nothing is mapped yet. Choose fields in the step before, or press *Add mapping*.',
  problems: 'No row has a problem.',
  skipped: 'No field is skipped.',
};

function statusBlocks(
  { draft, problems }: MappingData,
  all: readonly ListedRow[],
  { isHeld }: ListState,
): KnownBlock[] {
  const whole = wholeProblems(problems);
  const errors = [...whole, ...all.flatMap((row) => row.problems)].filter(isError).length;
  const lines = [
    ...(isHeld && !draft.validated ? ['⚠️ The mapping has to be validated before you go on.'] : []),
    statusText(draft.validated, errors),
    ...(problems.some(({ code }) => code === recordsRejected) ? [notForAll] : []),
    ...whole.slice(0, maxWholeProblems).map((problem) => `${placeOf(problem)}${problemText(problem)}`),
  ];
  return [context(summaryText(all)), section(lines.join('\n'))];
}

const hasErrors = ({ problems }: ListedRow): boolean => problems.some(isError);

const isError = ({ severity }: DraftProblem): boolean => severity === 'error';

function statusText(isValidated: boolean, errors: number): string {
  if (isValidated) return '✅ The mapping is valid.';
  if (errors === 0) return 'Press *Validate mapping* when the rows are as you want them.';
  const what = errors === 1 ? 'One error keeps' : `${numberText(errors)} errors keep`;
  return `❌ ${what} this mapping from being used. Mend what is marked, then press *Validate mapping*.`;
}

const notForAll =
  '⚠️ It does not fit every record, and a run rejects those. Show the rows *With problems* to see why.';

/** Where what is wrong is decided on in an earlier step. */
function placeOf({ path: [part, detail] }: DraftProblem): string {
  if (part === 'source' && detail === 'filter') return 'Query filter, in an earlier step: ';
  return '';
}

function summaryText(all: readonly ListedRow[]): string {
  const count = (test: (row: ListedRow) => boolean): number => all.filter(test).length;
  const skipped = count(({ row }) => row.skipped === true);
  const parts = [
    `${numberText(all.length - skipped)} mapped`,
    ...some(
      count(({ row }) => row.auto !== undefined && row.skipped !== true),
      'automatically',
    ),
    ...some(skipped, 'skipped'),
    ...some(count(hasErrors), 'with errors'),
    ...some(
      count((row) => hasProblems(row) && !hasErrors(row)),
      'with warnings',
    ),
  ];
  return parts.join(' · ');
}

function some(count: number, what: string): string[] {
  return count === 0 ? [] : [`${numberText(count)} ${what}`];
}

function removedBlocks(data: MappingData): KnownBlock[] {
  const { removed, fields } = data;
  if (removed === null) return [];
  const to = removed.target === '' ? '' : ` → ${targetMarkup(removed, data)}`;
  return [
    section(`Removed: ${sourceMarkup(removed.source, fields)}${to}`, {
      accessory: button('Undo remove', mappingIds.undo),
    }),
  ];
}

/** Stands first, where its row will be. */
function missingKeyBlock({ name, instead }: MissingKey, data: MappingData): KnownBlock {
  const target = data.draft.direction === 'inbound' ? bold(name) : targetMarkup({ target: name }, data);
  return section(`_${instead ?? 'nothing yet'}_ → ${target} \`key\``, {
    accessory: button('Map this key', `${mappingIds.addFor}:${name}`, { value: name }),
  });
}

function rowBlocks(listed: ListedRow, data: MappingData): KnownBlock[] {
  const { row, problems } = listed;
  const lines = [
    rowText(listed, data),
    ...problems.slice(0, maxProblemsOfRow).map((problem) => problemText(problem, row)),
  ];
  const small = [
    ...(row.auto === undefined ? [] : [`auto: ${asTyped(row.auto.words)}`]),
    ...(row.note === undefined
      ? []
      : [`note: ${asTyped(cut(row.note.replaceAll(/\s+/g, ' '), maxNoteShown))}`]),
  ];
  return [
    section(lines.join('\n'), { accessory: rowMenu(listed), blockId: `mapping-row:${row.id}` }),
    ...(small.length === 0 ? [] : [context(...small)]),
  ];
}

/** An attribute goes by its name; a field of the CRM by its label and name. */
function targetMarkup({ target }: Pick<ListedRow['row'], 'target'>, { draft, targets }: MappingData): string {
  if (draft.direction === 'inbound') return target === '' ? '_no attribute yet_' : bold(target);
  return sourceMarkup({ kind: 'field', path: target }, targets);
}

function rowText({ row, number, tags }: ListedRow, data: MappingData): string {
  const target = targetMarkup(row, data);
  const place = number === null ? '' : `${number}. `;
  const shownTags = tags.map((tag) => ` \`${tag}\``).join('');
  return `${place}${sourceMarkup(row.source, data.fields)} → ${target}${shownTags}`;
}

const signs: Readonly<Record<DraftProblem['severity'], string>> = { error: '❌', warning: '⚠️' };

function problemText({ severity, message, position }: DraftProblem, row?: ListedRow['row']): string {
  const text = `${signs[severity]} ${asTyped(cut(message, maxMessageLength))}`;
  if (position === undefined || row?.source.kind !== 'formula') return text;
  return `${text}\n${placeInFormula(row.source.text, position)}`;
}

export const rowCommands = ['edit', 'skip', 'take', 'remove'] as const;
export type RowCommand = (typeof rowCommands)[number];

function rowMenu({ row: { id, skipped }, maySkip }: ListedRow): Overflow {
  const entry = (text: string, command: RowCommand) => option({ text, value: `${command}:${id}` });
  const skip = maySkip ? [entry('Skip field', 'skip')] : [];
  return {
    type: 'overflow',
    action_id: mappingIds.row,
    options: [
      entry('Edit', 'edit'),
      ...(skipped === true ? [entry('Undo skip', 'take')] : skip),
      entry('Remove', 'remove'),
    ],
  };
}

/** What was chosen in the menu of a row; null where a forged request says something else. */
export function readRowCommand(
  value: string | null,
): { readonly command: RowCommand; readonly row: string } | null {
  const [word = '', ...rest] = (value ?? '').split(':');
  const command = rowCommands.find((each) => each === word);
  return command === undefined ? null : { command, row: rest.join(':') };
}

function pageBlocks(page: Page<ListedRow>, filter: RowFilter): KnownBlock[] {
  if (page.total === 0) return [section(nothingShown[filter])];
  const turns = pageButtons(mappingIds.page, page, ['Previous rows', 'More rows']);
  return [...(turns.length === 0 ? [] : [actions(turns)]), context(`Rows ${pageText(page)}`)];
}
