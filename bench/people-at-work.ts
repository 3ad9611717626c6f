/**
 * People who use the bot in Slack while it loads rows. What is measured is how long Slack waits for the bot to
 * acknowledge what they did: Slack itself tells a person after three seconds that the app did not answer.
 */
import type { TrafficEntry } from '../src/playground/traffic.ts';
import type { Person } from '../test/support/person.ts';
import type { TestPlayground } from '../test/support/playground.ts';
import { benchJobName } from './job-file.ts';

export interface Acknowledged {
  /** ISO 8601. */
  readonly at: string;
  readonly ms: number;
}

const channel = '#crm-syncs';
/** What somebody is told whose window opened too late for Slack. */
const tryAgain = 'Try again.';
const maxTries = 5;

/**
 * One after the other, all over again. Each is done when its answer is on the screen. Of a hundred of a kind in one
 * minute, Slack would refuse some.
 */
const interactions: readonly ((person: Person, onRetry: () => void) => Promise<void>)[] = [
  async (person) => {
    await person.opens(channel);
    await person.runs('/crosswalk list');
    await person.sees(benchJobName);
  },
  async (person) => {
    await person.opensHome();
    await person.sees('Connections');
  },
  async (person, onRetry) => {
    await person.opens(channel);
    for (let tries = 1; ; tries += 1) {
      await person.runs(`/crosswalk history ${benchJobName}`);
      const isOpen = await person.sees('All kinds').then(
        () => true,
        (error: unknown) => {
          if (tries === maxTries || !String(error).includes(tryAgain)) throw error;
          return false;
        },
      );
      if (isOpen) break;
      onRetry();
    }
    await person.closes();
  },
  async (person) => {
    await person.runs('/crosswalk help');
    await person.sees('fullsync');
  },
];

/** Starts a full sync as a person does, and does this and that until so much is done. */
export async function workInSlack(playground: TestPlayground, count: number): Promise<Acknowledged[]> {
  const person = await startsSync(playground, 'Ada');
  const acknowledged = gatherAcknowledged(playground);
  for (let done = 0; done < count; done++) {
    await interactions[done % interactions.length]?.(person, () => undefined);
    acknowledged.look();
  }
  return acknowledged.all;
}

async function startsSync(playground: TestPlayground, name: string): Promise<Person> {
  const person = await playground.person(name);
  await connected(person);
  await person.invitesApp(channel);
  await person.opens(channel);
  await person.runs(`/crosswalk fullsync ${benchJobName}`);
  await person.sees(/full sync/);
  return person;
}

/** Names of so many people. */
export const crowdOf = (people: number): readonly string[] =>
  Array.from({ length: people }, (_, index) => `Person${index + 1} Example`);

export interface Pace {
  /** What each of them does before they have something else to do. */
  readonly acts: number;
  /** How long somebody looks at an answer. */
  readonly looksMs: number;
}

export interface CrowdAtWork {
  readonly acknowledged: readonly Acknowledged[];
  /** How often somebody was told to try again, and did. */
  readonly retries: number;
}

/** The first one starts a full sync; then all of them do this and that, each at a pace of their own. */
export async function crowdAtWork(
  playground: TestPlayground,
  names: readonly string[],
  { acts, looksMs }: Pace,
): Promise<CrowdAtWork> {
  const [first = '', ...others] = names;
  const people = [await startsSync(playground, first)];
  for (const name of others) people.push(await playground.person(name));
  const acknowledged = gatherAcknowledged(playground);
  let retries = 0;
  const work = async (person: Person, place: number): Promise<void> => {
    await pause((looksMs * place) / people.length);
    for (let act = 0; act < acts; act += 1) {
      await interactions[(place + act) % interactions.length]?.(person, () => (retries += 1));
      acknowledged.look();
      await pause(looksMs);
    }
  };
  await Promise.all(people.map(work));
  return { acknowledged: acknowledged.all, retries };
}

interface Gathered {
  readonly all: Acknowledged[];
  /** Takes what is new; the playground keeps the latest entries alone. @throws where something was not acknowledged. */
  look(): void;
}

function gatherAcknowledged(playground: TestPlayground): Gathered {
  const all: Acknowledged[] = [];
  let seen = latestOf(playground);
  return {
    all,
    look() {
      for (const { number, direction, name, isOk, outcome, at, durationMs } of playground.traffic) {
        if (number <= seen || direction !== 'delivery') continue;
        if (!isOk) throw new Error(`${name} was not acknowledged: ${outcome}`);
        all.push({ at, ms: durationMs });
      }
      seen = latestOf(playground);
    },
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const connectTries = 6;

/** Waits until the bot shows its App Home, which it does once it has connected. */
async function connected(person: Person): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await person.opensHome();
    try {
      return await person.sees('Connections');
    } catch (error) {
      if (attempt === connectTries) throw error;
    }
  }
}

function latestOf({ traffic }: { readonly traffic: readonly TrafficEntry[] }): number {
  return traffic.at(-1)?.number ?? 0;
}
