import type { KnownBlock } from '@slack/types';
import type { Job } from '../../domain/job.ts';
import { isActive } from '../../domain/run.ts';
import type { Run } from '../../domain/run.ts';
import { asTyped, bold, context as smallPrint, section } from '../blocks/index.ts';
import { countsText } from '../jobs/words.ts';
import type { Worded } from '../outbox/outbox.ts';
import { approvedLines, decisionText, readersMoment, ruleText } from '../runs/approval-words.ts';
import { wouldText } from '../../domain/guard.ts';
import { decisionButtons, historyButton, runActionsBlock, runButtons } from '../runs/run-buttons.ts';
import { modeText, starterText, statusIcons } from '../runs/run-words.ts';
import { deletedJob, jobOf } from './job-name.ts';
import { mentionText } from './mention-text.ts';
import type { Notification } from './notification.ts';

/** Whoever answers it brings it up to date; this is for what happens without an answer. */
const lookAgainMs = 60_000;
const lookSoonMs = 5_000;

/** A run stopped before its first write, for somebody to decide; and what became of it. */
export const approvalNeeded: Notification<'approval needed'> = async (
  { runId, askedAt },
  { operations, context },
) => {
  const run = await operations.showRun(context(), { runId });
  const job = await jobOf(run.jobId, operations, context());
  const name = job?.name ?? deletedJob;
  const { approval } = run;
  if (approval === undefined) return null;
  if (approval.askedAt.toISOString() !== askedAt) return askedAgain(run, name);
  if (run.status !== 'waiting for approval') return answered(run, job);
  const calls = mentionText(job?.notify.mention ?? []);
  const headline = `waits for approval: it ${wouldText(approval)}`;
  const lines = [
    `🟠 ${bold(name)} ${headline}.${calls === '' ? '' : ` ${calls}`}`,
    ruleText(approval),
    `${modeText(run)}, started ${starterText(run)}. Nothing is written yet: "Approve" writes what was counted, "Reject" nothing.`,
  ];
  const blocks: KnownBlock[] = [
    section(lines.join('\n')),
    runActionsBlock(run, [...decisionButtons(run), historyButton(run)]),
    smallPrint(
      `Admins decide, until ${readersMoment(approval.expiresAt)}; after that the run fails with nothing written. Until then the job does not run.`,
    ),
  ];
  return { text: `${asTyped(name)} ${headline}`, blocks, isLive: true, lookAgainMs };
};

function answered(run: Run, job: Job | null): Worded {
  const name = job?.name ?? deletedJob;
  const decision = decisionText(run) ?? '';
  const ended = isActive(run.status)
    ? [`${decision} The run goes on.`]
    : [
        ...(run.approval?.decision?.kind === 'approved' ? approvedLines(run) : [decision]),
        ...(run.approval?.decision?.kind === 'approved' ? [`${run.status}: ${countsText(run.counts)}`] : []),
      ];
  const announced = run.approval === undefined ? '' : ` It ${wouldText(run.approval)}.`;
  const lines = [`${statusIcons[run.status]} ${bold(name)} waited for approval.${announced}`, ...ended];
  return {
    text: `${asTyped(name)} waited for approval`,
    blocks: [section(lines.join('\n')), runActionsBlock(run, runButtons(run, job))],
    isLive: isActive(run.status),
    lookAgainMs: lookSoonMs,
  };
}

/** What was read was lost, or the job has changed. */
function askedAgain(run: Run, name: string): Worded {
  const text = `🟠 ${bold(name)} read its rows again since, and asks anew.`;
  return {
    text: `${asTyped(name)} asks anew`,
    blocks: [section(text), runActionsBlock(run, [historyButton(run)])],
    isLive: false,
  };
}
