/** What the last step shows: what is saved, what changes, and what to do where somebody else was there first. */
import type { Button, KnownBlock } from '@slack/types';
import type { DraftProblem } from '../../../domain/draft-problem.ts';
import type { JobDraft } from '../../../domain/draft.ts';
import type { Difference } from '../../../domain/job-difference.ts';
import type { Job } from '../../../domain/job.ts';
import { someNamed } from '../../../domain/some-named.ts';
import type { DraftChanges } from '../../../operations/drafts/draft-changes.ts';
import {
  actions,
  bold,
  button,
  code,
  confirmation,
  context,
  cut,
  divider,
  asTyped,
  section,
} from '../../blocks/index.ts';
import { listText } from '../../blocks/list-text.ts';
import { pageOf, pageText } from '../../blocks/page.ts';
import { pageButtons } from '../../blocks/page-buttons.ts';
import { differenceLines, differenceText } from '../../jobs/difference-text.ts';
import { summaryText } from '../../jobs/job-summary.ts';
import { savedText } from '../../jobs/saved-text.ts';
import type { Clock } from '../../jobs/words.ts';
import type { StepId } from '../step.ts';

export const saveIds = {
  anyway: 'save-anyway',
  discard: 'save-discard',
  asNew: 'save-as-new',
  go: 'save-go',
  page: 'save-page',
} as const;

const changesOnPage = 12;
/** Of each side where two people changed a job. */
const changesOfSide = 6;
const problemsShown = 8;
const maxProblemLength = 300;

export interface SaveData {
  readonly changes: DraftChanges;
  /** Why it was not saved; empty where that was not tried. */
  readonly problems: readonly DraftProblem[];
  /** As it would be saved; null where something is missing. */
  readonly job: Job | null;
  /** Name of its connection. */
  readonly connection: string;
  /** Names of attributes that saving it adds to the hub. */
  readonly newAttributes: readonly string[];
  readonly isStartedNow: boolean;
  readonly direction: JobDraft['direction'];
  /** Names of other jobs of this direction between the same objects of the same connection. */
  readonly twins: readonly string[];
  /** Of what changes. */
  readonly page: number;
  readonly clock: Clock;
}

export function saveBlocks(data: SaveData): KnownBlock[] {
  return [...problemBlocks(data), ...changeBlocks(data)];
}

function changeBlocks(data: SaveData): KnownBlock[] {
  const { changes } = data;
  switch (changes.kind) {
    case 'new':
      return summaryBlocks(data);
    case 'changed':
      return [...differenceBlocks(changes.differences, data), ...startBlocks(data)];
    case 'conflict':
      return conflictBlocks(changes, data.clock);
    case 'deleted':
      break;
  }
  return [
    section(
      '⚠️ Somebody else deleted this job while you were editing it. What you entered is still here: you can save it as a new job.',
    ),
    ...summaryBlocks(data),
    actions([button('Save as a new job', saveIds.asNew, { style: 'primary' }), discardButton()]),
  ];
}

function summaryBlocks({ job, connection, clock, ...data }: SaveData): KnownBlock[] {
  if (job === null) return [section('Something is missing still: go back, or press *Save* to see what.')];
  return [
    section(bold(job.name === '' ? 'Without a name' : job.name)),
    section(summaryText(job, { connection, clock })),
    ...startBlocks(data),
  ];
}

function startBlocks({
  newAttributes,
  isStartedNow,
  twins,
  direction,
}: Pick<SaveData, 'newAttributes' | 'isStartedNow' | 'twins' | 'direction'>): KnownBlock[] {
  return [
    ...newAttributeBlocks(newAttributes),
    ...twinBlocks(twins, direction),
    ...(isStartedNow ? [context('A sync starts as soon as it is saved.')] : []),
  ];
}

const attributesShown = 20;

function newAttributeBlocks(names: readonly string[]): KnownBlock[] {
  if (names.length === 0) return [];
  return [context(`*New in the hub:* ${someNamed(names.map(code), attributesShown)}`)];
}

/** More names would be read by nobody. */
const twinsShown = 3;

