import type { Config } from '../config.ts';

interface UnusedSetting {
  readonly names: string;
  readonly isSet: (config: Config) => boolean;
  /** Why, and what happens in its place. */
  readonly instead: string;
}

/** Settings that are known and that nothing makes use of. What comes to use one takes its line away. */
const unusedSettings: readonly UnusedSetting[] = [
  {
    names: 'OPENAI_API_KEY, OPENAI_MODEL',
    isSet: ({ isModelHalfSet }) => isModelHalfSet,
    instead:
      'not used, for one alone names no model. Set both, or OPENAI_BASE_URL. The built-in translator answers.',
  },
];

/** A line for each that is set all the same. */
export function unusedSettingsSet(config: Config): string[] {
  return unusedSettings
    .filter(({ isSet }) => isSet(config))
    .map(({ names, instead }) => `${names}: ${instead}`);
}
