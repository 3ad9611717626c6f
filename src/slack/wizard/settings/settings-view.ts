/** "Settings and schedule": what it shows, from data. */
import type { KnownBlock } from '@slack/types';
import {
  defaultCadence,
  defaultFullSync,
  defaultOutboundSettings,
  defaultSettings,
  scheduleOf,
} from '../../../domain/draft.ts';
import type { InboundDraft, OutboundDraft } from '../../../domain/draft.ts';
import { maxDescriptionLength, maxNameLength } from '../../../domain/draft-check.ts';
import { hubObjects } from '../../../domain/hub-object.ts';
import {
  digestCadences,
  failureRules,
  fullSyncCadences,
  maxDisableAfter,
  notifyEvents,
  usualDisableAfter,
} from '../../../domain/job.ts';
import type {
  Cadence,
  DigestCadence,
  FailureRule,
  FullSyncCadence,
  NotifyEvent,
  Schedule,
} from '../../../domain/job.ts';
import { nextRun, nextRuns } from '../../../domain/schedule.ts';
import { checkSchedule } from '../../../domain/schedule-check.ts';
import { describeSchedule } from '../../../domain/schedule-text.ts';
import type { StoredDraft } from '../../../domain/stored-draft.ts';
import { asTyped, context, divider, input, section, select } from '../../blocks/index.ts';
import {
  channelSelect,
  checkboxes,
  externalSelect,
  multiSelect,
  numberInput,
  peopleSelect,
  textInput,
} from '../../blocks/inputs.ts';
import { momentText } from '../../jobs/words.ts';
import type { Clock } from '../../jobs/words.ts';
import { blockId } from '../entered.ts';
import { cadenceInputs, cadenceNames, cadenceTitles, partsOf } from './cadences.ts';
import { guardBlocks } from './guard-inputs.ts';
import { zoneChoice } from './timezones.ts';

export const settingsIds = {
  /** What the next runs depend on. */
  schedule: 'wizard-schedule',
  zone: 'wizard-zone',
  entry: 'wizard-setting',
} as const;

/** In the group "When records come in". */
export const loading = {
  allowCreate: 'allowCreate',
  resolveConflicts: 'resolveConflicts',
  updateExisting: 'updateExisting',
  clearEmpty: 'clearEmpty',
} as const;
/** In the group "Saving". */
export const saving = { startNow: 'startNow', enabled: 'enabled' } as const;

export const fullSyncTitles: Readonly<Record<FullSyncCadence, string>> = {
  never: 'Never',
  daily: 'Daily',
  weekly: 'Weekly',
  monthly: 'Monthly',
};

const eventTitles: Readonly<Record<NotifyEvent, string>> = {
  failed: 'Failed',
  'partly succeeded': 'Partly succeeded',
  recovered: 'Recovered',
  succeeded: 'Succeeded',
  'job changed': 'Job changed',
  'approval needed': 'Approval needed',
  'long-running': 'Long-running',
  'schema changed': 'Schema changed',
};

const failureTitles: Readonly<Record<FailureRule, string>> = {
  every: 'Each is told',
  first: 'The first is told',
};
const digestTitles: Readonly<Record<DigestCadence, string>> = {
  never: 'Never',
  daily: 'Daily',
  weekly: 'Weekly',
};

/** What a channel is told where nobody chose: that something needs a person, and that it no longer does. */
export const usualEvents: readonly NotifyEvent[] = [
  'failed',
  'partly succeeded',
  'recovered',
  'approval needed',
];

export interface SettingsData {
  readonly stored: StoredDraft;
  /** Where the draft has none. */
  readonly proposedName: string;
  /** Id of the channel that is named in the draft; null where it has none, or nobody knows it. */
  readonly channelId: string | null;
  readonly clock: Clock;
}

export function settingsBlocks(data: SettingsData): KnownBlock[] {
  return [
    ...nameBlocks(data),
    ...loadingBlocks(data),
    ...guardBlocks(data.stored, settingsIds.entry),
    divider(),
    ...scheduleBlocks(data),
    divider(),
    ...notifyBlocks(data),
  ];
}

function nameBlocks({ stored: { draft }, proposedName }: SettingsData): KnownBlock[] {
  return [
    input(
      'Name',
      textInput(settingsIds.entry, {
        value: draft.name ?? proposedName,
        maxLength: maxNameLength,
        placeholder: proposedName === '' ? 'A name of its own' : proposedName,
      }),
      { blockId: blockId('name') },
    ),
    input(
      'Description',
      textInput(settingsIds.entry, {
        value: draft.description,
        multiline: true,
        maxLength: maxDescriptionLength,
      }),
      { blockId: blockId('description'), optional: true },
    ),
  ];
}

