/** What a button shows to decide on a proposal: which one, and that it is the very one that was on the screen. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { proposalSchema } from '../../assistant/proposal.ts';
import type { Proposal } from '../../assistant/proposal.ts';
import { UserError } from '../../domain/errors.ts';
import type { ProposedJob, StoredProposal } from '../../store/assistant-store.ts';
import type { Interpretation } from '../../assistant/assistant.ts';
import { auditEntry } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';

interface Shown {
  readonly proposal: Proposal;
  readonly jobs: readonly ProposedJob[];
}

export function ticketOf(id: string, shown: Shown): string {
  return `${id} ${digestOf(shown)}`;
}

function digestOf({ proposal, jobs }: Shown): string {
  return createHash('sha256')
    .update(JSON.stringify([proposalSchema.parse(proposal), jobs.map(({ id, version }) => [id, version])]))
    .digest('base64url');
}

/**
 * The proposal that a ticket is for, while it is to be decided by whoever shows it.
 *
 * @throws UserError `proposal_gone`, `not_your_proposal`, `proposal_decided`, `proposal_changed`
 */
export async function openProposal(
  deps: OperationDeps,
  { actor, now }: OperationContext,
  ticket: string,
): Promise<Shown & { readonly stored: StoredProposal }> {
  const [id = '', digest = ''] = ticket.split(' ');
  const { proposals } = await deps.store();
  const stored = await proposals.byId(id);
  if (stored === null) throw gone();
  if (stored.actor !== actor) {
    throw new UserError('Somebody else asked for this, and only they decide on it. Ask for it yourself.', {
      code: 'not_your_proposal',
    });
  }
  if (stored.decidedAt !== null) {
    throw new UserError('This was decided already. Ask again if you want it once more.', {
      code: 'proposal_decided',
    });
  }
  if (stored.expiresAt <= now) throw gone();
  const { jobs } = stored;
  const proposal = proposalSchema.parse(stored.proposal);
  if (!isSame(digest, digestOf({ proposal, jobs }))) {
    throw new UserError('This button does not belong to what was proposed. Ask again.', {
      code: 'proposal_changed',
    });
  }
  return { stored, proposal, jobs };
}

/** What waits for the decision of whoever asks, as it was shown; null where nothing does. Written into the audit log. */
export async function proposedLast(
  deps: OperationDeps,
  context: OperationContext,
  thread: string,
): Promise<(Interpretation & { readonly ticket: string }) | null> {
  const { proposals, audit } = await deps.store();
  const stored = await proposals.latestOpen({ actor: context.actor, thread }, context.now);
  if (stored === null) return null;
  const proposal = proposalSchema.parse(stored.proposal);
  if (proposal.kind === 'question') return null;
  await audit.add(
    auditEntry(context, {
      operation: 'ask-assistant',
      subject: stored.id,
      before: { purpose: 'chat' },
      after: { from: 'built-in', again: stored.id },
    }),
  );
  const ticket = ticketOf(stored.id, { proposal, jobs: stored.jobs });
  return { proposal, from: 'built-in', note: null, ticket };
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function gone(): UserError {
  return new UserError('The time to decide on this is up. Ask again.', { code: 'proposal_gone' });
}
