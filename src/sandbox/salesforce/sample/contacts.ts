import { departments, familyNames, givenNames, jobTitles, namesInScript } from '../../sample/people-names.ts';
import { phoneOf, places } from '../../sample/places.ts';
import type { Random } from '../../sample/random.ts';
import { refer } from './sample-record.ts';
import type { SampleRecord } from './sample-record.ts';
import { plain } from '../../sample/plain.ts';

export interface ContactsInput {
  readonly count: number;
  readonly accounts: number;
  readonly users: number;
  readonly random: Random;
}

/** People who work for the companies; a few for none. */
export function sampleContacts({ count, accounts, users, random }: ContactsInput): SampleRecord[] {
  return Array.from({ length: count }, (_, index): SampleRecord => {
    const { given, family } = random.chance(0.04)
      ? random.pick(namesInScript)
      : { given: random.pick(givenNames), family: random.pick(familyNames) };
    const hasAccount = !random.chance(0.01);
    return {
      values: {
        FirstName: random.chance(0.02) ? null : given,
        LastName: family,
        Email: random.chance(0.07) ? null : `${plain(given)}.${plain(family)}.${index}@mail.example`,
        Phone: phoneOf(random.pick(places), random),
        Title: random.chance(0.1) ? null : random.pick(jobTitles),
        Department: random.chance(0.2) ? 'N/A' : random.pick(departments),
      },
      references: {
        OwnerId: refer('User', random.whole(0, users - 1)),
        ...(hasAccount ? { AccountId: refer('Account', random.whole(0, accounts - 1)) } : {}),
      },
    };
  });
}
