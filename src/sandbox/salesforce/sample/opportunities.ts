import type { Random } from '../../sample/random.ts';
import { dayAfter } from '../../sample/sample-days.ts';
import { refer } from './sample-record.ts';
import type { SampleRecord } from './sample-record.ts';

const stages = [
  'Prospecting',
  'Qualification',
  'Proposal/Price Quote',
  'Negotiation/Review',
  'Closed Won',
  'Closed Lost',
] as const;
const subjects = ['Renewal', 'Expansion', 'New business', 'Pilot', 'Add-on: "Analytics"'];

export interface OpportunitiesInput {
  readonly count: number;
  readonly accounts: number;
  readonly users: number;
  readonly today: string;
  readonly random: Random;
}

export function sampleOpportunities({
  count,
  accounts,
  users,
  today,
  random,
}: OpportunitiesInput): SampleRecord[] {
  return Array.from({ length: count }, (_, index): SampleRecord => {
    const stage = random.pick(stages);
    const isClosed = stage.startsWith('Closed');
    return {
      values: {
        Name: `${random.pick(subjects)} ${index + 1}`,
        StageName: stage,
        Amount: random.chance(0.1) ? null : `${random.whole(1, 4_000) * 125}.5`,
        CloseDate: dayAfter(today, isClosed ? -random.whole(1, 700) : random.whole(1, 200)),
      },
      references: {
        AccountId: refer('Account', random.whole(0, accounts - 1)),
        OwnerId: refer('User', random.whole(0, users - 1)),
      },
    };
  });
}
