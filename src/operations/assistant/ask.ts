import { askedPeriod } from '../../assistant/built-in/command/asked-period.ts';
import type { AskedPeriod } from '../../assistant/built-in/command/asked-period.ts';
import type { AskOptions, Interpretation } from '../../assistant/assistant.ts';
import type { Proposal } from '../../assistant/proposal.ts';
import { UserError } from '../../domain/errors.ts';
import type { ProposedJob } from '../../store/assistant-store.ts';
import { auditEntry, authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { askAssistant } from './ask-assistant.ts';
import { chatOf } from './chat-context.ts';
import type { Chat } from './chat-context.ts';
import { checkedProposal } from './checked-proposal.ts';
import { openProposal, proposedLast, ticketOf } from './ticket.ts';

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
  /** The time that was asked about; null where none was named. */
  readonly period: AskedPeriod | null;
}

/** A button that is left alone decides nothing later. */
export const proposalLifeMs = 15 * 60_000;
/** What was said longer ago is not spoken of any more. */
const threadLifeMs = 24 * 60 * 60_000;
const maxTurns = 6;

/** "Do it" asks for nothing new: it is shown again what waits for the button, for words confirm nothing. */
const goAhead =
  /^(?:(?:yes|yeah|ok|okay|sure|please)[\s,.!]+)*(?:do (?:it|that|so)|go(?: ahead)?|confirm(?: it)?|proceed|yes|yeah|ok|okay|sure)(?:[\s,]+(?:please|now))?[\s.!]*$/i;

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
  if (goAhead.test(input.text.trim())) {
    const last = await proposedLast(deps, context, input.thread);
    if (last !== null) return { ...last, period: null };
  }
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
  const proposal = await checkedProposal(deps, context, given.proposal, { chat, timezone, chosen });
  const jobs = jobsOf(proposal, chat);
  const turn = { user: text, intent: intentOf(proposal), jobs: jobs.map(({ name }) => name) };
  await store.proposals.addTurn(thread, turn, { now, since, limit: maxTurns });
  const note = [given.note, silentNote(proposal, chat)].filter((part) => part !== null).join(' ') || null;
  const period = askedPeriod(text, { now, timezone });
  const interpretation = { ...given, proposal, note, period };
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
