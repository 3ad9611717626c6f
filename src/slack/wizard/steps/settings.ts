import { scheduleOf } from '../../../domain/draft.ts';
import type { DraftProblem } from '../../../domain/draft-problem.ts';
import type { InputValues } from '../../feature.ts';
import type { SlackServices } from '../../services.ts';
import { blockOf, enteredText } from '../entered.ts';
import { guardInput } from '../settings/guard-inputs.ts';
import { proposeName } from '../settings/propose-name.ts';
import { readSettings } from '../settings/read-settings.ts';
import { goneByText, isGoneBy, settingsBlocks, settingsIds } from '../settings/settings-view.ts';
import { findZones } from '../settings/timezones.ts';
import { shown } from '../step.ts';
import type { Leaving, Turn, WizardStep } from '../step.ts';

export function createSettingsStep({ operations, conversations }: SlackServices): WizardStep {
  async function proposedName({ call, stored }: Turn): Promise<string> {
    const [connections, jobs] = await Promise.all([
      operations.listConnections(call.context),
      operations.listJobs(call.context),
    ]);
    return proposeName(stored.draft, {
      connection: connections.find(({ id }) => id === stored.draft.connectionId)?.name ?? '',
      taken: jobs.flatMap(({ job }) => (job.id === stored.draft.id ? [] : [job.name])),
    });
  }

  return {
    id: 'settings',
    title: 'Settings and schedule',

    async show(turn) {
      const { call, stored } = turn;
      const { channel = null } = stored.draft.notify;
      const channelId = channel === null ? null : await conversations.idOf(channel);
      const clock = { timezone: call.person.timezone, now: call.context.now };
      return { blocks: settingsBlocks({ stored, proposedName: await proposedName(turn), channelId, clock }) };
    },

    read: readSettings,

    async leave({ call, stored }, values): Promise<Leaving> {
      const problems = await operations.draftProblems(call.context, { draft: stored.id });
      const errors = errorsOf(problems, values);
      const { draft, purpose } = stored;
      // A job that has run at its moment may be edited all the same.
      if (purpose === 'create' && isGoneBy(scheduleOf(draft.schedule), call.context.now)) {
        errors[blockOf(values, 'date')] ??= goneByText;
      }
      return Object.keys(errors).length === 0 ? { kind: 'go' } : { kind: 'errors', errors };
    },

    actions: [
      { actionId: settingsIds.schedule, handle: () => Promise.resolve(shown) },
      { actionId: settingsIds.zone, handle: () => Promise.resolve(shown) },
    ],
    options: [
      {
        actionId: settingsIds.zone,
        handle: ({ typed, context }) =>
          Promise.resolve({
            options: findZones(typed, context.now).map(({ text, value }) => ({
              text: { type: 'plain_text' as const, text },
              value,
            })),
          }),
      },
    ],
  };
}

/** Parts of a draft, and the input that each is entered in. */
const inputs: Readonly<Record<string, string>> = {
  name: 'name',
  description: 'description',
  notify: 'channel',
};

/** What is wrong in this step, at its inputs; the first problem of each. */
function errorsOf(problems: readonly DraftProblem[], values: InputValues): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, severity, message } of problems) {
    if (severity !== 'error') continue;
    const part = String(path[0]);
    const name =
      part === 'settings'
        ? path[1] === 'guard'
          ? guardInput(String(path[2] ?? ''))
          : settingsInput(values)
        : part === 'schedule'
          ? scheduleInput(String(path[1] ?? ''), values)
          : inputs[part];
    if (name === undefined) continue;
    errors[blockOf(values, name)] ??= message;
  }
  return errors;
}

/** Jobs of either direction have settings of their own. */
function settingsInput(values: InputValues): string {
  return values[blockOf(values, 'sending')] === undefined ? 'loading' : 'sending';
}

function scheduleInput(part: string, values: InputValues): string {
  if (part === 'at' && enteredText(values, 'onceAt') !== undefined) return 'onceAt';
  return values[blockOf(values, part)] === undefined ? 'run' : part;
}
