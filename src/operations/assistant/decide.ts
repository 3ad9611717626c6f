import type { Proposal } from '../../assistant/proposal.ts';
import { roleNeededFor } from '../../assistant/role-needed.ts';
import { UserError } from '../../domain/errors.ts';
import type { Job } from '../../domain/job.ts';
import type { Run } from '../../domain/run.ts';
import type { ProposedJob, StoredProposal } from '../../store/assistant-store.ts';
import { cancelRun } from '../cancel-run.ts';
import { changeSchedule, changedMeanwhile } from '../change-schedule.ts';
import { jobGone } from '../find-job.ts';
import { auditEntry, authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { setJobEnabled } from '../set-job-enabled.ts';
import { startRun } from '../start-run.ts';
import type { AskedIn } from '../start-run.ts';
import { decided } from './ask.ts';
import { openProposal } from './ticket.ts';

type Command = Extract<Proposal, { kind: 'command' }>;

export interface DecideInput {
  readonly ticket: string;
  readonly decision: 'confirmed' | 'dismissed';
  /** Where it was decided, so that it is told there how a run gets on. */
  readonly askedIn: AskedIn;
  /** IANA name of the person's zone: what times of a schedule are in. */
  readonly timezone: string;
}

/** What became of it, a job at a time: one that fails keeps none of the others from it. */
export interface Decided {
  readonly proposal: Command;
  readonly results: readonly DecidedJob[];
}

export type DecidedJob = { readonly name: string } & (
  | { readonly kind: 'started'; readonly job: Job; readonly run: Run }
  | { readonly kind: 'changed'; readonly job: Job }
  | { readonly kind: 'cancelled'; readonly run: Run }
  /** Why not, for people; and the id of what stands in the way, where there is one. */
  | { readonly kind: 'refused'; readonly reason: string; readonly code: string; readonly about?: string }
);

/**
 * Does what was proposed, or leaves it. Decided once, by the person who asked, in time, and only where it is what was
 * shown; role and job are looked at anew.
 *
 * @throws UserError `proposal_gone`, `not_your_proposal`, `proposal_decided`, `proposal_changed`, `role_needed`, and
 *   `run_active` where a run is asked for of jobs that all have one: the person may press again when those have ended
 */
export async function decide(
  deps: OperationDeps,
  context: OperationContext,
  input: DecideInput,
): Promise<Decided> {
  authorize(context, 'viewer', 'decide on a proposal');
  const { stored, proposal, jobs } = await openProposal(deps, context, input.ticket);
  if (proposal.kind !== 'command') {
    throw new UserError('There is nothing to confirm here. Ask again.', { code: 'proposal_changed' });
  }
  if (input.decision === 'confirmed') {
    // First, so that a person whose role is missing may ask somebody for it and press again.
    authorize(context, roleNeededFor(proposal.intent) ?? 'viewer', 'confirm this');
    if (startsRuns.includes(proposal.intent)) await requireOneFree(deps, jobs);
  }
  await settle(deps, context, stored, { decision: input.decision, proposal });
  const results: DecidedJob[] = [];
  if (input.decision === 'dismissed') return { proposal, results };
  const by: OperationContext = { ...context, door: 'assistant' };
  for (const job of jobs)
    results.push(await orRefused(job, () => doTo(deps, by, job, { ...input, proposal })));
  return { proposal, results };
}

const startsRuns: readonly Command['intent'][] = ['run', 'fullsync'];

/** Where each job has a run, nothing could be started: that is told, and uses the proposal up for nothing. */
async function requireOneFree(deps: OperationDeps, jobs: readonly ProposedJob[]): Promise<void> {
  const { runs } = await deps.store();
  const active = await Promise.all(jobs.map(({ id }) => runs.activeOf(id)));
  const [first = null] = active;
  if (first === null || active.includes(null)) return;
  const [job] = jobs;
  const what =
    job !== undefined && jobs.length === 1
      ? `“${job.name}” has a run that is ${first.status} already.`
      : 'Each of these jobs has a run already.';
  throw new UserError(
    `${what} Nothing was started, and the button stays good: press it again when that has ended, or ask again later.`,
    { code: 'run_active', about: first.id },
  );
}

async function settle(
  deps: OperationDeps,
  context: OperationContext,
  { id, jobs }: StoredProposal,
  {
    decision,
    proposal,
  }: {
    readonly decision: DecideInput['decision'];
    readonly proposal: Command;
  },
): Promise<void> {
  const { proposals } = await deps.store();
  const entry = auditEntry(context, {
    operation: 'decide-proposal',
    subject: id,
    before: { intent: proposal.intent, jobs: jobs.map((job) => job.id), schedule: proposal.schedule },
    after: { decision },
  });
  if (!(await proposals.decide(id, { decision, at: context.now }, entry))) throw decided();
}

async function orRefused({ name }: ProposedJob, work: () => Promise<DecidedJob>): Promise<DecidedJob> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { message: reason, code, about } = error;
    return { name, kind: 'refused', reason, code, ...(about === undefined ? {} : { about }) };
  }
}

async function doTo(
  deps: OperationDeps,
  by: OperationContext,
  { id, name, version }: ProposedJob,
  {
    proposal: { intent, schedule },
    askedIn,
    timezone,
  }: Pick<DecideInput, 'askedIn' | 'timezone'> & Pick<Decided, 'proposal'>,
): Promise<DecidedJob> {
  const current = await (await deps.store()).jobs.byId(id);
  if (current === null) throw jobGone({ name });
  if (current.version !== version) throw changedMeanwhile(current);
  switch (intent) {
    case 'run':
    case 'fullsync': {
      const mode = intent === 'run' ? 'incremental' : 'full';
      const { job, run } = await startRun(deps, by, { job: id, mode, dryRun: false, askedIn });
      return { name, kind: 'started', job, run };
    }
    case 'cancel': {
      const run = await (await deps.store()).runs.activeOf(id);
      if (run === null) throw new UserError('It has no run going on any more.', { code: 'run_ended' });
      return { name, kind: 'cancelled', run: await cancelRun(deps, by, { runId: run.id }) };
    }
    case 'enable':
    case 'disable': {
      const job = await setJobEnabled(deps, by, { job: id, enabled: intent === 'enable' });
      return { name, kind: 'changed', job };
    }
    case 'edit-schedule':
      if (schedule === null) break;
      return {
        name,
        kind: 'changed',
        job: await changeSchedule(deps, by, { job: id, cadence: schedule, timezone, version }),
      };
    case 'dryrun':
    case 'history':
    case 'why-failed':
    case 'status':
    case 'list':
    case 'download':
      break;
  }
  throw new UserError('There is nothing to confirm here. Ask again.', { code: 'proposal_changed' });
}
