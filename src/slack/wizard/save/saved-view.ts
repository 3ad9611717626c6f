import type { ModalView } from '@slack/types';
import { nextRun } from '../../../domain/schedule.ts';
import type { Job } from '../../../domain/job.ts';
import type { StoredDraft } from '../../../domain/stored-draft.ts';
import type { SavedDraft } from '../../../operations/drafts/save-draft.ts';
import { actions, bold, context, modal, section } from '../../blocks/index.ts';
import { differenceLines } from '../../jobs/difference-text.ts';
import { openButton, versionsButton } from '../../jobs/job-actions.ts';
import { momentText } from '../../jobs/words.ts';
import type { Clock } from '../../jobs/words.ts';
import { historyButton } from '../../runs/run-buttons.ts';
import { lastView, wizardIds } from '../wizard-view.ts';

type Saved = Extract<SavedDraft, { readonly kind: 'saved' }>;

/** The change history has them all. */
const changesShown = 6;

export interface EndSetting {
  readonly clock: Clock;
  /** Where the person sees how a run gets on that was started; mrkdwn. */
  readonly whereText: string;
}

/** The end of the wizard: what was saved, what runs, and what can be done next. */
export function savedView(saved: Saved, { clock, whereText }: EndSetting): ModalView {
  const { job, runId } = saved;
  const changes = differenceLines(saved.differences, changesShown);
  return modal({
    title: 'Saved',
    callbackId: wizardIds.callback,
    blocks: [
      section(`✅ ${whatText(saved)}`),
      ...(changes === '' ? [] : [section(changes)]),
      ...(runId === null ? [] : [section(runText(saved, whereText))]),
      actions([
        openButton(job),
        ...(runId === null ? [] : [historyButton({ jobId: job.id })]),
        versionsButton(job),
      ]),
      context(nextText(job, clock)),
    ],
  });
}

function whatText({ job, isNew, differences }: Saved): string {
  if (isNew) return `${bold(job.name)} was created.`;
  return differences.length === 0
    ? `${bold(job.name)} is as it was: nothing was changed.`
    : `${bold(job.name)} was saved, as version ${job.version}.`;
}

function runText({ isStarted }: Saved, whereText: string): string {
  if (!isStarted) return 'It has a run already: its history shows how that gets on.';
  return `🔵 A sync was started. ${whereText}`;
}

function nextText({ schedule }: Job, clock: Clock): string {
  if (!schedule.enabled) return 'Its scheduling is disabled: it runs only when it is started.';
  const next = nextRun(schedule, clock.now);
  return next === null ? 'It runs only when it is started.' : `Next run ${momentText(next, clock)}`;
}

/** What was entered is gone; what was saved before is not. */
export function discardedView({ purpose }: Pick<StoredDraft, 'purpose'>): ModalView {
  return purpose === 'edit'
    ? lastView('Edit integration', 'Your changes were discarded. The job was not changed.')
    : lastView('New integration', 'Your draft was discarded.');
}
