import type { Config } from '../config.ts';

interface UnusedSetting {
  readonly names: string;
  readonly isSet: (config: Config) => boolean;
  /** What happens in its place. */
  readonly instead: string;
}

/** Settings that are known and that nothing in this version makes use of. What comes to use one takes its line away. */
const unusedSettings: readonly UnusedSetting[] = [
  {
    names: 'SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_STATE_SECRET',
    isSet: ({ slack }) => slack.oauth !== null,
    instead: 'The app cannot be installed by OAuth.',
  },
  {
    names: 'OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL',
    isSet: ({ openai }) => Object.values(openai).some((value) => value !== null),
    instead: 'Nothing asks a model.',
  },
  {
    names: 'QUEUE_URL',
    isSet: ({ queueUrl }) => queueUrl !== null,
    instead: 'Runs queue in DATABASE_URL.',
  },
];

/** A line for each that is set all the same. */
export function unusedSettingsSet(config: Config): string[] {
  return unusedSettings
    .filter(({ isSet }) => isSet(config))
    .map(({ names, instead }) => `${names}: not used by this version. ${instead}`);
}
