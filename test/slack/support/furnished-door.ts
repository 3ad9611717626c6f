/** The bot with one of everything that somebody could want to get at: what the forged requests of tests name. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyPatch } from '../../../src/domain/draft-patch.ts';
import { fromJob, newDraft } from '../../../src/domain/draft.ts';
import type { Role } from '../../../src/domain/role.ts';
import { openDatabaseState } from '../../support/database-state.ts';
import type { DatabaseState } from '../../support/database-state.ts';
import {
  aConfiguration,
  aConnection,
  aDraft,
  aHeldRun,
  aJob,
  aNewRun,
  anOutboundJob,
  anOutcome,
  aToken,
} from '../../support/records.ts';
import { ada, bob, openSmallDoor } from './small-door.ts';
import type { SmallDoor } from './small-door.ts';

export interface FurnishedDoor extends SmallDoor {
  readonly state: DatabaseState;
  readonly hubState: DatabaseState;
  /** When somebody was asked about `run-held`, in milliseconds. */
  readonly heldAtMs: number;
  /** What Ada's buttons in chat hold. */
  readonly tickets: { readonly command: string; readonly question: string; readonly draft: string };
}

/** That something was asked for is noted, and who has App Home open; neither says anything about what came of it. */
const notCounted = ['deliveries', 'leases', 'call_rates'];

/**
 * Ada is an admin, Bob an operator, Eve was granted nothing. Jobs `job-1` (two versions, run `run-done` with files),
 * `job-2` (`run-held` waits for a decision) and `job-3` (an export, `run-active` is under way); `connection-1`, which
 * works, and `connection-2`, which no job uses; `token-1`, `hook-1`; Ada's drafts `draft-new` of an
 * import and `draft-out` of the export.
 *
 * @param isShared as of `openSmallDoor`
 */
export async function openFurnishedDoor(isShared = false): Promise<FurnishedDoor> {
  const door = await openSmallDoor(undefined, isShared);
  const { store, bench, sandbox, time } = door;
  const now = time.now();
  const note = (operation: string) => ({
    at: now,
    actor: ada.id,
    door: 'slack',
    operation,
    subject: '',
    before: null,
    after: null,
  });
  const { clientId, clientSecret } = sandbox.credentials;
  const settings = { loginUrl: sandbox.url, auth: { grant: 'client-credentials', clientId } };
  const connections = ['connection-1', 'connection-2'].map((id, index) =>
    aConnection({
      id,
      name: index === 0 ? 'Acme Salesforce' : 'Spare Salesforce',
      settings,
      secrets: { 'auth.clientSecret': clientSecret },
    }),
  );
  const job = aJob({ name: 'Job 1' });
  const outbound = anOutboundJob({
    id: 'job-3',
    name: 'Job 3',
    mapping: [
      { source: { kind: 'field', path: 'account_id' }, target: 'Id' },
      { source: { kind: 'field', path: 'name' }, target: 'Name' },
    ],
  });
  const jobs = [
    { job, nextRunAt: now },
    { job: aJob({ id: 'job-2', name: 'Job 2' }), nextRunAt: now },
    { job: outbound, nextRunAt: now },
  ];
  await store.applyConfiguration(aConfiguration({ connections, jobs }));
  const changed = { ...job, description: 'changed', version: 2 };
  await store.applyConfiguration(aConfiguration({ connections: [], jobs: [{ job: changed }] }));

  const files = { rows: 'runs/job-1/rows.csv.gz', rejects: 'runs/job-1/rejects.csv' };
  mkdirSync(join(bench.deps.dataDir, 'runs/job-1'), { recursive: true });
  for (const file of Object.values(files)) writeFileSync(join(bench.deps.dataDir, file), 'a,b\n1,2\n');
  const run = async (id: string, jobId: string): Promise<void> => {
    await store.runs.enqueue(aNewRun({ id, jobId, queuedAt: now }));
    await store.runs.claim('me', now);
  };
  await run('run-done', 'job-1');
  const counts = { ...anOutcome().counts, read: 2, created: 1, rejected: 1 };
  await store.runs.finish(
    'run-done',
    'me',
    1,
    anOutcome({ files, counts, status: 'partly succeeded', finishedAt: now }),
  );
  await run('run-held', 'job-2');
  await store.runs.awaitApproval('run-held', 'me', 1, aHeldRun(now));
  await run('run-active', 'job-3');

  await store.tokens.add(aToken(), 'hash', note('create-token'));
  const hook = {
    id: 'hook-1',
    url: 'https://example.com/hook',
    jobId: null,
    events: ['run.failed'],
    createdAt: now,
    createdBy: ada.id,
  } as const;
  await store.webhooks.add(hook, 'whsec_c2VjcmV0', note('create-webhook'));
  const draft = applyPatch(newDraft('job-new'), {
    name: 'New job',
    connectionId: 'connection-1',
    source: { object: 'Account' },
  });
  await store.drafts.begin(
    aDraft({ id: 'draft-new', owner: ada.id, draft, step: 'save', createdAt: now, updatedAt: now }),
    { unlessBegunAfter: null },
  );
  const editing = aDraft({
    id: 'draft-out',
    owner: ada.id,
    purpose: 'edit',
    draft: fromJob(outbound),
    step: 'destination',
    createdAt: now,
    updatedAt: now,
  });
  await store.drafts.begin(editing, { unlessBegunAfter: null });
  await store.roles.grant(
    { person: bob.id, role: 'operator', grantedAt: now, grantedBy: ada.id },
    { mayBeLast: true, audit: () => note('grant-role') },
  );
  const context = { actor: ada.id, role: 'admin' as Role, door: 'slack', now } as const;
  const ticketFor = async (text: string): Promise<string> => {
    const { ticket } = await bench.operations.ask(context, { text, thread: text, timezone: 'UTC' });
    if (ticket === null) throw new Error(`“${text}” led to nothing that is to be decided.`);
    return ticket;
  };
  const wished = 'bring in all open opportunities over 50k every morning';
  const drafted = await bench.operations.choose(context, {
    ticket: await ticketFor(wished),
    choice: 0,
    timezone: 'UTC',
  });
  const tickets = {
    command: await ticketFor('run Job 1 now'),
    question: await ticketFor('run it'),
    draft: drafted.ticket ?? '',
  };
  const state = await openDatabaseState(bench.url, notCounted);
  const hubState = await openDatabaseState(bench.hubUrl);
  await state.keep();
  return {
    ...door,
    state,
    hubState,
    heldAtMs: now.getTime(),
    tickets,
    async close() {
      await state.close();
      await hubState.close();
      await door.close();
    },
  };
}
