/** What differs between two versions of a job, in the words of the screens. */
import { guardText } from './guard.ts';
import { hubObjects } from './hub-object.ts';
import { usualDisableAfter } from './job.ts';
import type { EmptyValues, FailureRule, Job } from './job.ts';
import { mappingDifferences } from './mapping-difference.ts';
import { describeSchedule } from './schedule-text.ts';

export interface Difference {
  /** "Query filter", "Mapping of renewal_date". */
  readonly part: string;
  /** null where there was nothing. */
  readonly before: string | null;
  /** null where there is nothing any more. */
  readonly after: string | null;
}

/**
 * One entry a part that differs, in the order of the wizard; each row of the mapping is a part of its own. Ids and
 * versions are not compared.
 *
 * @param connectionNames by id
 */
export function differencesOf(
  before: Job,
  after: Job,
  connectionNames: ReadonlyMap<string, string>,
): Difference[] {
  const told = (parts: readonly Part[]): Difference[] =>
    parts.flatMap(({ part, of }) => differenceOf(part, of(before), of(after)));
  return [
    ...told([
      { part: 'Direction', of: ({ direction }) => (direction === 'inbound' ? 'Import data' : 'Export data') },
      { part: 'Connection', of: ({ connectionId }) => connectionNames.get(connectionId) ?? connectionId },
      { part: 'Object', of: ({ source }) => source.object },
      { part: 'Target', of: ({ target }) => target.object },
      { part: 'Matched on', of: (job) => (job.direction === 'outbound' ? job.target.matchOn : null) },
      {
        part: 'Parent object',
        of: (job) => (job.direction === 'outbound' ? (job.target.parent ?? null) : null),
      },
      { part: 'Query filter', of: ({ source }) => textOf(source.filter) },
    ]),
    ...mappingDifferences(before.mapping, after.mapping),
    ...told([
      { part: 'Name', of: ({ name }) => name },
      { part: 'Description', of: ({ description }) => textOf(description) },
      { part: `Allow new ${nounOf(after)} creation`, of: ({ settings }) => switchOf(settings.allowCreate) },
      {
        part: 'Automatically resolve matching conflicts',
        of: (job) => (job.direction === 'inbound' ? switchOf(job.settings.resolveConflicts) : null),
      },
      {
        part: `Update existing ${nounOf(after)}`,
        of: (job) => (job.direction === 'outbound' ? switchOf(job.settings.updateExisting) : null),
      },
      {
        part: 'Attributes without a value',
        of: (job) => (job.direction === 'outbound' ? emptyValueWords[job.settings.emptyValues] : null),
      },
    ]),
    ...told([
      { part: 'Stop before unusually many changes', of: ({ settings }) => guardText(settings.guard) },
    ]),
    ...scheduleDifferences(before, after),
    ...told([
      {
        part: 'Run a full sync and rebuild objects matching',
        of: ({ schedule }) => capitalized(schedule.fullSync),
      },
      { part: 'Enable integration scheduling', of: ({ schedule }) => switchOf(schedule.enabled) },
      {
        part: 'Disable after failures in a row',
        of: ({ schedule: { disableAfter = usualDisableAfter } }) =>
          disableAfter === 0 ? 'Never' : String(disableAfter),
      },
      { part: 'Channel for notifications', of: ({ notify }) => notify.channel },
      { part: 'Notifications', of: ({ notify }) => listOf(notify.on) },
      { part: 'Who is mentioned', of: ({ notify }) => listOf(notify.mention) },
      { part: 'Failures in a row', of: ({ notify: { failures = 'every' } }) => failureWords[failures] },
      { part: 'Summary', of: ({ notify: { digest = 'never' } }) => capitalized(digest) },
    ]),
  ];
}

const failureWords: Readonly<Record<FailureRule, string>> = {
  every: 'Each is told',
  first: 'The first is told',
};

interface Part {
  readonly part: string;
  /** null where the job has nothing of it. */
  readonly of: (job: Job) => string | null;
}

function differenceOf(part: string, before: string | null, after: string | null): Difference[] {
  return before === after ? [] : [{ part, before, after }];
}

/** The zone is told by itself only where the words of the schedule do not have it. */
function scheduleDifferences(before: Job, after: Job): Difference[] {
  const run = differenceOf('Run', describeSchedule(before.schedule), describeSchedule(after.schedule));
  if (run.length > 0) return run;
  return differenceOf('Time zone', before.schedule.timezone, after.schedule.timezone);
}

function nounOf(job: Job): string {
  return job.direction === 'inbound' ? hubObjects[job.target.object].nounPlural : job.target.object;
}

/** What becomes of a field whose attribute has no value. */
const emptyValueWords: Readonly<Record<EmptyValues, string>> = {
  leave: 'Leave the field as it is',
  clear: 'Clear the field',
};

const textOf = (text: string): string | null => (text === '' ? null : text);
const listOf = (items: readonly string[]): string | null => textOf([...items].sort().join(', '));
const switchOf = (isOn: boolean): string => (isOn ? 'On' : 'Off');
const capitalized = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
