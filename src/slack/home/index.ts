import type { ActionCall, Feature, ShownView, Told } from '../feature.ts';
import { jobMenuId } from '../jobs/menu.ts';
import type { JobMenu } from '../jobs/menu.ts';
import { jobFilters } from '../jobs/choose-jobs.ts';
import type { Person } from '../people.ts';
import type { SlackServices } from '../services.ts';
import { homeCommand } from './home-command.ts';
import { homeIds } from './home-view.ts';
import { createOpenHomes } from './open-homes.ts';
import { maxSearchLength, nextTurn, readQuery } from './query.ts';
import type { HomeQuery } from './query.ts';

export interface Home {
  readonly feature: Feature;
  /** Something has changed that it shows. */
  readonly changed: () => void;
  /** Says something at its top, until the person does something else there. */
  readonly notice: (person: Person, message: Told, view: ShownView) => Promise<void>;
}

export function createHome(services: SlackServices, menu: JobMenu): Home {
  const homes = createOpenHomes(services, menu);

  /** An action in App Home that changes what it shows. */
  const turning =
    (change: (query: HomeQuery, value: string) => Partial<HomeQuery>) =>
    async ({ person, surface, value }: ActionCall): Promise<void> => {
      if (surface.kind !== 'home') return;
      const query = readQuery(surface.view.privateMetadata);
      await homes.show(person.id, nextTurn(query, change(query, value ?? '')));
    };

  async function manage(call: ActionCall): Promise<void> {
    try {
      await menu.choose(call);
    } finally {
      // The menu is to be ready for the next choice, which may be the same one.
      if (call.surface.kind === 'home') {
        await homes.show(call.person.id, nextTurn(readQuery(call.surface.view.privateMetadata)));
      }
    }
  }

  return {
    changed: () => homes.changed(),
    notice: (person, { text, isTrouble = false }, { privateMetadata }) => {
      const query = homes.queryOf(person.id, readQuery(privateMetadata));
      return homes.show(person.id, nextTurn(query), isTrouble ? `⚠️ ${text}` : text);
    },
    feature: {
      commands: [homeCommand(homes)],
      events: [
        {
          event: 'app_home_opened',
          async handle({ person, event }) {
            if (event['tab'] === 'messages') return;
            await homes.show(person.id, queryOfEvent(event));
          },
        },
      ],
      actions: [
        { actionId: jobMenuId, handle: manage },
        {
          actionId: homeIds.search,
          handle: turning((_, value) => ({ search: value.trim().slice(0, maxSearchLength), page: 0 })),
        },
        {
          actionId: homeIds.filter,
          handle: turning((_, value) => ({
            filter: jobFilters.find((each) => each === value) ?? 'all',
            page: 0,
          })),
        },
        { actionId: homeIds.clear, handle: turning(() => ({ search: '', filter: 'all', page: 0 })) },
        { actionId: homeIds.page, handle: turning((_, value) => ({ page: Number(value) })) },
      ],
      start: () => homes.start(),
      stop: () => homes.stop(),
    },
  };
}

/** As it was left, where it was open before. */
function queryOfEvent({ view }: Readonly<Record<string, unknown>>): HomeQuery {
  const metadata =
    typeof view === 'object' && view !== null && 'private_metadata' in view ? view.private_metadata : '';
  return readQuery(typeof metadata === 'string' ? metadata : '');
}
