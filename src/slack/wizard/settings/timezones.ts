import { DateTime } from 'luxon';
import type { Choice } from '../../blocks/index.ts';
import { maxOptions } from '../../blocks/index.ts';

/** As the runtime knows them, with UTC, which it leaves out. */
const zones: readonly string[] = [
  'UTC',
  ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC'),
];

/** `Europe/Berlin (UTC+01:00)`, by the clock of that moment. */
export function zoneChoice(name: string, now: Date): Choice {
  const offset = DateTime.fromJSDate(now, { zone: name }).toFormat('ZZ');
  return { text: name === 'UTC' ? name : `${name} (UTC${offset})`, value: name };
}

/** Zones whose name has all of the words, those that begin with them first; at most as many as Slack shows. */
export function findZones(typed: string, now: Date): readonly Choice[] {
  const words = typed
    .toLowerCase()
    .split(/[\s_/,]+/)
    .filter(Boolean);
  const rank = (name: string): number => {
    const parts = name.toLowerCase().split(/[_/]/);
    return words.filter((word) => parts.some((part) => part.startsWith(word))).length;
  };
  return zones
    .filter((name) => words.every((word) => name.toLowerCase().includes(word)))
    .toSorted((a, b) => rank(b) - rank(a))
    .slice(0, maxOptions)
    .map((name) => zoneChoice(name, now));
}
