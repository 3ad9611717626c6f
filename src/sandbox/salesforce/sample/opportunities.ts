import type { Random } from '../../sample/random.ts';
import { dayAfter } from '../../sample/sample-days.ts';
import { refer } from './sample-record.ts';
import type { SampleRecord } from './sample-record.ts';

const stages = [
  { name: 'Prospecting', probability: 10 },
  { name: 'Qualification', probability: 20 },
  { name: 'Proposal/Price Quote', probability: 65 },
  { name: 'Negotiation/Review', probability: 80 },
  { name: 'Closed Won', probability: 100 },
  { name: 'Closed Lost', probability: 0 },
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
    const { name, probability } = random.pick(stages);
    const isClosed = name.startsWith('Closed');
    return {
      values: {
        Name: `${random.pick(subjects)} ${index + 1}`,
        StageName: name,
        Probability: String(probability),
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
