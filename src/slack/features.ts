/** All that the Slack door does, one line a feature. Help lists commands in this order. */
import { createAudit } from './audit/index.ts';
import { createConnections } from './connections/index.ts';
import type { Feature } from './feature.ts';
import { createChat } from './chat/index.ts';
import { createDetails } from './history/details.ts';
import { createHistory } from './history/index.ts';
import { createHome } from './home/index.ts';
import type { Home } from './home/index.ts';
import { createDelete } from './jobs/delete.ts';
import { createDuplicate } from './jobs/duplicate.ts';
import { createList } from './jobs/list.ts';
import { createJobMenu } from './jobs/menu.ts';
import { createOpenJob } from './jobs/open-job.ts';
import { createScheduling } from './jobs/scheduling.ts';
import { createSending } from './outbox/index.ts';
import type { Sending } from './outbox/index.ts';
import { createRoles } from './people-command.ts';
import { createCancel } from './runs/cancel-run.ts';
import { createDecide } from './runs/decide-run.ts';
import { createDownload } from './runs/download.ts';
import { createRebuild } from './runs/rebuild.ts';
import { createStart } from './runs/start-run.ts';
import type { SlackServices } from './services.ts';
import { createTriggerApi } from './trigger-api/index.ts';
import { createWebhooks } from './trigger-api/webhooks.ts';
import { createVersions } from './versions/index.ts';
import { createOpening } from './wizard/opening.ts';
import { createSteps } from './wizard/steps/index.ts';
import { createWizard } from './wizard/wizard.ts';

export interface Features {
  readonly home: Home;
  readonly sending: Sending;
  readonly all: readonly Feature[];
}

export function createFeatures(services: SlackServices): Features {
  const sending = createSending(services);
  const others = besidesHome(services, sending);
  const home = createHome(services, createJobMenu(others.flatMap(({ jobMenu }) => jobMenu ?? [])));
  return { home, sending, all: [home.feature, ...others] };
}

function besidesHome(services: SlackServices, sending: Sending): readonly Feature[] {
  const details = createDetails(services);
  const wizard = createWizard(services, createSteps({ ...services, wake: sending.wake }));
  const runs = { ...services, wake: sending.wake, answer: details.answer };
  const opening = createOpening(services, wizard);
  return [
    opening.feature,
    wizard.feature,
    createList(services),
    createStart(runs),
    createRebuild(runs),
    createCancel(runs),
    createDecide(runs),
    createHistory(services),
    details.feature,
    createDownload(runs),
    createScheduling(services),
    createConnections(services),
    createOpenJob(services),
    createVersions(services),
    createDuplicate(services),
    createTriggerApi(services),
    createWebhooks(services),
    createDelete(services),
    createRoles(services),
    createAudit(services),
    createChat({ ...services, wake: sending.wake, wizard: opening }),
    sending.feature,
  ];
}
