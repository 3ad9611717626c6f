import type { CommandCall, SubCommand } from '../feature.ts';
import type { OpenHomes } from './open-homes.ts';
import { firstQuery } from './query.ts';

/** `/crosswalk home`: a bot cannot open App Home for anybody, but it can show the way. */
export function homeCommand(homes: Pick<OpenHomes, 'show' | 'queryOf'>): SubCommand {
  return {
    name: 'home',
    usage: '',
    summary: 'Open App Home, with all connections and jobs',
    async handle({ person, teamId, appId, tell }: CommandCall) {
      await homes.show(person.id, homes.queryOf(person.id, firstQuery));
      const link = `slack://app?team=${encodeURIComponent(teamId)}&id=${encodeURIComponent(appId)}&tab=home`;
      await tell({ text: `<${link}|Open App Home> to see and manage all connections and jobs.` });
    },
  };
}
