import type { Random } from '../../sample/random.ts';
import { dayAfter, momentOf } from '../../sample/sample-days.ts';
import type { GivenRecord } from '../org/given-values.ts';

type Activity = 'task' | 'phonecall' | 'appointment';

const subjects: Readonly<Record<Activity, readonly string[]>> = {
  task: [
    'Call back about the invoice',
    'Send the contract, signed',
    'Ask: "Who signs?"',
    'Plan the training 🎓',
  ],
  phonecall: ['Renewal', 'Question about the invoice', 'Escalation'],
  appointment: ['Kick-off', 'Quarterly review', 'Site visit', 'Training, part 2', '打ち合わせ'],
};

/** Reasons of the states, by their labels: most of the activities are done. */
const reasons: Readonly<Record<Activity, readonly string[]>> = {
  task: ['Not Started', 'In Progress', 'Completed', 'Completed'],
  phonecall: ['Open', 'Made', 'Received'],
  appointment: ['Busy', 'Completed', 'Completed'],
};

const minutesLong = [30, 45, 60, 90];

export interface ActivitiesInput {
  readonly accounts: readonly string[];
  readonly contacts: readonly string[];
  readonly users: readonly string[];
  readonly today: string;
  readonly random: Random;
}

export function sampleActivities(
  kind: Activity,
  count: number,
  { accounts, contacts, users, today, random }: ActivitiesInput,
): GivenRecord[] {
  return Array.from({ length: count }, () => {
    const begin = momentOf(dayAfter(today, random.whole(-120, 60)), random.whole(6, 17));
    const end = new Date(Date.parse(begin) + random.pick(minutesLong) * 60_000);
    const regarding = random.chance(0.7)
      ? { table: 'account', id: random.pick(accounts) }
      : { table: 'contact', id: random.pick(contacts) };
    const subject = random.pick(subjects[kind]);
    const reason = random.pick(reasons[kind]);
    return {
      subject,
      statuscode: reason,
      prioritycode: random.pick(['Low', 'Normal', 'Normal', 'High']),
      description: random.chance(0.5) ? null : 'As agreed on the phone.\n\n- first\n- then, "second"',
      regardingobjectid: random.chance(0.95) ? regarding : null,
      ownerid: { table: 'systemuser', id: random.pick(users) },
      // A call that was received came in; one that was made, or is to be, goes out.
      ...(kind === 'phonecall' ? { directioncode: reason !== 'Received' } : { scheduledstart: begin }),
      scheduledend: end,
    };
  });
}
