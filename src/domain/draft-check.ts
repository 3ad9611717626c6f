import { checkInbound } from './draft-check-inbound.ts';
import type { DraftCheck } from './draft-check-mapping.ts';
import { checkOutbound } from './draft-check-outbound.ts';
import { problemAt } from './draft-problem.ts';
import type { DraftContext, DraftProblem } from './draft-problem.ts';
import { scheduleOf, usedRows } from './draft.ts';
import type { JobDraft } from './draft.ts';
import { UserError } from './errors.ts';
import { fieldPaths } from './filter/field-paths.ts';
import { parseFilter } from './filter/parse.ts';
import { guardBounds, guardOf } from './guard.ts';
import type { GuardRule } from './guard.ts';
import { sourcePaths } from './mapping/source-paths.ts';
import { nameKey } from './name-key.ts';
import { checkSchedule } from './schedule-check.ts';

export const maxNameLength = 80;
export const maxDescriptionLength = 1_000;

/** Everything that keeps a draft from becoming a job, in the order of its parts; the one check for every door. */
export function checkDraft(draft: JobDraft, context: DraftContext): DraftCheck {
  const { problems, newAttributes } =
    draft.direction === 'inbound' ? checkInbound(draft, context) : checkOutbound(draft, context);
  return {
    problems: [
      ...nameProblems(draft, context),
      ...problems,
      ...guardProblems(draft),
      ...scheduleProblems(draft),
      ...notifyProblems(draft),
    ],
    newAttributes,
  };
}

/**
 * The paths that the draft leads over in the CRM, for loading the schema that it is checked by. An export fills fields
 * of the object itself; what it reads is the hub's.
 */
export function draftPaths(draft: JobDraft): string[] {
  if (draft.direction === 'outbound') return [];
  return [...new Set([...filterPaths(draft.source.filter ?? ''), ...sourcePaths(usedRows(draft))])];
}

function filterPaths(text: string): string[] {
  try {
    const filter = parseFilter(text);
    return filter === null ? [] : fieldPaths(filter);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

function nameProblems({ name, description = '' }: JobDraft, { otherNames }: DraftContext): DraftProblem[] {
  const problems: DraftProblem[] = [];
  if (name === undefined || name === '') {
    problems.push(
      problemAt(['name'], 'name_missing', 'The job has no name. Give it one, such as "Accounts".'),
    );
  } else if (name.length > maxNameLength) {
    const message = `The name has ${name.length} characters; ${maxNameLength} are allowed. Shorten it.`;
    problems.push(problemAt(['name'], 'name_too_long', message));
  } else if (/\p{Cc}/u.test(name)) {
    const message = 'The name has a line end or another control character in it. Write it on one line.';
    problems.push(problemAt(['name'], 'bad_name', message));
  } else if (otherNames.some((other) => nameKey(other) === nameKey(name))) {
    const message = `There is another job named "${name}". Names are unique without letter case: choose another one.`;
    problems.push(problemAt(['name'], 'name_taken', message));
  }
  if (description.length > maxDescriptionLength) {
    const message = `The description has ${description.length} characters; ${maxDescriptionLength} are allowed. Shorten it.`;
    problems.push(problemAt(['description'], 'description_too_long', message));
  }
  return problems;
}

const guardMeanings: Readonly<Record<keyof GuardRule, string>> = {
  share: 'the share of the known records, in percent, above which a run asks for approval',
  atLeast: 'the number of records below which a run never asks for approval',
  expiresAfterHours: 'the number of hours after which nobody can approve a run any more',
};

function guardProblems({ settings: { guard } }: JobDraft): DraftProblem[] {
  const rule = guardOf(guard);
  if (rule === null) return [];
  return (Object.keys(guardBounds) as (keyof GuardRule)[]).flatMap((part) => {
    const { least, most } = guardBounds[part];
    const value = rule[part];
    if (Number.isInteger(value) && value >= least && value <= most) return [];
    const message = `${value} cannot be ${guardMeanings[part]}. Give a whole number from ${least} to ${most}.`;
    return [problemAt(['settings', 'guard', part], 'bad_guard', message)];
  });
}

function scheduleProblems({ schedule }: JobDraft): DraftProblem[] {
  return checkSchedule(scheduleOf(schedule)).map(({ part, message, example }) => ({
    ...problemAt(['schedule', part], 'bad_schedule', message),
    ...(example === undefined ? {} : { inFile: `For example ${part}: ${example}` }),
  }));
}

/** `#name`, or the id of a channel or a private one. */
const channelPattern = /^(?:#[^\s#@,]{1,80}|[CG][A-Z0-9]{6,20})$/;
/** Ids of a person, of a person of another workspace, and of a group. */
const mentionPattern = /^[UWS][A-Z0-9]{6,20}$/;

function notifyProblems({ notify }: JobDraft): DraftProblem[] {
  const { channel = null, on = [], mention = [], digest = 'never' } = notify;
  const problems: DraftProblem[] = [];
  if (channel === null) {
    if (on.length + mention.length === 0 && digest === 'never') return [];
    const what = digest === 'never' ? 'Nothing' : 'No summary';
    const message = `${what} can be sent without a channel. Name one, such as "#crm-syncs".`;
    return [problemAt(['notify', 'channel'], 'channel_missing', message)];
  }
  if (!channelPattern.test(channel)) {
    const message = `"${channel}" is no channel. Write "#crm-syncs", or the channel's id.`;
    problems.push(problemAt(['notify', 'channel'], 'bad_channel', message));
  }
  for (const [index, id] of mention.entries()) {
    if (mentionPattern.test(id)) continue;
    const message = `"${id}" is no id of a person or group. Ids look like U0123ABCD or S0123ABCD.`;
    problems.push(problemAt(['notify', 'mention', index], 'bad_mention', message));
  }
  return problems;
}
