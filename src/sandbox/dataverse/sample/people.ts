import { departments, familyNames, givenNames, jobTitles, namesInScript } from '../../sample/people-names.ts';
import { phoneOf, places } from '../../sample/places.ts';
import { plain } from '../../sample/plain.ts';
import type { Random } from '../../sample/random.ts';
import type { GivenRecord } from '../org/given-values.ts';

/** The company's own people. */
export function sampleUsers(count: number, random: Random): GivenRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const [given, family] = [random.pick(givenNames), random.pick(familyNames)];
    const email = `${plain(given)}.${plain(family)}${index}@crosswalk-demo.example`;
    return {
      firstname: given,
      lastname: family,
      domainname: email,
      internalemailaddress: email,
      title: index === 0 ? 'Director, Customer Success' : 'Customer Success Manager',
      isdisabled: index > 0 && random.chance(0.08),
    };
  });
}

export interface ContactsInput {
  readonly accounts: readonly string[];
  readonly users: readonly string[];
  readonly random: Random;
}

/** People who work for the companies; a few for none. */
export function sampleContacts(count: number, { accounts, users, random }: ContactsInput): GivenRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const { given, family } = random.chance(0.04)
      ? random.pick(namesInScript)
      : { given: random.pick(givenNames), family: random.pick(familyNames) };
    const company = random.chance(0.01) ? null : { table: 'account', id: random.pick(accounts) };
    return {
      firstname: random.chance(0.02) ? null : given,
      lastname: family,
      emailaddress1: random.chance(0.07) ? null : `${plain(given)}.${plain(family)}.${index}@mail.example`,
      telephone1: phoneOf(random.pick(places), random),
      jobtitle: random.chance(0.1) ? null : random.pick(jobTitles),
      department: random.chance(0.2) ? 'N/A' : random.pick(departments),
      acme_personid: `P-${index + 1}`,
      parentcustomerid: company,
      ownerid: { table: 'systemuser', id: random.pick(users) },
    };
  });
}
