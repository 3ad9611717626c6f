import { UserError } from '../domain/errors.ts';
import type { ApprovalDecision } from '../domain/guard.ts';
import type { Run, RunError } from '../domain/run.ts';
import { auditEntry, authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

export interface DecideRunInput {
  readonly runId: string;
  /** Of the question that is answered; of the one that stands now where it is left out. */
  readonly askedAt?: Date;
}

/** The run goes on where it stopped, with the rows that were announced. @throws UserError as `decideRun`. */
export function approveRun(
  deps: OperationDeps,
  context: OperationContext,
  input: DecideRunInput,
): Promise<Run> {
  return decideRun(deps, context, input, 'approved');
}

/** The run has ended, and nothing is written. @throws UserError as `decideRun`. */
export function rejectRun(
  deps: OperationDeps,
  context: OperationContext,
  input: DecideRunInput,
): Promise<Run> {
  return decideRun(deps, context, input, 'rejected');
}

/** @throws UserError `unknown_run`, `not_waiting` with who was faster, `asked_again`, `approval_expired` */
async function decideRun(
  deps: OperationDeps,
  context: OperationContext,
  { runId, askedAt }: DecideRunInput,
  kind: 'approved' | 'rejected',
): Promise<Run> {
  authorize(context, 'admin', kind === 'approved' ? 'approve a run' : 'reject a run');
  const { runs } = await deps.store();
  const run = await runs.byId(runId);
  if (run === null) {
    throw new UserError(`There is no run ${runId}. The history of its job lists those that there are.`, {
      code: 'unknown_run',
    });
  }
  const { approval } = run;
  if (run.status !== 'waiting for approval' || approval === undefined) throw notWaiting(run);
  const { actor, door, now } = context;
  const answer = {
    decision: { kind, by: actor, door, at: now },
    askedAt: askedAt ?? approval.askedAt,
    error: kind === 'approved' ? null : rejectedError,
    audit: auditEntry(context, {
      operation: kind === 'approved' ? 'approve-run' : 'reject-run',
      subject: run.jobId,
      before: { run: runId, status: run.status },
      after: { changed: approval.changed, rejected: approval.rejected, known: approval.known },
    }),
  };
  switch (await runs.decideApproval(runId, answer)) {
    case 'settled':
      break;
    case 'not waiting':
      throw notWaiting((await runs.byId(runId)) ?? run);
    case 'asked again':
      throw new UserError(
        'The run has read its rows again since, and asks anew. Look at its newest message, and decide there.',
        { code: 'asked_again' },
      );
    case 'too late':
      throw new UserError(
        'The time to decide is up: the run ends with nothing written. Run the job again; it asks again.',
        { code: 'approval_expired' },
      );
  }
  deps.wake();
  return (await runs.byId(runId)) ?? run;
}

const rejectedError: RunError = {
  code: 'run_rejected',
  message:
    "It was rejected before it wrote anything. Look at the job's filter and mapping, and run it again; it asks again where it would change as much.",
};

const decided: Readonly<Record<ApprovalDecision['kind'], string>> = {
  approved: 'was approved',
  rejected: 'was rejected',
  expired: 'was not approved in time',
};

function notWaiting({ id, status, approval }: Run): UserError {
  const decision = approval?.decision ?? null;
  const what =
    decision === null
      ? `Run ${id} does not wait for approval: it is ${status}.`
      : `Run ${id} ${decided[decision.kind]} already, at ${decision.at.toISOString()}. It is ${status} now.`;
  return new UserError(what, { code: 'not_waiting', about: id });
}
