/** All that the Slack door does besides App Home, one line a feature. Help lists commands in this order. */
import type { Feature } from './feature.ts';
import { createList } from './jobs/list.ts';
import { createNewIntegration } from './jobs/new-integration.ts';
import { createScheduling } from './jobs/scheduling.ts';
import { createRoles } from './people-command.ts';
import type { SlackServices } from './services.ts';

export function createFeatures(services: SlackServices): readonly Feature[] {
  return [createNewIntegration(), createList(services), createScheduling(services), createRoles(services)];
}
