/** A Slack door on the store of a test. */
import type { Operations } from '../../../src/operations/index.ts';
import { slackTeams } from '../../../src/compose/slack-teams.ts';
import { createSlackDoor } from '../../../src/slack/index.ts';
import type { SlackDoor, SlackDoorOptions, SlackSettings } from '../../../src/slack/index.ts';
import type { Store } from '../../support/open-store.ts';

export interface DoorToOptions extends Omit<SlackDoorOptions, 'settings' | 'teams'> {
  readonly settings: Partial<SlackSettings> & Pick<SlackSettings, 'apiUrl'>;
  readonly store: Store;
  readonly operations: Operations;
}

export function doorTo({ settings, store, operations, ...options }: DoorToOptions): SlackDoor {
  return createSlackDoor({
    settings: {
      botToken: null,
      signingSecret: null,
      appToken: null,
      oauth: null,
      publicUrl: 'http://crosswalk.test',
      ...settings,
    },
    teams: slackTeams(store.state, () => operations, options.log, options.now),
    ...options,
  });
}
