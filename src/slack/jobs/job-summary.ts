/** What a job does, as people read it before it is saved and when it is opened. */
import { guardText } from '../../domain/guard.ts';
import { hubObjects } from '../../domain/hub-object.ts';
import type { Job, OutboundJob } from '../../domain/job.ts';
import { describeSchedule } from '../../domain/schedule-text.ts';
import { nextRuns } from '../../domain/schedule.ts';
import { asTyped, code, cut, escape } from '../blocks/index.ts';
import { directionTitles, hubTitle, momentText, numberText } from '../jobs/words.ts';
import type { Clock } from '../jobs/words.ts';
import { mentionText } from '../notifications/mention-text.ts';

const maxFilterLength = 600;
const maxDescriptionLength = 600;
const runsShown = 3;

export interface SummarySetting {
  /** Name of the job's connection. */
  readonly connection: string;
  readonly clock: Clock;
}

/** mrkdwn, a line a part; without the name. */
export function summaryText(job: Job, { connection, clock }: SummarySetting): string {
  const { description, source, mapping, schedule } = job;
  const filter = source.filter.replaceAll(/\s+/g, ' ').trim();
  return [
    ...(description === '' ? [] : [asTyped(cut(description, maxDescriptionLength))]),
    `*${directionTitles[job.direction]}:* ${asTyped(connection)} · ${objectsText(job)}`,
    `*Records:* ${filter === '' ? 'all' : code(cut(filter, maxFilterLength))}`,
    `*Mapping:* ${numberText(mapping.length)} ${mapping.length === 1 ? 'row' : 'rows'}`,
    ...settingsLines(job),
    `*Runs:* ${asTyped(describeSchedule(schedule))}${schedulingText(schedule)}`,
    ...nextRunsLine(job, clock),
    ...(job.direction === 'inbound' ? [`*Full sync:* ${schedule.fullSync}`] : []),
    ...failuresLine(job),
    `*Stops before unusually many changes:* ${guardText(job.settings.guard).toLowerCase()}`,
    notifyLine(job),
  ].join('\n');
}

/** One without a moment to run at has nothing that could be enabled. */
function schedulingText(schedule: Job['schedule']): string {
  if (!schedule.enabled) return ' · scheduling is disabled';
  return schedule.run === 'once' && schedule.date === undefined ? '' : ' · scheduling is enabled';
}

/** Where nobody decided, the usual is nothing to be told. */
function failuresLine({ schedule: { disableAfter } }: Job): string[] {
  if (disableAfter === undefined) return [];
  const when = disableAfter === 0 ? 'never' : `after ${numberText(disableAfter)} in a row`;
  return [`*Failures disable it:* ${when}`];
}

function objectsText(job: Job): string {
  return job.direction === 'inbound'
    ? `${asTyped(job.source.object)} → ${hubTitle(job.target.object)}`
    : `${hubTitle(job.source.object)} → ${asTyped(job.target.object)}`;
}

function settingsLines(job: Job): string[] {
  if (job.direction === 'outbound') return outboundLines(job);
  const { allowCreate, resolveConflicts } = job.settings;
  const { nounPlural } = hubObjects[job.target.object];
  return [
    `*New ${nounPlural}:* ${allowCreate ? 'created' : 'ignored and counted'}`,
    `*Matching conflicts:* ${resolveConflicts ? 'resolved automatically' : 'rejected'}`,
  ];
}

function outboundLines({ target, settings }: OutboundJob): string[] {
  const { allowCreate, updateExisting, emptyValues } = settings;
  const object = asTyped(target.object);
  return [
    `*Matched on:* ${asTyped(target.matchOn)}`,
    ...(target.parent === undefined ? [] : [`*Parent object:* ${asTyped(target.parent)}`]),
    `*New ${object} records:* ${allowCreate ? 'created' : 'ignored and counted'}`,
    `*Existing ${object} records:* ${updateExisting ? 'updated' : 'ignored and counted'}`,
    `*Attributes without a value:* ${emptyValues === 'clear' ? 'clear their field' : 'leave their field as it is'}`,
  ];
}

function nextRunsLine({ schedule }: Job, clock: Clock): string[] {
  const runs = nextRuns(schedule, clock.now, runsShown).map((run) => momentText(run, clock));
  return runs.length === 0 ? [] : [`*Next runs:* ${asTyped(runs.join(' · '))} (${asTyped(clock.timezone)})`];
}

function notifyLine({ notify: { channel, on, mention, failures, digest = 'never' } }: Job): string {
  if (channel === null) return '*Notifications:* none';
  const where = channel.startsWith('#') ? asTyped(channel) : `<#${escape(channel)}>`;
  const events = on.length === 0 ? [] : [asTyped(on.join(', '))];
  const first = failures === 'first' ? ['of failures in a row the first'] : [];
  const summary = digest === 'never' ? [] : [`${digest} summary`];
  const people = mention.length === 0 ? [] : [`mentions ${mentionText(mention)}`];
  return `*Notifications:* ${[where, ...events, ...first, ...summary, ...people].join(' · ')}`;
}
