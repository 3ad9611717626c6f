/** A Slack door on the store of a test. */
import type { Operations } from '../../../src/operations/index.ts';
import type { TeamId } from '../../../src/domain/team.ts';
import { slackTeams } from '../../../src/compose/slack-teams.ts';
import { createSlackDoor } from '../../../src/slack/index.ts';
import type { SlackDoor, SlackDoorOptions, SlackSettings } from '../../../src/slack/index.ts';
import type { Store } from '../../support/open-store.ts';

export interface DoorToOptions extends Omit<SlackDoorOptions, 'settings' | 'teams'> {
  readonly settings: Partial<SlackSettings> & Pick<SlackSettings, 'apiUrl'>;
  readonly store: Store;
  /** Of every team, or of each. */
  readonly operations: Operations | ((team: TeamId) => Operations);
}

export function doorTo({ settings, store, operations, ...options }: DoorToOptions): SlackDoor {
  const operationsOf = typeof operations === 'function' ? operations : (): Operations => operations;
  return createSlackDoor({
    settings: {
      botToken: null,
      signingSecret: null,
      appToken: null,
      oauth: null,
      publicUrl: 'http://crosswalk.test',
      ...settings,
    },
    teams: slackTeams(store.state, operationsOf, options.log, options.now ?? store.state.now),
    ...options,
  });
}
