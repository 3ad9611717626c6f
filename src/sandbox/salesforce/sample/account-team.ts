import type { Random } from '../../sample/random.ts';
import { refer } from './sample-record.ts';
import type { SampleRecord } from './sample-record.ts';

const teamRoles = ['Customer Success Manager', 'Account Manager', 'Sales Engineer'];

/** Who looks after which account: each role at most once an account. */
export function sampleAccountTeam(accounts: number, users: number, random: Random): SampleRecord[] {
  return Array.from({ length: accounts }, (_, account) =>
    teamRoles
      .filter((_, place) => random.chance(place === 0 ? 0.9 : 0.4))
      .map((role) => ({
        values: { TeamMemberRole: role },
        references: {
          AccountId: refer('Account', account),
          UserId: refer('User', random.whole(0, users - 1)),
        },
      })),
  ).flat();
}
