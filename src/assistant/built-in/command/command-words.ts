import { describeSchedule } from '../../../domain/schedule-text.ts';
import type { JobSummary } from '../../assistant.ts';
import {
  proposedScheduleSchema,
  question,
  writeIntents,
  type CommandIntent,
  type Proposal,
  type ProposedSchedule,
} from '../../proposal.ts';
import { scheduleOf, type SaidSchedule } from '../words/schedules.ts';

const verbs: Readonly<Record<CommandIntent, string>> = {
  run: 'Run',
  fullsync: 'Run a full sync of',
  dryrun: 'Dry run of',
  cancel: 'Cancel the run of',
  disable: 'Disable',
  enable: 'Enable',
  history: 'History of',
  'why-failed': 'What went wrong with',
  status: 'Status of',
  list: 'All jobs',
  download: 'Last run file of',
  'edit-schedule': 'Change the schedule of',
};

/** A command with what it would do in words; of one that changes something, a button stands before it. */
export function commandOf(
  intent: CommandIntent,
  jobs: readonly JobSummary[],
  said: SaidSchedule | null,
  timezone: string,
): Proposal {
  const schedule = intent === 'edit-schedule' && said !== null ? scheduleOf(said, scheduleNow(jobs)) : null;
  return commandTo(intent, jobs, schedule, timezone);
}

/** The same, where the schedule is known as it is to be. */
export function commandTo(
  intent: CommandIntent,
  jobs: readonly JobSummary[],
  schedule: ProposedSchedule | null,
  timezone: string,
): Proposal {
  const names = jobs.map(({ name }) => name);
  if (intent === 'edit-schedule' && schedule === null) return question('When should it run?', names);
  const list = names.length === 0 ? (intent === 'list' ? '' : 'the jobs') : names.join(', ');
  const then = schedule === null ? '' : ` to: ${scheduleInWords(schedule, timezone)}`;
  return {
    kind: 'command',
    intent,
    jobs: names,
    confirm: isWrite(intent),
    schedule,
    words: `${verbs[intent]} ${list}${then}`.trim(),
  };
}

export const isWrite = (intent: CommandIntent): boolean =>
  (writeIntents as readonly string[]).includes(intent);

export function scheduleInWords(schedule: ProposedSchedule, timezone: string): string {
  return describeSchedule({ ...schedule, timezone, fullSync: 'never', enabled: true });
}

/** How the first of them runs now. */
function scheduleNow([job]: readonly JobSummary[]): ProposedSchedule | null {
  const read = proposedScheduleSchema.safeParse(job?.schedule);
  return read.success ? read.data : null;
}
