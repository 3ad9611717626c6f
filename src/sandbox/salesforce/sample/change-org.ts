import type { Org } from '../org/org.ts';
import { createRandom } from '../../sample/random.ts';
import type { Random } from '../../sample/random.ts';
import { sharedAccountNumber } from './awkward-accounts.ts';
import { familyNames, givenNames } from '../../sample/people-names.ts';
import { plain } from '../../sample/plain.ts';

type Change = (org: Org, random: Random, round: number) => string;

/** What people do in a CRM in the course of a few minutes; what each did, in words. */
const changes: readonly Change[] = [
  changeHealth,
  completeTasks,
  addTasks,
  changeTitle,
  addContact,
  dropTask,
  changeTeam,
];

/**
 * Lets people work in the sample org for a while. In the first round somebody also merges the two companies that
 * have one number.
 *
 * @param round 1, 2, 3 …: each does something else, the same every time.
 * @returns what happened, one line each.
 */
export function changeSampleOrg(org: Org, round: number): string[] {
  const random = createRandom(round * 7_919);
  const done = changes.map((change) => change(org, random, round));
  return round === 1 ? [...done, mergeDoubles(org)] : done;
}

function changeHealth(org: Org, random: Random): string {
  const customers = org.records('Account').filter((account) => account['AccountType__c'] === 'Customer');
  const chosen = [1, 2, 3, 4, 5].map(() => random.pick(customers));
  for (const account of chosen) {
    org.update('Account', idOf(account), {
      Health__c: account['Health__c'] === 'red' ? 'yellow' : 'red',
      ContractValue__c: `${random.whole(50, 250_000)}.00`,
    });
  }
  return `the health and contract value of ${new Set(chosen.map(idOf)).size} accounts changed`;
}

function completeTasks(org: Org, random: Random): string {
  const open = org.records('Task').filter((task) => task['Status'] !== 'Completed');
  const chosen = [1, 2, 3].map(() => random.pick(open));
  for (const task of chosen) org.update('Task', idOf(task), { Status: 'Completed' });
  return `${new Set(chosen.map(idOf)).size} tasks were completed`;
}

function addTasks(org: Org, random: Random, round: number): string {
  const accounts = org.records('Account');
  const subjects = ['Send the new price list', 'Call: "How is the rollout?"'];
  org.insert(
    'Task',
    subjects.map((subject) => {
      const account = idOf(random.pick(accounts));
      return {
        Subject: `${subject} (${round})`,
        Status: 'Not Started',
        Priority: 'Normal',
        WhatId: account,
        AccountId: account,
      };
    }),
  );
  return `${subjects.length} tasks were added`;
}

function changeTitle(org: Org, random: Random): string {
  org.update('Contact', idOf(random.pick(org.records('Contact'))), { Title: 'Head of Purchasing' });
  return 'a contact has a new title';
}

function addContact(org: Org, random: Random, round: number): string {
  const given = random.pick(givenNames);
  const family = random.pick(familyNames);
  org.insert('Contact', [
    {
      FirstName: given,
      LastName: family,
      Email: `${plain(given)}.${plain(family)}.new${round}@mail.example`,
      AccountId: idOf(random.pick(org.records('Account'))),
    },
  ]);
  return 'a contact was added';
}

function dropTask(org: Org, random: Random): string {
  org.remove('Task', [idOf(random.pick(org.records('Task')))]);
  return 'a task was deleted';
}

function changeTeam(org: Org, random: Random): string {
  const member = random.pick(org.records('AccountTeamMember'));
  const { UserId: before } = member;
  const others = org.records('User').filter((user) => user['Id'] !== before && user['IsActive'] === true);
  // A member's user cannot be changed: one leaves the team and another comes.
  org.remove('AccountTeamMember', [idOf(member)]);
  org.insert('AccountTeamMember', [
    {
      AccountId: member['AccountId'],
      TeamMemberRole: member['TeamMemberRole'],
      UserId: idOf(random.pick(others)),
    },
  ]);
  return 'an account team has another member';
}

function mergeDoubles(org: Org): string {
  const [kept, lost] = org
    .records('Account')
    .filter((account) => account['AccountNumber'] === sharedAccountNumber);
  if (kept === undefined || lost === undefined) return 'no accounts were merged';
  org.merge('Account', idOf(lost), idOf(kept));
  return 'two accounts with one number were merged';
}

function idOf(record: Readonly<Record<string, unknown>>): string {
  return String(record['Id']);
}
