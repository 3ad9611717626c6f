/** All that the Slack door does, one line a feature. */
import type { Feature } from './feature.ts';
import { createScheduling } from './jobs/scheduling.ts';
import type { SlackServices } from './services.ts';

export function createFeatures(services: SlackServices): readonly Feature[] {
  return [createScheduling(services)];
}