function twinBlocks(twins: readonly string[], direction: JobDraft['direction']): KnownBlock[] {
  if (twins.length === 0) return [];
  const named = someNamed(twins.map(bold), twinsShown);
  const verb = direction === 'inbound' ? 'read' : 'write';
  const what = `${verb}${twins.length === 1 ? 's' : ''} the same object`;
  const where = direction === 'inbound' ? 'into the same hub object' : 'from the same hub object';
  return [
    context(
      `ℹ️ ${named} ${what} ${where}. Where filters overlap, records get the values of whichever ran last.`,
    ),
  ];
}

function differenceBlocks(differences: readonly Difference[], { page: wanted }: SaveData): KnownBlock[] {
  if (differences.length === 0) {
    return [section('Nothing was changed yet. Go back to change something, or close this.')];
  }
  const page = pageOf(differences, wanted, changesOnPage);
  const turns = pageButtons(saveIds.page, page, ['Previous changes', 'More changes']);
  return [
    section('*What changes*'),
    ...page.items.map((each) => section(differenceText(each))),
    ...(turns.length === 0 ? [] : [actions(turns)]),
    ...(page.pages === 1 ? [] : [context(`Changes ${pageText(page)}`)]),
  ];
}

function conflictBlocks(
  { theirs, changedByThem, changedByMe }: Extract<DraftChanges, { kind: 'conflict' }>,
  clock: Clock,
): KnownBlock[] {
  const saved = theirs.saved === null ? '' : `, ${savedText(theirs.saved, clock)}`;
  const confirm = confirmation(
    'Save yours anyway?',
    'The job becomes what you see in your wizard. What the other person changed is taken back; it stays in the change history.',
    { confirm: 'Save mine' },
  );
  return [
    section(`⚠️ Somebody else saved this job while you were editing it${saved} (version ${theirs.version}).`),
    section(`*What they changed*\n${sideText(changedByThem)}`),
    section(`*What you changed*\n${sideText(changedByMe)}`),
    actions([
      button('Save mine anyway', saveIds.anyway, {
        value: String(theirs.version),
        style: 'primary',
        confirm,
      }),
      discardButton(),
    ]),
  ];
}

function sideText(differences: readonly Difference[]): string {
  return differences.length === 0 ? 'Nothing' : differenceLines(differences, changesOfSide);
}

function discardButton(): Button {
  const confirm = confirmation('Discard yours?', 'What you entered is forgotten.', {
    confirm: 'Discard',
    deny: 'Keep it',
  });
  return button('Discard mine', saveIds.discard, { style: 'danger', confirm });
}

/** Where each part of a draft is entered. */
const stepsOfParts: Readonly<Record<JobDraft['direction'], Readonly<Record<string, StepId>>>> = {
  inbound: { connection: 'source', source: 'source', target: 'source', mapping: 'mapping' },
  outbound: { connection: 'source', source: 'source', target: 'destination', mapping: 'mapping' },
};
const filterSteps: Readonly<Record<JobDraft['direction'], StepId>> = {
  inbound: 'fields',
  outbound: 'records',
};
const stepTitles: Readonly<Record<StepId, string>> = {
  source: 'Source',
  fields: 'Fields and filter',
  records: 'Filter and preview',
  destination: 'Destination',
  mapping: 'Map and format',
  preview: 'Preview',
  settings: 'Settings and schedule',
  save: 'Save',
};

function problemBlocks({ problems, direction }: SaveData): KnownBlock[] {
  if (problems.length === 0) return [];
  const messages = problems.map(({ message }) => asTyped(cut(message, maxProblemLength)));
  const steps = [...new Set(problems.map((problem) => stepOf(problem, direction)))];
  return [
    section(`⚠️ *Not saved yet: this has to be mended first.*\n${listText(messages, problemsShown)}`),
    actions(
      steps.map((step) => button(`Go to "${stepTitles[step]}"`, `${saveIds.go}:${step}`, { value: step })),
    ),
    divider(),
  ];
}

function stepOf({ path }: DraftProblem, direction: JobDraft['direction']): StepId {
  if (path[0] === 'source' && path[1] === 'filter') return filterSteps[direction];
  return stepsOfParts[direction][String(path[0])] ?? 'settings';
}
