/** What is entered in "Settings and schedule", as a change of the draft. */
import type { InboundPatch, JobPatch, OutboundPatch } from '../../../domain/draft-patch.ts';
import { defaultCadence, defaultFullSync } from '../../../domain/draft.ts';
import type { DraftSchedule } from '../../../domain/draft.ts';
import {
  digestCadences,
  failureRules,
  fullSyncCadences,
  notifyEvents,
  usualDisableAfter,
} from '../../../domain/job.ts';
import type { NotifySettings } from '../../../domain/job.ts';
import type { StoredDraft } from '../../../domain/stored-draft.ts';
import type { InputValues } from '../../feature.ts';
import { blockOf, enteredList, enteredText } from '../entered.ts';
import type { StepInput } from '../step.ts';
import { cadenceNames, cadenceOf, partsOf, readParts, wholeNumber } from './cadences.ts';
import { enteredGuard, guardPatch } from './guard-inputs.ts';
import { channelBlock, loading, saving } from './settings-view.ts';

export function readSettings(values: InputValues, { draft, entered }: StoredDraft): StepInput {
  const name = enteredText(values, 'name');
  const description = enteredText(values, 'description');
  const savingNow = enteredList(values, 'saving');
  const disableAfter = enteredText(values, 'disableAfter');
  return {
    patch: {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      ...(draft.direction === 'inbound' ? receivingPatch(values, draft) : sendingPatch(values, draft)),
      schedule: {
        ...cadencePatch(values, { draft, entered }),
        ...(savingNow === undefined ? {} : { enabled: savingNow.includes(saving.enabled) }),
        ...disableAfterPatch(values, draft),
      },
      ...notifyPatch(values, draft),
    },
    entered: {
      ...readParts(values),
      ...(savingNow === undefined
        ? {}
        : { [saving.startNow]: savingNow.includes(saving.startNow) ? 'yes' : 'no' }),
      ...kept(values, 'events', 'notifyOn'),
      ...kept(values, 'mention', 'mention'),
      ...(disableAfter === undefined ? {} : { disableAfter }),
      ...enteredGuard(values),
    },
  };
}

function receivingPatch(
  values: InputValues,
  draft: StoredDraft['draft'],
): Pick<InboundPatch, 'direction' | 'settings'> {
  const chosen = enteredList(values, 'loading');
  const guard = guardPatch(values, draft);
  if (chosen === undefined) return { settings: guard };
  return {
    settings: {
      ...guard,
      allowCreate: chosen.includes(loading.allowCreate),
      resolveConflicts: chosen.includes(loading.resolveConflicts),
    },
  };
}

function sendingPatch(
  values: InputValues,
  draft: StoredDraft['draft'],
): Pick<OutboundPatch, 'direction' | 'settings'> {
  const direction = 'outbound';
  const chosen = enteredList(values, 'sending');
  const guard = guardPatch(values, draft);
  if (chosen === undefined) return { direction, settings: guard };
  return {
    direction,
    settings: {
      ...guard,
      allowCreate: chosen.includes(loading.allowCreate),
      updateExisting: chosen.includes(loading.updateExisting),
      emptyValues: chosen.includes(loading.clearEmpty) ? 'clear' : 'leave',
    },
  };
}

function cadencePatch(
  values: InputValues,
  { draft, entered }: Pick<StoredDraft, 'draft' | 'entered'>,
): JobPatch['schedule'] {
  const before = draft.schedule.cadence ?? defaultCadence;
  const chosen = enteredText(values, 'run');
  const run = cadenceNames.find((each) => each === chosen);
  const timezone = enteredText(values, 'timezone');
  const fullSync = fullSyncCadences.find((each) => each === enteredText(values, 'fullSync'));
  // What was only recommended is not a choice: another cadence may recommend something else.
  const isChosen = draft.schedule.fullSync !== undefined || fullSync !== defaultFullSync(before);
  return {
    ...(run === undefined
      ? {}
      : { cadence: cadenceOf(run, { ...partsOf(before, entered), ...readParts(values) }) }),
    ...(timezone === undefined || timezone === '' ? {} : { timezone }),
    ...(fullSync !== undefined && isChosen ? { fullSync } : {}),
  };
}

/** Not judged: what is no number becomes one that no schedule takes. What was only proposed is not a choice. */
function disableAfterPatch(
  values: InputValues,
  { schedule }: StoredDraft['draft'],
): Pick<DraftSchedule, 'disableAfter'> {
  const text = enteredText(values, 'disableAfter');
  if (text === undefined) return {};
  const disableAfter = wholeNumber(text) ?? -1;
  return isChosen(disableAfter, schedule.disableAfter, usualDisableAfter) ? { disableAfter } : {};
}

/** What is chosen beside the channel; what was only proposed is not. */
function rulesOf(
  values: InputValues,
  { notify }: StoredDraft['draft'],
): Pick<NotifySettings, 'failures' | 'digest'> {
  const failures = failureRules.find((each) => each === enteredText(values, 'failures'));
  const digest = digestCadences.find((each) => each === enteredText(values, 'digest'));
  return {
    ...(isChosen(failures, notify.failures, 'every') ? { failures } : {}),
    ...(isChosen(digest, notify.digest, 'never') ? { digest } : {}),
  };
}

function isChosen<Value>(value: Value | undefined, before: Value | undefined, usual: Value): boolean {
  return value !== undefined && (before !== undefined || value !== usual);
}

function notifyPatch(values: InputValues, draft: StoredDraft['draft']): Pick<JobPatch, 'notify'> {
  const { notify } = draft;
  const rules = rulesOf(values, draft);
  const channel = enteredText(values, 'channel');
  if (channel === undefined) return {};
  const before = notify.channel ?? null;
  const isAsBefore = blockOf(values, 'channel') === channelBlock(before, channel);
  const wanted = isAsBefore && before !== null ? before : channel;
  if (wanted === '') return { notify: { channel: null, on: [], mention: [], ...rules } };
  const on = enteredList(values, 'events') ?? [];
  return {
    notify: {
      channel: wanted,
      on: notifyEvents.filter((each) => on.includes(each)),
      // Groups are mentioned by jobs as code; the input knows people only.
      mention: [
        ...(notify.mention ?? []).filter((id) => id.startsWith('S')),
        ...(enteredList(values, 'mention') ?? []),
      ],
      ...rules,
    },
  };
}

/** A list that is kept while the draft has no channel to send it to. */
function kept(values: InputValues, name: string, as: string): Record<string, string> {
  const list = enteredList(values, name);
  return list === undefined ? {} : { [as]: list.join(',') };
}
