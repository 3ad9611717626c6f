/** Who has App Home open, and what it shows them. Slack does not tell when somebody closes it. */
import type { HomeView } from '@slack/types';
import { WebAPIRateLimitedError } from '@slack/web-api';
import { awaitedLater } from '../../domain/awaited-later.ts';
import type { OperationContext } from '../../operations/operation.ts';
import { startLoop } from '../../timing/loop.ts';
import type { Loop } from '../../timing/loop.ts';
import { digest } from '../deliveries.ts';
import type { JobMenu } from '../jobs/menu.ts';
import { keepNewest } from '../../domain/keep-newest.ts';
import { settled } from '../../domain/settled.ts';
import type { SlackServices } from '../services.ts';
import { homeView } from './home-view.ts';
import { firstQuery } from './query.ts';
import type { HomeQuery } from './query.ts';

/** After this time without a click it is taken for closed. */
const openForMs = 30 * 60_000;
/** Slack takes some hundred views a minute; these are the ones that were touched last. */
const maxRefreshed = 15;
const maxRemembered = 500;
/** Between two looks for what others, or runs, have changed. */
const lookEveryMs = 10_000;
/** A look at many jobs takes its time: this many times as long nothing is looked for. */
const restFactor = 4;
/** Slack takes a hundred views in a minute. People who click are to have some of them, and all where it has refused one. */
const restForViewMs = 1_000;
const restAfterRefusalMs = 30_000;
const longestRestMs = 60_000;

interface OpenHome {
  readonly personId: string;
  query: HomeQuery;
  notice: string | null;
  touchedAtMs: number;
  /** Of the view that is shown; null where it is not known. */
  shown: string | null;
  /** Another instance had it until a moment ago, and may just be publishing what it knew. */
  isContested: boolean;
  /** The publishing that goes on; one after the other, so that the newest stays. */
  last: Promise<void>;
}

export interface OpenHomes {
  /** Shows it anew to one person. @throws where Slack does not take it. */
  show(personId: string, query: HomeQuery, notice?: string | null): Promise<void>;
  /** What a person has it show, by what stands on the screen and what was shown from here since. */
  queryOf(personId: string, onScreen: HomeQuery): HomeQuery;
  /** Something has changed that it shows: whoever has it open sees it soon. */
  changed(): void;
  start(): void;
  stop(): Promise<void>;
}

type OpenHomesServices = Pick<
  SlackServices,
  'operations' | 'slack' | 'people' | 'leases' | 'log' | 'now' | 'timers' | 'newId'
>;

export function createOpenHomes(services: OpenHomesServices, menu: JobMenu): OpenHomes {
  const { slack, people, leases, log, now, timers, newId } = services;
  const holder = newId();
  /** In the order in which they were touched. */
  const homes = new Map<string, OpenHome>();
  let looking: Loop | null = null;
  /** Slack has refused a view: what it takes until then is for people who click. As `Timers.elapsedMs` counts. */
  let refusedUntilMs = 0;

  return {
    async show(personId, query, notice = null) {
      const home = await touch(personId);
      home.query = query;
      home.notice = notice;
      await publish(home, awaitedLater(load()));
    },
    queryOf(personId, onScreen) {
      const known = homes.get(personId)?.query ?? onScreen;
      return known.turn > onScreen.turn ? known : onScreen;
    },
    // What changes while a round goes on is shown by one more.
    changed: () => looking?.wake(),
    start() {
      looking = startLoop('App Home', refreshAll, { timers, log });
    },
    async stop() {
      await looking?.stop();
    },
  };

  /** Of several instances the one in which a person clicked last shows them what changes. */
  async function touch(personId: string): Promise<OpenHome> {
    const touchedAtMs = now().getTime();
    const lease = { holder, until: new Date(touchedAtMs + openForMs) };
    const isContested = await leases.seize(leaseOf(personId), lease, now());
    const home = homes.get(personId) ?? {
      personId,
      query: firstQuery,
      notice: null,
      touchedAtMs,
      shown: null,
      isContested,
      last: Promise.resolve(),
    };
    home.touchedAtMs = touchedAtMs;
    home.isContested = isContested;
    // Opened anew, it may show what was published long ago: it is sent again in any case.
    home.shown = null;
    keepNewest(homes, personId, home, maxRemembered);
    return home;
  }

  async function refreshAll(): Promise<number> {
    const refusedForMs = refusedUntilMs - timers.elapsedMs();
    if (refusedForMs > 0) return refusedForMs;
    const sinceMs = now().getTime() - openForMs;
    const open = [...homes.values()]
      .filter(({ touchedAtMs }) => touchedAtMs > sinceMs)
      .slice(-maxRefreshed)
      .map((home) => ({ home, touchedAtMs: home.touchedAtMs, lease: leaseOf(home.personId) }));
    if (open.length === 0) return lookEveryMs;
    const names = open.map(({ lease }) => lease);
    const held = await leases.heldBy(holder, names, now());
    const begunAtMs = timers.elapsedMs();
    const data = awaitedLater(load());
    await settled(data);
    const loadedMs = timers.elapsedMs() - begunAtMs;
    let views = 0;
    await Promise.all(
      open.map(async ({ home, touchedAtMs, lease }) => {
        if (!held.has(lease)) {
          // They go on elsewhere, with what they search for there, unless they have just come back.
          if (home.touchedAtMs === touchedAtMs) homes.delete(home.personId);
          return;
        }
        if (home.isContested) home.shown = null;
        home.isContested = false;
        try {
          if (await publish(home, data)) views += 1;
        } catch (error) {
          log.warn({ err: error, person: home.personId }, 'Slack: App Home could not be refreshed');
        }
      }),
    );
    const refusedMs = refusedUntilMs - timers.elapsedMs();
    const restMs = Math.max(refusedMs, loadedMs * restFactor, views * restForViewMs);
    return Math.min(Math.max(restMs, lookEveryMs), longestRestMs);
  }

  type Loaded = ReturnType<typeof load>;

  function load() {
    // What everybody may see: it is read once for all who look.
    const context: OperationContext = { actor: 'app-home', role: 'viewer', door: 'slack', now: now() };
    const { listJobs, listConnections } = services.operations;
    return Promise.all([listJobs(context), listConnections(context)]);
  }

  /** @returns whether something else was shown before */
  function publish(home: OpenHome, data: Loaded): Promise<boolean> {
    const published = home.last.then(async () => {
      const [listed, connections] = await data;
      const person = await people.find(home.personId);
      const { query, notice } = home;
      const view = homeView({ person, now: now(), listed, connections, query, menu, notice });
      const shown = digest(JSON.stringify(view));
      if (shown === home.shown) return false;
      await send(home.personId, view);
      home.shown = shown;
      return true;
    });
    home.last = settled(published);
    return published;
  }

  async function send(personId: string, view: HomeView): Promise<void> {
    try {
      await slack.views.publish({ user_id: personId, view });
    } catch (error) {
      if (error instanceof WebAPIRateLimitedError) refusedUntilMs = timers.elapsedMs() + restAfterRefusalMs;
      throw error;
    }
  }
}

function leaseOf(personId: string): string {
  return `app home of ${personId}`;
}
