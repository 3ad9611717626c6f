import { familyNames, givenNames } from '../../sample/people-names.ts';
import { plain } from '../../sample/plain.ts';
import { createRandom } from '../../sample/random.ts';
import type { Random } from '../../sample/random.ts';
import type { Org } from '../org/org.ts';
import type { Value } from '../schema/column.ts';

type Change = (org: Org, random: Random, round: number) => string;

/** What people do in a CRM in the course of a few minutes; what each did, in words. */
const changes: readonly Change[] = [changeHealth, completeTasks, addContact, addAppointment, dropTask];

/**
 * Lets people work in the sample org for a while. In the first round somebody also merges two companies.
 *
 * @param round 1, 2, 3 …: each does something else, the same every time.
 * @returns what happened, one line each.
 */
export function changeSampleOrg(org: Org, round: number): string[] {
  const random = createRandom(round * 6_121);
  const done = changes.map((change) => change(org, random, round));
  return round === 1 ? [...done, mergeTwo(org)] : done;
}

type Stored = Readonly<Record<string, Value>>;

function changeHealth(org: Org, random: Random): string {
  const customers = active(org, 'account').filter((account) => account['acme_health'] !== null);
  const chosen = [1, 2, 3, 4].map(() => random.pick(customers));
  for (const account of chosen) {
    org.update('account', idOf(account, 'accountid'), {
      acme_health: random.pick(['red', 'yellow', 'green']),
      acme_contractvalue: `${random.whole(50, 250_000)}.00`,
    });
  }
  const count = new Set(chosen.map((account) => idOf(account, 'accountid'))).size;
  return `the health and contract value of ${count} accounts changed`;
}

function completeTasks(org: Org, random: Random): string {
  const chosen = [1, 2].map(() => random.pick(active(org, 'task')));
  for (const task of chosen) org.update('task', idOf(task, 'activityid'), { statuscode: 'Completed' });
  return `${new Set(chosen.map((task) => idOf(task, 'activityid'))).size} tasks were completed`;
}

function addContact(org: Org, random: Random, round: number): string {
  const given = random.pick(givenNames);
  const family = random.pick(familyNames);
  const account = idOf(random.pick(active(org, 'account')), 'accountid');
  org.insert('contact', [
    {
      firstname: given,
      lastname: family,
      emailaddress1: `${plain(given)}.${plain(family)}.new${round}@mail.example`,
      parentcustomerid: { table: 'account', id: account },
    },
  ]);
  return 'a contact was added';
}

function addAppointment(org: Org, random: Random, round: number): string {
  const account = idOf(random.pick(active(org, 'account')), 'accountid');
  org.insert('appointment', [
    {
      subject: `Follow-up (${round})`,
      statuscode: 'Busy',
      regardingobjectid: { table: 'account', id: account },
      scheduledstart: new Date(org.nowMs),
      scheduledend: new Date(org.nowMs + 1_800_000),
    },
  ]);
  return 'an appointment was added';
}

function dropTask(org: Org, random: Random): string {
  org.remove('task', [idOf(random.pick(org.records('task')), 'activityid')]);
  return 'a task was deleted';
}

function mergeTwo(org: Org): string {
  const [kept, lost] = active(org, 'account').slice(-2);
  if (kept === undefined || lost === undefined) return 'no accounts were merged';
  org.merge('account', idOf(lost, 'accountid'), idOf(kept, 'accountid'));
  return 'two accounts were merged';
}

/** Those whose state is the first one: open tasks, companies that were not merged away. */
function active(org: Org, table: string): Stored[] {
  return org.records(table).filter((record) => record['statecode'] === '0');
}

function idOf(record: Stored, name: string): string {
  return String(record[name]);
}
