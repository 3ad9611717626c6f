import type { Proposal } from '../../assistant/proposal.ts';
import type { DraftSchedule } from '../../domain/draft.ts';
import { UserError } from '../../domain/errors.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { changeDraft } from '../drafts/change-draft.ts';
import { chooseSource } from '../drafts/choose-source.ts';
import { chooseDestination } from '../drafts/outbound/choose-destination.ts';
import { startDraft } from '../drafts/start-draft.ts';
import { authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { openProposal } from './ticket.ts';

export interface DraftProposalInput {
  readonly ticket: string;
  /** IANA name of the person's zone: what times of the schedule are in. */
  readonly timezone: string;
  /** A draft that the person had begun is forgotten. */
  readonly startOver: boolean;
}

export interface ProposedDraft {
  readonly draft: StoredDraft;
  /** It is what the person had begun before, and nothing of the proposal is in it. */
  readonly isResumed: boolean;
}

/**
 * The draft of a new job, filled in with what was proposed. The proposal stays open: whoever closes the wizard may open
 * it again.
 *
 * @throws UserError as `openProposal`, and where the CRM does not have what was proposed
 */
export async function draftProposal(
  deps: OperationDeps,
  context: OperationContext,
  { ticket, timezone, startOver }: DraftProposalInput,
): Promise<ProposedDraft> {
  authorize(context, 'admin', 'create a job');
  const { proposal } = await openProposal(deps, context, ticket);
  if (proposal.kind !== 'job draft') {
    throw new UserError('There is no job in this. Ask again.', { code: 'proposal_changed' });
  }
  const { connections } = await deps.store();
  const connection = await connections.byName(proposal.connection ?? '');
  if (connection === null) {
    throw new UserError('The connection of this proposal is gone. Ask again.', {
      code: 'unknown_connection',
    });
  }
  const started = await startDraft(deps, context, { purpose: 'create', startOver });
  if (started.isResumed) return started;
  const draft = await filledIn(deps, context, {
    id: started.draft.id,
    proposal,
    connectionId: connection.id,
  });
  const schedule = scheduleOf(proposal, timezone);
  if (schedule === null) return { draft, isResumed: false };
  return {
    draft: await changeDraft(deps, context, { draft: draft.id, patch: { schedule } }),
    isResumed: false,
  };
}

interface Filling {
  readonly id: string;
  readonly proposal: Extract<Proposal, { kind: 'job draft' }>;
  readonly connectionId: string;
}

async function filledIn(
  deps: OperationDeps,
  context: OperationContext,
  { id, proposal: { direction, object, hub, filter }, connectionId }: Filling,
): Promise<StoredDraft> {
  const source = filter === null ? {} : { filter };
  if (direction === 'inbound') {
    await chooseSource(deps, context, { draft: id, connectionId, object, target: hub });
    return await changeDraft(deps, context, { draft: id, patch: { source } });
  }
  const patch = { direction, connectionId, source: { object: hub, ...source } } as const;
  await changeDraft(deps, context, { draft: id, patch });
  return await chooseDestination(deps, context, { draft: id, connectionId, object });
}

function scheduleOf({ schedule }: Filling['proposal'], timezone: string): DraftSchedule | null {
  return schedule === null ? null : { cadence: schedule, timezone, enabled: true };
}
