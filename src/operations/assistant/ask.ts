import type { AskOptions, Interpretation } from '../../assistant/assistant.ts';
import { question } from '../../assistant/proposal.ts';
import type { Proposal } from '../../assistant/proposal.ts';
import { UserError } from '../../domain/errors.ts';
import { isAllowed } from '../../domain/role.ts';
import type { Role } from '../../domain/role.ts';
import type { ProposedJob } from '../../store/store.ts';
import { auditEntry, authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { askAssistant } from './ask-assistant.ts';
import { chatOf } from './chat-context.ts';
import type { Chat } from './chat-context.ts';
import { openProposal, ticketOf } from './ticket.ts';

export interface AskInput {
  readonly text: string;
  /** The conversation, or a thread in it: what was said there before counts. */
  readonly thread: string;
  /** IANA name of the person's zone. */
  readonly timezone: string;
}

export interface Asked extends Interpretation {
  /** What a button has to show to decide on it; null where there is nothing to decide. */
  readonly ticket: string | null;
}

/** A button that is left alone decides nothing later. */
export const proposalLifeMs = 15 * 60_000;
/** What was said longer ago is not spoken of any more. */
const threadLifeMs = 24 * 60 * 60_000;
const maxTurns = 6;

/**
 * Takes what somebody wrote in chat for a proposal. Nothing is done by it: what changes something, and what asks back,
 * waits for the person to decide.
 *
 * @throws UserError `ask_too_long`, `ask_too_often`
 */
export async function ask(
  deps: OperationDeps,
  context: OperationContext,
  input: AskInput,
  options: AskOptions = {},
): Promise<Asked> {
  authorize(context, 'viewer', 'ask');
  return await asked(deps, context, { ...input, chosen: null }, options);
}

/**
 * Asks once more what led to a question, with what was chosen there.
 *
 * @throws UserError `proposal_gone`, `not_your_proposal`, `proposal_decided`, `proposal_changed`
 */
export async function choose(
  deps: OperationDeps,
  context: OperationContext,
  {
    ticket,
    choice,
    timezone,
  }: { readonly ticket: string; readonly choice: number; readonly timezone: string },
  options: AskOptions = {},
): Promise<Asked & { readonly chosen: string }> {
  authorize(context, 'viewer', 'ask');
  const { stored, proposal } = await openProposal(deps, context, ticket);
  const chosen = proposal.kind === 'question' ? proposal.choices[choice] : undefined;
  if (chosen === undefined) {
    throw new UserError('This button is not one of the choices. Ask again.', { code: 'proposal_changed' });
  }
  const { proposals } = await deps.store();
  const entry = auditEntry(context, {
    operation: 'choose-answer',
    subject: stored.id,
    before: { choices: proposal.kind === 'question' ? proposal.choices.length : 0 },
    after: { choice },
  });
  if (!(await proposals.decide(stored.id, { decision: 'chosen', at: context.now }, entry))) throw decided();
  const { text, thread } = stored;
  return { chosen, ...(await asked(deps, context, { text, thread, timezone, chosen }, options)) };
}

export function decided(): UserError {
  return new UserError('This was decided already, or its time is up. Ask again.', {
    code: 'proposal_decided',
  });
}

async function asked(
  deps: OperationDeps,
  context: OperationContext,
  { text, thread, timezone, chosen }: AskInput & { readonly chosen: string | null },
  options: AskOptions,
): Promise<Asked> {
  const { now } = context;
  const store = await deps.store();
  const since = new Date(now.getTime() - threadLifeMs);
  const chat = await chatOf(deps, context, text);
  const turns = await store.proposals.turns(thread, since);
  const where = { ...chat.context, turns, now, timezone, ...(chosen === null ? {} : { chosen }) };
  const given = await askAssistant(deps, context, { text, where, subject: '' }, options);
  const proposal = within(context.role, withConnection(given.proposal, chat, chosen), chat);
  const jobs = jobsOf(proposal, chat);
  const turn = { user: text, intent: intentOf(proposal), jobs: jobs.map(({ name }) => name) };
  await store.proposals.addTurn(thread, turn, { now, since, limit: maxTurns });
  const note = [given.note, silentNote(proposal, chat)].filter((part) => part !== null).join(' ') || null;
  const interpretation = { ...given, proposal, note };
  if (!isOpen(proposal)) return { ...interpretation, ticket: null };
  const id = deps.newId();
  await store.proposals.add({
    id,
    actor: context.actor,
    thread,
    text,
    proposal,
    jobs,
    createdAt: now,
    expiresAt: new Date(now.getTime() + proposalLifeMs),
  });
  return { ...interpretation, ticket: ticketOf(id, { proposal, jobs }) };
}

/** Whether something of it is to be decided. */
function isOpen(proposal: Proposal): boolean {
  switch (proposal.kind) {
    case 'command':
      return proposal.confirm;
    case 'question':
      return proposal.choices.length > 0;
    case 'job draft':
      return true;
    case 'filter':
    case 'mapping':
    case 'formula':
    case 'answer':
      break;
  }
  return false;
}

const rolesNeeded: Readonly<Record<string, Role>> = {
  run: 'operator',
  fullsync: 'operator',
  dryrun: 'operator',
  disable: 'operator',
  enable: 'operator',
  download: 'operator',
  'edit-schedule': 'admin',
};
const writes: readonly string[] = ['run', 'fullsync', 'disable', 'enable', 'edit-schedule'];

/** Whoever proposes may be wrong about who asks, about what there is, and about what has to be confirmed. */
function within(role: Role, proposal: Proposal, { jobs }: Chat): Proposal {
  if (proposal.kind === 'job draft') return isAllowed(role, 'admin') ? proposal : missing('admin', role);
  if (proposal.kind !== 'command') return proposal;
  const needed = rolesNeeded[proposal.intent];
  if (needed !== undefined && !isAllowed(role, needed)) return missing(needed, role);
  const unknown = proposal.jobs.find((name) => !jobs.some(({ job }) => job.name === name));
  if (unknown !== undefined) {
    const names = jobs.slice(0, maxChoices).map(({ job }) => job.name);
    return question('Which job do you mean?', names);
  }
  return { ...proposal, confirm: writes.includes(proposal.intent) };
}

const maxChoices = 5;

function missing(needs: Role, role: Role): Proposal {
  const text = `For that you need the role ${needs}; you are ${role}. An admin can grant it.`;
  return { kind: 'answer', topic: 'refused', needs, text };
}

/** Of several orgs of one kind it is asked which. */
function withConnection(proposal: Proposal, { connections }: Chat, chosen: string | null): Proposal {
  if (proposal.kind !== 'job draft' || proposal.connection !== null) return proposal;
  const names = connections
    .filter(({ connector }) => connector === proposal.connector)
    .map(({ name }) => name);
  const [only] = names;
  if (only === undefined) {
    return question(
      'There is no connection to that CRM yet. An admin connects it first: /crosswalk help says how.',
    );
  }
  const connection = names.find((name) => name === chosen) ?? (names.length === 1 ? only : null);
  if (connection !== null) return { ...proposal, connection };
  return question(`Which connection: ${names.join(' or ')}?`, names);
}

function jobsOf(proposal: Proposal, { jobs }: Chat): ProposedJob[] {
  if (proposal.kind !== 'command') return [];
  return jobs
    .filter(({ job }) => proposal.jobs.includes(job.name))
    .map(({ job: { id, name, version } }) => ({ id, name, version }));
}

const intentOf = (proposal: Proposal): string | null =>
  proposal.kind === 'command' ? proposal.intent : null;

/** Only where it may be why the answer is what it is. */
function silentNote(proposal: Proposal, { silent, jobs }: Chat): string | null {
  const isOfJobs =
    proposal.kind === 'question' &&
    proposal.choices.some((choice) => jobs.some(({ job }) => job.name === choice));
  const isOfObjects = ['question', 'filter', 'job draft'].includes(proposal.kind) && !isOfJobs;
  if (silent.length === 0 || !isOfObjects) return null;
  return `${silent.join(' and ')} did not answer, so I do not know its objects now.`;
}
