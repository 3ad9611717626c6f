import type { CrmClient } from '../../connectors/connector.ts';
import { RetryableError } from '../../domain/errors.ts';
import type { OperationDeps } from '../operation.ts';

/** A person waits for it. */
export const crmDeadlineMs = 30_000;

/** Slack takes what a select offers for three seconds. */
export const typeaheadDeadlineMs = 2_000;

/**
 * Asks the CRM behind a connection something, and no longer than a person waits.
 *
 * @param work its signal is aborted when the time is over
 * @throws RetryableError `crm_slow`; and what the connection and the work throw.
 */
export async function askCrm<Answer>(
  deps: Pick<OperationDeps, 'sessions'>,
  connectionId: string,
  work: (client: CrmClient, signal: AbortSignal) => Promise<Answer>,
  deadlineMs = crmDeadlineMs,
): Promise<Answer> {
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(), deadlineMs);
  const late = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(tooLate(deadlineMs)), { once: true });
  });
  try {
    return await Promise.race([ask(deps, connectionId, (client) => work(client, signal)), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function ask<Answer>(
  deps: Pick<OperationDeps, 'sessions'>,
  connectionId: string,
  work: (client: CrmClient) => Promise<Answer>,
): Promise<Answer> {
  const sessions = await deps.sessions();
  // First, so that what keeps it from logging in is not taken for something that the CRM says of what is asked.
  await sessions.of(connectionId).get();
  const client = await sessions.openClient(connectionId);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

function tooLate(deadlineMs: number): RetryableError {
  const seconds = Math.round(deadlineMs / 1000);
  return new RetryableError(`The CRM has not answered within ${seconds} seconds. Try again in a minute.`, {
    code: 'crm_slow',
  });
}
