import type { Button, KnownBlock } from '@slack/types';
import { isAllowed } from '../../domain/role.ts';
import type { Role } from '../../domain/role.ts';
import { isActive } from '../../domain/run.ts';
import { loginExpired } from '../../domain/usable-connection.ts';
import type { AwaitedConnection, ListedJob } from '../../operations/list-jobs.ts';
import { actions, asTyped, bold, section, select } from '../blocks/index.ts';
import { reconnectButton } from '../connections/connection-buttons.ts';
import { jobMenuId } from '../jobs/menu.ts';
import type { JobMenu } from '../jobs/menu.ts';
import { jobIcon, lastRunLines, momentText } from '../jobs/words.ts';
import type { Clock } from '../jobs/words.ts';
import { cancelButton, decisionButtonsFor } from '../runs/run-buttons.ts';

export interface CardOptions {
  readonly clock: Clock;
  readonly role: Role;
  readonly menu: Pick<JobMenu, 'choices'>;
  /** Another one makes the menu forget what was chosen in it last. */
  readonly turn: number;
}

/** One job: what it does, when, and how it went; with its menu, and what stops it while it runs. */
export function jobCard(listed: ListedJob, { clock, role, menu, turn }: CardOptions): KnownBlock[] {
  const { job, state } = listed;
  const choices = menu.choices(listed, role);
  const buttons = buttonsOf(listed, role);
  return [
    section(jobLines(listed, clock).join('\n'), {
      blockId: `job:${job.id}:${state}:${turn}`,
      ...(choices.length === 0 ? {} : { accessory: select(jobMenuId, { placeholder: 'Manage', choices }) }),
    }),
    ...(buttons.length === 0 ? [] : [actions(buttons, `now:${job.id}:${lastRunId(listed)}:${turn}`)]),
  ];
}

/** What can be done about what stands in the way, and about the run that goes on. */
function buttonsOf({ waitsFor, lastRun, retry }: ListedJob, role: Role): Button[] {
  const run = [retry, lastRun].find((each) => each !== null && isActive(each.status)) ?? null;
  return [
    ...(waitsFor !== null && isAllowed(role, 'admin')
      ? [reconnectButton({ id: waitsFor.id, state: 'expired' })]
      : []),
    ...(run === null ? [] : decisionButtonsFor(role, run)),
    ...(run !== null && isAllowed(role, 'operator') ? [cancelButton(run)] : []),
  ];
}

/** Another run is another block: the question before "Cancel" belongs to the one. */
function lastRunId({ lastRun, retry }: ListedJob): string {
  return (retry ?? lastRun)?.id ?? '';
}

/** Lines of mrkdwn, five at most: one more where rejected rows were tried again, and where it waits for its connection. */
export function jobLines(listed: ListedJob, clock: Clock): string[] {
  const { job, state, schedule, nextRunAt, lastRun, waitsFor } = listed;
  const stands = state === 'ok' ? '' : ` · ${state}`;
  const next =
    nextRunAt === null ? '' : ` · ${waitsFor === null ? 'Next run' : 'Due'} ${momentText(nextRunAt, clock)}`;
  const when = job.schedule.enabled ? `${schedule}${next}` : `${schedule} · Scheduling is disabled`;
  return [
    `${jobIcon(listed)} ${bold(job.name)}${stands}`,
    `${asTyped(job.source.object)} → ${asTyped(job.target.object)} · ${asTyped(when)}`,
    // That it failed for the login, or waits for it, is what the line below says.
    ...(waitsFor !== null && lastRun?.error?.code === loginExpired ? [] : lastRunLines(listed, clock)),
    ...(waitsFor === null ? [] : [waitsText(waitsFor)]),
  ];
}

function waitsText({ name, owner }: AwaitedConnection): string {
  const who = owner === null ? 'An admin' : `<@${owner}> or another admin`;
  return `⏸️ Waits for ${bold(name)}, whose login has expired. ${who} connects it again; then the job goes on by itself.`;
}
