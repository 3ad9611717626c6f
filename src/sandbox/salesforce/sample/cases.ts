import type { Random } from '../../sample/random.ts';
import { refer } from './sample-record.ts';
import type { SampleRecord } from './sample-record.ts';

const subjects = [
  'Cannot log in',
  'Report shows "0", not 100',
  'Import stops at row 1,000',
  'Question about the invoice',
  'Encodings: é becomes Ã©',
];

export interface CasesInput {
  readonly count: number;
  readonly accounts: number;
  readonly contacts: number;
  readonly users: number;
  readonly random: Random;
}

export function sampleCases({ count, accounts, contacts, users, random }: CasesInput): SampleRecord[] {
  return Array.from({ length: count }, () => ({
    values: {
      Subject: random.pick(subjects),
      Status: random.pick(['New', 'Working', 'Escalated', 'Closed']),
      Priority: random.pick(['Low', 'Medium', 'High']),
      Origin: random.pick(['Phone', 'Email', 'Web']),
    },
    references: {
      AccountId: refer('Account', random.whole(0, accounts - 1)),
      ContactId: refer('Contact', random.whole(0, contacts - 1)),
      OwnerId: refer('User', random.whole(0, users - 1)),
    },
  }));
}
