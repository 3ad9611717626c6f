import type { Random } from '../../sample/random.ts';
import { dayAfter, momentOf } from '../../sample/sample-days.ts';
import { refer } from './sample-record.ts';
import type { SampleRecord, SampleReference } from './sample-record.ts';

const taskSubjects = [
  'Call back about the invoice',
  'Send the contract, signed',
  'Prepare the quarterly review',
  'Ask: "Who signs?"',
  'Check the import\nand report back',
  'Plan the training 🎓',
];
const eventSubjects = [
  'Kick-off',
  'Quarterly review',
  'Site visit',
  'Training, part 2',
  '打ち合わせ',
  'Escalation call',
];
const minutesLong = [30, 45, 60, 90];

export interface ActivitiesInput {
  readonly count: number;
  readonly accounts: number;
  readonly contacts: number;
  readonly users: number;
  readonly today: string;
  readonly random: Random;
}

/** Things to do, most of them for an account (`WhatId`), some with a person (`WhoId`). */
export function sampleTasks(input: ActivitiesInput): SampleRecord[] {
  const { count, today, random } = input;
  return Array.from({ length: count }, () => ({
    values: {
      Subject: random.pick(taskSubjects),
      Status: random.pick(['Not Started', 'In Progress', 'Completed', 'Waiting on someone else']),
      Priority: random.pick(['Normal', 'Normal', 'High', 'Low']),
      ActivityDate: random.chance(0.1) ? null : dayAfter(today, random.whole(-120, 60)),
      Description: random.chance(0.5) ? null : 'As agreed on the phone.\n\n- first\n- then, "second"',
    },
    references: referencesOf(input),
  }));
}

/** Meetings and calls. */
export function sampleEvents(input: ActivitiesInput): SampleRecord[] {
  const { count, today, random } = input;
  return Array.from({ length: count }, (): SampleRecord => {
    const start = momentOf(
      dayAfter(today, random.whole(-200, 40)),
      random.whole(6, 17),
      random.pick([0, 15, 30]),
    );
    const minutes = random.pick(minutesLong);
    return {
      values: {
        Subject: random.pick(eventSubjects),
        StartDateTime: start,
        EndDateTime: new Date(Date.parse(start) + minutes * 60_000).toISOString(),
        DurationInMinutes: String(minutes),
        ActivityDate: start.slice(0, 10),
        Location: random.chance(0.4) ? null : random.pick(['On site', 'Video call', 'Room "Baobab"']),
        Description: random.chance(0.6) ? null : 'Notes follow.',
      },
      references: referencesOf(input),
    };
  });
}

function referencesOf({
  accounts,
  contacts,
  users,
  random,
}: ActivitiesInput): Record<string, SampleReference> {
  const account = random.chance(0.95) ? refer('Account', random.whole(0, accounts - 1)) : null;
  return {
    OwnerId: refer('User', random.whole(0, users - 1)),
    ...(account === null ? {} : { WhatId: account, AccountId: account }),
    ...(random.chance(0.5) ? { WhoId: refer('Contact', random.whole(0, contacts - 1)) } : {}),
  };
}
