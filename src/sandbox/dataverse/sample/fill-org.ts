import { createRandom } from '../../sample/random.ts';
import type { Random } from '../../sample/random.ts';
import { dayAfter, momentOf } from '../../sample/sample-days.ts';
import type { GivenRecord } from '../org/given-values.ts';
import type { Org } from '../org/org.ts';
import { sampleAccounts } from './accounts.ts';
import { sampleActivities } from './activities.ts';
import { sampleContacts, sampleUsers } from './people.ts';

export interface SampleOptions {
  /** The same seed and day give the same records with the same ids. */
  readonly seed: number;
  /** `yyyy-MM-dd`: renewals and tasks lie around it. */
  readonly today: string;
}

const counts = {
  users: 20,
  accounts: 300,
  contacts: 1_200,
  tasks: 500,
  phonecalls: 200,
  appointments: 300,
} as const;

/** How many days ago the records were made, at most and at least: no record is older than what it points to. */
const ages: Readonly<Record<string, readonly [number, number]>> = {
  systemuser: [2_400, 1_800],
  account: [1_790, 700],
  contact: [690, 200],
  task: [190, 2],
  phonecall: [190, 2],
  appointment: [190, 2],
};

/** Puts a company's CRM into an empty org, invented. */
export function fillSampleOrg(org: Org, { seed, today }: SampleOptions): void {
  // Each table has numbers of its own, so that a change to one leaves the others as they are.
  const random = (place: number): Random => createRandom(seed * 37 + place);
  const insert = (table: string, records: readonly GivenRecord[]): string[] =>
    org.insert(table, withCreatedDates(table, records, today, random(20)));

  const users = insert('systemuser', sampleUsers(counts.users, random(1)));
  const accounts: string[] = [];
  // One may point to another that came before: each needs its id first.
  for (const [index, account] of sampleAccounts(counts.accounts, users, today, random(2)).entries()) {
    const parent = account.parentIndex === null ? undefined : accounts[account.parentIndex];
    const dated = withCreatedDate('account', index / counts.accounts, today, random(40 + index));
    accounts.push(...org.insert('account', [{ ...account.values, ...dated, parentaccountid: parent }]));
  }
  const contacts = insert('contact', sampleContacts(counts.contacts, { accounts, users, random: random(3) }));
  for (const [place, table] of (['task', 'phonecall', 'appointment'] as const).entries()) {
    const input = { accounts, contacts, users, today, random: random(4 + place) };
    insert(table, sampleActivities(table, counts[`${table}s`], input));
  }
}

/** Older records first, as they would have come in. */
function withCreatedDates(
  table: string,
  records: readonly GivenRecord[],
  today: string,
  random: Random,
): GivenRecord[] {
  return records.map((record, index) => ({
    ...record,
    ...withCreatedDate(table, index / records.length, today, random),
  }));
}

/** @param place from 0, the first of the table's records, to 1. */
function withCreatedDate(table: string, place: number, today: string, random: Random): GivenRecord {
  const [oldest, youngest] = ages[table] ?? [0, 0];
  const age = oldest - Math.floor((oldest - youngest) * place);
  return { createdon: momentOf(dayAfter(today, -age), random.whole(6, 18), random.whole(0, 59)) };
}
