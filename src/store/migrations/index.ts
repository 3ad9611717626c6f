import type { Migration } from '../../database/migrate.ts';
import { initial } from './0001-initial.ts';
import { filesOfRuns } from './0002-files-of-runs.ts';
import { peopleAndDeliveries } from './0003-people-and-deliveries.ts';
import { outbox } from './0004-outbox.ts';
import { retriesOfRuns } from './0005-retries-of-runs.ts';
import { drafts } from './0006-drafts.ts';
import { jobsWithRows } from './0007-jobs-with-rows.ts';
import { triggerApi } from './0008-trigger-api.ts';
import { webhooks } from './0009-webhooks.ts';
import { schemasOfJobs } from './0010-schemas-of-jobs.ts';
import { deletionMarks } from './0011-deletion-marks.ts';
import { rebuilds } from './0012-rebuilds.ts';
import { retriesOfRejects } from './0013-retries-of-rejects.ts';
import { modelSwitch } from './0014-model-switch.ts';
import { proposals } from './0015-proposals.ts';
import { approvals } from './0016-approvals.ts';
import { apiUsage } from './0017-api-usage.ts';
import { connectLinks } from './0018-connect-links.ts';
import { leasesAndCallRates } from './0019-leases-and-call-rates.ts';
import { teams } from './0020-teams.ts';
import { auditView } from './0021-audit-view.ts';
import { answersToDeliveries } from './0022-answers-to-deliveries.ts';
import { installations } from './0023-installations.ts';

/** In the order they are applied. One that was released is never changed again. */
export const migrations: readonly Migration[] = [
  initial,
  filesOfRuns,
  peopleAndDeliveries,
  outbox,
  retriesOfRuns,
  drafts,
  jobsWithRows,
  triggerApi,
  webhooks,
  schemasOfJobs,
  deletionMarks,
  rebuilds,
  retriesOfRejects,
  modelSwitch,
  proposals,
  approvals,
  apiUsage,
  connectLinks,
  leasesAndCallRates,
  teams,
  auditView,
  answersToDeliveries,
  installations,
];
