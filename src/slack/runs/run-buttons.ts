/** The buttons of a run; who presses them is looked at by the operation behind each. */
import type { ActionsBlock, Button } from '@slack/types';
import { isAllowed } from '../../domain/role.ts';
import type { Role } from '../../domain/role.ts';
import type { Run } from '../../domain/run.ts';
import type { Job } from '../../domain/job.ts';
import { isActive } from '../../domain/run.ts';
import { loginExpired } from '../../domain/usable-connection.ts';
import { actions, button, confirmation } from '../blocks/index.ts';
import { reconnectButton } from '../connections/connection-buttons.ts';

export const runActions = {
  approve: 'run-approve',
  reject: 'run-reject',
  cancel: 'run-cancel',
  retry: 'run-retry',
  retryRejected: 'run-retry-rejected',
  history: 'run-history',
  download: 'run-download',
} as const;

/** Of the question that stands at the moment; none where nothing is asked. */
export function decisionButtons({ id, status, approval }: Run): Button[] {
  if (status !== 'waiting for approval' || approval === undefined) return [];
  const value = `${id} ${approval.askedAt.getTime()}`;
  return [
    button('Approve', runActions.approve, { value, style: 'primary' }),
    button('Reject', runActions.reject, { value, style: 'danger' }),
  ];
}

/** The same where one person looks: who cannot decide is offered no decision. */
export function decisionButtonsFor(role: Role, run: Run): Button[] {
  return isAllowed(role, 'admin') ? decisionButtons(run) : [];
}

export function cancelButton({ id, status }: Run): Button {
  const what =
    status === 'waiting for approval'
      ? 'Nobody has to decide then, and nothing is written. Its changes come with the next run, which asks again.'
      : 'It stops after the rows that are under way. What it has stored stays. Changes that it did not get to come with the next run.';
  const confirm = confirmation('Cancel this run?', what, { confirm: 'Cancel run', deny: 'Let it run' });
  return button('Cancel', runActions.cancel, { value: id, style: 'danger', confirm });
}

export function retryButton({ jobId, mode }: Run): Button {
  return button('Retry', runActions.retry, { value: `${mode} ${jobId}`, style: 'primary' });
}

export function retryRejectedButton({ id }: Pick<Run, 'id'>): Button {
  return button('Retry rejected rows', runActions.retryRejected, { value: id });
}

export function historyButton({ jobId }: Pick<Run, 'jobId'>): Button {
  return button('History', runActions.history, { value: jobId });
}

export function downloadButton({ id }: Pick<Run, 'id'>): Button {
  return button('Download', `${runActions.download}:rows`, { value: `rows ${id}` });
}

export function downloadRejectsButton({ id }: Pick<Run, 'id'>): Button {
  return button('Download rejected rows', `${runActions.download}:rejects`, { value: `rejects ${id}` });
}

/** A dry run, and one that brought everything, is not worth doing again by a button. */
export function isWorthRetrying({ status, dryRun }: Run): boolean {
  return !dryRun && (status === 'failed' || status === 'cancelled' || status === 'partly succeeded');
}

/**
 * Buttons in a message that is edited while the run goes on. Their block keeps its name over the edits: who presses a
 * button, or reads what it asks, while the message changes means the button that they saw.
 */
export function runActionsBlock({ id }: Pick<Run, 'id'>, buttons: readonly Button[]): ActionsBlock {
  return actions(buttons, `run:${id}`);
}

/** What can be done about a run, wherever it stands. @param job its job; null where that is gone */
export function runButtons(run: Run, job: Pick<Job, 'connectionId'> | null): Button[] {
  const isExpired = run.error?.code === loginExpired && job !== null;
  const reconnect = isExpired ? [reconnectButton({ id: job.connectionId, state: 'expired' })] : [];
  if (isActive(run.status)) return [...reconnect, cancelButton(run), historyButton(run)];
  return [
    ...reconnect,
    ...(isWorthRetrying(run) ? [retryButton(run)] : []),
    historyButton(run),
    ...(run.files.rows === null ? [] : [downloadButton(run)]),
  ];
}
