import { sampleAccountTeam } from './account-team.ts';
import { sampleAccounts } from './accounts.ts';
import { sampleEvents, sampleTasks } from './activities.ts';
import { sampleCases } from './cases.ts';
import { sampleContacts } from './contacts.ts';
import { sampleOpportunities } from './opportunities.ts';
import { createRandom } from '../../sample/random.ts';
import type { Random } from '../../sample/random.ts';
import { dayAfter, momentOf } from '../../sample/sample-days.ts';
import { sampleObjects } from './sample-record.ts';
import type { SampleObject, SampleRecord, SampleRecords } from './sample-record.ts';
import { sampleUsers } from './users.ts';

export interface SampleOptions {
  /** The same seed and day give the same records. */
  readonly seed: number;
  /** `yyyy-MM-dd`: renewals, tasks and meetings lie around it. */
  readonly today: string;
}

const counts = {
  users: 30,
  accounts: 400,
  contacts: 2_000,
  opportunities: 600,
  tasks: 900,
  events: 500,
  cases: 250,
} as const;

/** How many days ago the records were made, at most and at least: no record is older than what it points to. */
const ages: Readonly<Record<SampleObject, readonly [number, number]>> = {
  User: [2_400, 1_800],
  Account: [1_790, 700],
  Contact: [690, 200],
  Opportunity: [690, 200],
  Task: [190, 2],
  Event: [190, 2],
  AccountTeamMember: [690, 2],
  Case: [190, 2],
};

/** What a company's CRM holds, invented. */
export function sampleRecords({ seed, today }: SampleOptions): SampleRecords {
  const { users, accounts, contacts } = counts;
  // Each object has numbers of its own, so that a change to one leaves the others as they are.
  const random = (place: number): Random => createRandom(seed * 31 + place);
  const records: SampleRecords = {
    User: sampleUsers(users, random(1)),
    Account: sampleAccounts({ count: accounts, users, today, random: random(2) }),
    Contact: sampleContacts({ count: contacts, accounts, users, random: random(3) }),
    Opportunity: sampleOpportunities({
      count: counts.opportunities,
      accounts,
      users,
      today,
      random: random(4),
    }),
    Task: sampleTasks({ count: counts.tasks, accounts, contacts, users, today, random: random(5) }),
    Event: sampleEvents({ count: counts.events, accounts, contacts, users, today, random: random(6) }),
    AccountTeamMember: sampleAccountTeam(accounts, users, random(7)),
    Case: sampleCases({ count: counts.cases, accounts, contacts, users, random: random(8) }),
  };
  const dated = sampleObjects.map((object, place) => [
    object,
    withCreatedDates(records[object], ages[object], today, random(20 + place)),
  ]);
  return Object.fromEntries(dated) as SampleRecords;
}

/** Older records first, as they would have come in. */
function withCreatedDates(
  records: readonly SampleRecord[],
  [oldest, youngest]: readonly [number, number],
  today: string,
  random: Random,
): SampleRecord[] {
  return records.map(({ values, references }, index) => {
    const age = oldest - Math.floor(((oldest - youngest) * index) / records.length);
    const CreatedDate = momentOf(dayAfter(today, -age), random.whole(6, 18), random.whole(0, 59));
    return { values: { ...values, CreatedDate }, references };
  });
}
