import type { CrmClient } from '../connectors/connector.ts';
import { fromJob } from '../domain/draft.ts';
import type { HubAttribute, HubObjectName } from '../domain/hub-object.ts';
import { hubObjectOf } from '../domain/job-ends.ts';
import type { Job } from '../domain/job.ts';
import { sharedFields, sharedFieldsText } from '../domain/outbound/shared-fields.ts';
import type { Run } from '../domain/run.ts';
import type { Connection } from '../store/connection-store.ts';
import { checkLiveDraft } from './check-live-draft.ts';
import type { OperationDeps } from './operation.ts';
import { check, failed, ok, warning } from './setup-finding.ts';
import type { Finding, SetupCheck } from './setup-finding.ts';

/** From this share of the daily limit on, the use of the CRM's API is worth a look. */
const highUsage = 0.75;

/** What the hub's objects have; null where the hub cannot be asked. */
export type HubAttributes = ((object: HubObjectName) => Promise<readonly HubAttribute[]>) | null;

/** Logs in to a connection, and holds its jobs against what is found there. */
export async function checkConnection(
  { sessions }: Pick<OperationDeps, 'sessions'>,
  connection: Connection,
  jobs: readonly Job[],
  lastRuns: ReadonlyMap<string, Run>,
  attributes: HubAttributes,
): Promise<SetupCheck[]> {
  const opened: CrmClient[] = [];
  const checks = [
    await check(`Connection ${connection.name}`, async () => {
      const found = await sessions();
      const { apiVersion } = await found.of(connection.id).get();
      const client = await found.openClient(connection.id);
      opened.push(client);
      return await checkOrg(client, apiVersion);
    }),
  ];
  const [client] = opened;
  try {
    if (client === undefined || attributes === null || checks[0]?.outcome === 'failed') return checks;
    for (const job of jobs) {
      if (job.connectionId !== connection.id) continue;
      const look = async (): Promise<Finding> =>
        mendable(await checkJob(client, job, attributes), job, jobs, lastRuns.get(job.id) ?? null);
      checks.push(await check(`Job ${job.name}`, look));
    }
    return checks;
  } finally {
    await client?.close();
  }
}

async function checkOrg(client: CrmClient, apiVersion: string | undefined): Promise<Finding> {
  const { orgName, userName, apiUsage } = await client.identify();
  const version = apiVersion === undefined ? '' : `, API version ${apiVersion}`;
  const who = `Logged in to ${orgName} as ${userName}${version}.`;
  if (apiUsage === null) return ok(who);
  const { used, limit } = apiUsage;
  const share = limit === 0 ? 0 : used / limit;
  const usage = `${used} of ${limit} API requests of the last 24 hours are used (${Math.round(share * 100)} %).`;
  if (share < highUsage) return ok(`${who} ${usage}`);
  return warning(`${who} ${usage} Run jobs less often, or find out what else uses them up.`);
}

async function checkJob(
  client: CrmClient,
  job: Job,
  attributesOf: NonNullable<HubAttributes>,
): Promise<Finding> {
  const draft = fromJob(job);
  const attributes = await attributesOf(hubObjectOf(job));
  const { problems } = await checkLiveDraft(client, draft, { attributes, otherNames: [] });
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return ok('Object, filter, mapping and schedule fit.');
  const detail = errors.map(({ message }) => message).join(' ');
  return failed(`${detail} Change the job, and apply it again.`);
}

/** What a job that fits may still be in want of. */
function mendable(found: Finding, job: Job, jobs: readonly Job[], lastRun: Run | null): Finding {
  if (found.outcome !== 'ok') return found;
  const words: string[] = [];
  if (lastRun?.status === 'failed') {
    const why = lastRun.error?.message ?? 'Nothing is known of the reason.';
    words.push(`Its last run (${lastRun.id}) failed: ${why}`);
  }
  if (job.direction === 'outbound')
    words.push(...sharedFields(job, jobs).map((shared) => sharedFieldsText(job, shared)));
  return words.length === 0 ? found : warning([found.detail, ...words].join(' '));
}
