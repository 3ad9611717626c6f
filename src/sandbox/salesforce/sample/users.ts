import { familyNames, givenNames } from '../../sample/people-names.ts';
import { plain } from '../../sample/plain.ts';
import type { Random } from '../../sample/random.ts';
import { refer } from './sample-record.ts';
import type { SampleRecord } from './sample-record.ts';

const managers = 4;
const timeZones = ['Europe/Berlin', 'Europe/London', 'America/New_York', 'GMT'];
/** Two colleagues have one name; only their addresses tell them apart. */
export const sharedUserName = { given: 'Maria', family: 'Silva' };

/** The company's own people: one director, a few managers below, and the rest below those. */
export function sampleUsers(count: number, random: Random): SampleRecord[] {
  const taken = new Set<string>();
  return Array.from({ length: count }, (_, index): SampleRecord => {
    const { given, family } = nameOf(index, count, random, taken);
    const address = `${plain(given)}.${plain(family)}`;
    const isSecond = taken.has(address);
    taken.add(address);
    const email = `${address}${isSecond ? '2' : ''}@crosswalk-demo.example`;
    return {
      values: {
        FirstName: given,
        LastName: family,
        Username: email,
        Email: email,
        Alias: plain(given).slice(0, 8),
        Title: titleOf(index),
        IsActive: index === 0 || !random.chance(0.08),
        CommunityNickname: `${plain(given)}${index}`,
        TimeZoneSidKey: random.pick(timeZones),
        LocaleSidKey: 'en_GB',
        LanguageLocaleKey: 'en_US',
      },
      references: index === 0 ? {} : { ManagerId: refer('User', managerOf(index, random)) },
    };
  });
}

function nameOf(
  index: number,
  count: number,
  random: Random,
  taken: ReadonlySet<string>,
): { given: string; family: string } {
  if (index >= count - 2) return sharedUserName;
  const given = random.pick(givenNames);
  const family = random.pick(familyNames);
  return taken.has(`${plain(given)}.${plain(family)}`) ? { given: `${given} J.`, family } : { given, family };
}

function titleOf(index: number): string {
  if (index === 0) return 'Director, Customer Success';
  return index <= managers ? 'Customer Success Lead' : 'Customer Success Manager';
}

function managerOf(index: number, random: Random): number {
  return index <= managers ? 0 : random.whole(1, managers);
}
