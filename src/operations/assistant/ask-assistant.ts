import { createHash } from 'node:crypto';
import type { AskContext, AskOptions, Interpretation } from '../../assistant/assistant.ts';
import { UserError } from '../../domain/errors.ts';
import { auditEntry } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { auditedProposal, maskValues } from './audited-proposal.ts';

/** Characters of one ask. */
export const maxAskLength = 2_000;

/**
 * The one way to the assistant for all that ask it: holds how long an ask may be and how often one person may ask, and
 * writes what was asked and proposed into the audit log. Nothing happens by it but that.
 *
 * @param subject the job or draft that it is about; empty where there is none
 * @throws UserError `ask_too_long`, `ask_too_often`
 */
export async function askAssistant(
  deps: OperationDeps,
  context: OperationContext,
  ask: { readonly text: string; readonly where: AskContext; readonly subject: string },
  options: AskOptions = {},
): Promise<Interpretation> {
  const text = ask.text.trim();
  if (text.length > maxAskLength) {
    throw new UserError(
      `That is ${text.length} characters long; I read at most ${maxAskLength}. Please say it shorter.`,
      { code: 'ask_too_long' },
    );
  }
  const { audit, callRates } = await deps.store();
  const waitMs = await callRates.take(askerOf(context.actor), context.now, deps.askRate);
  if (waitMs !== null) {
    throw new UserError(
      `You asked very often within a minute. Please try again in ${Math.ceil(waitMs / 1_000)} seconds.`,
      { code: 'ask_too_often' },
    );
  }
  const assistant = await deps.assistant();
  const interpretation = await assistant.interpret(text, ask.where, options);
  await audit.add(
    auditEntry(context, {
      operation: 'ask-assistant',
      subject: ask.subject,
      before: {
        purpose: ask.where.purpose,
        text: maskValues(text),
        // Tells whether it was this text, where somebody asks later, without keeping what stood in it.
        sha256: createHash('sha256').update(text).digest('hex'),
      },
      after: { from: interpretation.from, proposal: auditedProposal(interpretation.proposal) },
    }),
  );
  return interpretation;
}

/** As whom asks of a person are counted. */
export function askerOf(person: string): string {
  return `asks of ${person}`;
}