function loadingBlocks({ stored: { draft } }: SettingsData): KnownBlock[] {
  return draft.direction === 'inbound' ? receivingBlocks(draft) : sendingBlocks(draft);
}

/** What is asked of a job that exports data, with the CRM's noun in it: "Allow new Account creation". */
function sendingBlocks({ target, settings }: OutboundDraft): KnownBlock[] {
  const { allowCreate, updateExisting, emptyValues } = { ...defaultOutboundSettings, ...settings };
  const noun = target.object ?? 'record';
  const chosen = [
    ...(allowCreate ? [loading.allowCreate] : []),
    ...(updateExisting ? [loading.updateExisting] : []),
    ...(emptyValues === 'clear' ? [loading.clearEmpty] : []),
  ];
  const choices = [
    {
      text: `Allow new ${noun} creation`,
      value: loading.allowCreate,
      description: 'Off: records that the CRM does not have are ignored and counted.',
    },
    {
      text: `Update existing ${noun}`,
      value: loading.updateExisting,
      description: 'Off: records that the CRM has already are ignored and counted.',
    },
    {
      text: 'Clear fields whose attribute is empty',
      value: loading.clearEmpty,
      description: 'Off: what the CRM has there stays.',
    },
  ];
  return [
    input('When records are sent', checkboxes(settingsIds.entry, { choices, chosen }), {
      blockId: blockId('sending', noun),
      optional: true,
    }),
  ];
}

function receivingBlocks(draft: InboundDraft): KnownBlock[] {
  const { allowCreate, resolveConflicts } = { ...defaultSettings, ...draft.settings };
  const noun = draft.target.object === undefined ? 'records' : hubObjects[draft.target.object].nounPlural;
  const chosen = [
    ...(allowCreate ? [loading.allowCreate] : []),
    ...(resolveConflicts ? [loading.resolveConflicts] : []),
  ];
  const choices = [
    {
      text: `Allow new ${noun} creation`,
      value: loading.allowCreate,
      description: 'Off: those that exist get values, new ones are ignored and counted.',
    },
    {
      text: 'Automatically resolve matching conflicts',
      value: loading.resolveConflicts,
      description: 'The record modified last wins. Off: both are named and rejected.',
    },
  ];
  return [
    input('When records come in', checkboxes(settingsIds.entry, { choices, chosen }), {
      blockId: blockId('loading', noun),
      optional: true,
    }),
  ];
}

function scheduleBlocks({ stored: { draft, entered }, clock }: SettingsData): KnownBlock[] {
  const cadence = draft.schedule.cadence ?? defaultCadence;
  const zone = draft.schedule.timezone ?? clock.timezone;
  const fullSync = draft.schedule.fullSync ?? defaultFullSync(cadence);
  return [
    input(
      'Run',
      select(settingsIds.schedule, {
        placeholder: 'How often',
        choices: cadenceNames.map((value) => ({ value, text: cadenceTitles[value] })),
        chosen: cadence.run,
      }),
      { blockId: blockId('run'), dispatches: true },
    ),
    ...cadenceInputs(cadence.run, partsOf(cadence, entered), settingsIds.schedule),
    input(
      'Time zone',
      externalSelect(settingsIds.zone, {
        placeholder: 'Type a city, such as Berlin',
        chosen: zoneChoice(zone, clock.now),
      }),
      { blockId: blockId('timezone'), dispatches: true },
    ),
    context(...nextRunsText(draft, zone, clock)),
    ...(draft.direction === 'inbound' ? fullSyncBlocks(cadence, fullSync) : []),
    input(
      'Disable scheduling after failures in a row',
      numberInput(settingsIds.entry, {
        value: entered['disableAfter'] ?? String(draft.schedule.disableAfter ?? usualDisableAfter),
        min: 0,
        max: maxDisableAfter,
      }),
      {
        blockId: blockId('disableAfter'),
        hint: '0 = never. Failures of less than a day never disable a job, and saving it begins to count anew.',
      },
    ),
    input(
      'Saving',
      checkboxes(settingsIds.entry, {
        choices: [
          { text: 'Sync immediately after saving', value: saving.startNow },
          {
            text: 'Enable integration scheduling',
            value: saving.enabled,
            description: 'Off: the job is saved disabled, and runs only when somebody starts it.',
          },
        ],
        chosen: [
          ...(entered[saving.startNow] === 'yes' ? [saving.startNow] : []),
          ...(draft.schedule.enabled === false ? [] : [saving.enabled]),
        ],
      }),
      { blockId: blockId('saving'), optional: true },
    ),
  ];
}

