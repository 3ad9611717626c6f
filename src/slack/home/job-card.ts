import type { KnownBlock } from '@slack/types';
import { isAllowed } from '../../domain/role.ts';
import type { Role } from '../../domain/role.ts';
import { isActive } from '../../domain/run.ts';
import type { ListedJob } from '../../operations/list-jobs.ts';
import { actions, asTyped, bold, section, select } from '../blocks/index.ts';
import { jobMenuId } from '../jobs/menu.ts';
import type { JobMenu } from '../jobs/menu.ts';
import { jobIcon, lastRunText, momentText } from '../jobs/words.ts';
import type { Clock } from '../jobs/words.ts';
import { cancelButton, decisionButtons } from '../runs/run-buttons.ts';

export interface CardOptions {
  readonly clock: Clock;
  readonly role: Role;
  readonly menu: Pick<JobMenu, 'choices'>;
  /** Another one makes the menu forget what was chosen in it last. */
  readonly turn: number;
}

/** One job: what it does, when, and how it went; with its menu, and what stops it while it runs. */
export function jobCard(listed: ListedJob, { clock, role, menu, turn }: CardOptions): KnownBlock[] {
  const { job, state, lastRun } = listed;
  const choices = menu.choices(listed, role);
  const mayCancel = lastRun !== null && isActive(lastRun.status) && isAllowed(role, 'operator');
  return [
    section(jobLines(listed, clock).join('\n'), {
      blockId: `job:${job.id}:${state}:${turn}`,
      ...(choices.length === 0 ? {} : { accessory: select(jobMenuId, { placeholder: 'Manage', choices }) }),
    }),
    ...(mayCancel
      ? [
          actions(
            [...(isAllowed(role, 'admin') ? decisionButtons(lastRun) : []), cancelButton(lastRun)],
            `run:${lastRun.id}:${turn}`,
          ),
        ]
      : []),
  ];
}

/** Three lines of mrkdwn. */
export function jobLines(listed: ListedJob, clock: Clock): string[] {
  const { job, state, schedule, nextRunAt, lastRun } = listed;
  const stands = state === 'ok' ? '' : ` · ${state}`;
  const next = nextRunAt === null ? '' : ` · Next run ${momentText(nextRunAt, clock)}`;
  const when = job.schedule.enabled ? `${schedule}${next}` : `${schedule} · Scheduling is disabled`;
  return [
    `${jobIcon(listed)} ${bold(job.name)}${stands}`,
    `${asTyped(job.source.object)} → ${asTyped(job.target.object)} · ${asTyped(when)}`,
    lastRunText(lastRun, clock),
  ];
}