/** What is sent is what the hub has: an export has nothing that a full sync would find. */
function fullSyncBlocks(cadence: Cadence, chosen: FullSyncCadence): KnownBlock[] {
  const recommended = defaultFullSync(cadence);
  return [
    input(
      'Run a full sync and rebuild objects matching',
      select(settingsIds.entry, {
        placeholder: 'How often',
        choices: fullSyncCadences.map((value) => ({ value, text: fullSyncTitles[value] })),
        chosen,
      }),
      {
        // What is recommended changes with the cadence: another input, so that it is chosen anew.
        blockId: blockId('fullSync', cadence.run),
        hint:
          recommended === 'daily'
            ? 'Daily is recommended, and preselected here: frequent runs read what was modified, and do not see calculated fields and what was deleted for good.'
            : 'Never is preselected here, Daily where it runs hourly or by minutes. A full sync also sees changed calculated fields, and what was deleted for good.',
      },
    ),
  ];
}

const runsShown = 3;

export const goneByText =
  'This moment has gone by: choose one that is still to come, or leave date and time empty.';

/** Whether it is to run once, at a moment in the past. */
export function isGoneBy(schedule: Schedule, now: Date): boolean {
  if (schedule.run !== 'once' || schedule.date === undefined) return false;
  return nextRun({ ...schedule, enabled: true }, now) === null;
}

function nextRunsText(draft: StoredDraft['draft'], zone: string, clock: Clock): string[] {
  const schedule = { ...scheduleOf({ ...draft.schedule, timezone: zone }), enabled: true };
  const [problem] = checkSchedule(schedule);
  if (problem !== undefined) return [`⚠️ ${asTyped(problem.message)}`];
  if (isGoneBy(schedule, clock.now)) return [`⚠️ ${goneByText}`];
  const runs = nextRuns(schedule, clock.now, runsShown).map((moment) => momentText(moment, clock));
  const words = `🕐 ${asTyped(describeSchedule(schedule))}`;
  return runs.length === 0 ? [words] : [words, `Next runs on your clock: ${asTyped(runs.join(' · '))}`];
}

function notifyBlocks({ stored: { draft, entered }, channelId }: SettingsData): KnownBlock[] {
  const { channel = null, on, mention, failures = 'every', digest = 'never' } = draft.notify;
  const kept = entered['notifyOn']?.split(',') ?? usualEvents;
  const events = channel === null ? kept : (on ?? kept);
  const people = channel === null ? (entered['mention']?.split(',') ?? []) : (mention ?? []);
  const isUnknown = channel !== null && channelId === null;
  return [
    section('*Notifications*'),
    input(
      'Channel for notifications',
      channelSelect(settingsIds.entry, { placeholder: 'Choose a channel', chosen: channelId ?? undefined }),
      {
        blockId: channelBlock(channel, channelId),
        optional: true,
        hint: isUnknown
          ? `Now it is ${channel}, which Crosswalk does not see. It stays where nothing is chosen.`
          : 'Nothing is sent without one. Crosswalk joins public channels by itself; invite it to private ones.',
      },
    ),
    input(
      'Notify when',
      multiSelect(settingsIds.entry, {
        placeholder: 'What is told',
        choices: notifyEvents.map((value) => ({ value, text: eventTitles[value] })),
        chosen: events,
      }),
      { blockId: blockId('events'), optional: true },
    ),
    input(
      'Failures in a row',
      select(settingsIds.entry, {
        placeholder: 'Which are told',
        choices: failureRules.map((value) => ({ value, text: failureTitles[value] })),
        chosen: failures,
      }),
      { blockId: blockId('failures') },
    ),
    input(
      'Summary',
      select(settingsIds.entry, {
        placeholder: 'How often',
        choices: digestCadences.map((value) => ({ value, text: digestTitles[value] })),
        chosen: digest,
      }),
      {
        blockId: blockId('digest'),
        hint: 'What the jobs of this channel did, with a chart: at 8:00, a weekly one on Mondays.',
      },
    ),
    input(
      'Mention',
      peopleSelect(settingsIds.entry, {
        placeholder: 'Who is mentioned when something is wrong',
        chosen: people.filter((id) => /^[UW]/.test(id)),
      }),
      { blockId: blockId('mention'), optional: true },
    ),
  ];
}

/**
 * A channel may be stored by its name, which the input does not know: its id stands in the block id, so that choosing
 * nothing else leaves the name as it is.
 */
export function channelBlock(channel: string | null, channelId: string | null): string {
  return channel?.startsWith('#') === true ? blockId('channel', channelId ?? '') : blockId('channel');
}
