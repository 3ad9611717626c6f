/** A run as people read it in Slack. Nothing of what stands in its rows. */
import { formatDuration } from '../../domain/duration-text.ts';
import { isPersonId } from '../../domain/person-id.ts';
import type { Run, RunMode, RunPhase, RunStatus } from '../../domain/run.ts';
import { specialRun } from '../../domain/special-run.ts';
import { asTyped, cut } from '../blocks/index.ts';
import { numberText } from '../jobs/words.ts';

const maxErrorLength = 1_500;

export const modeTexts: Readonly<Record<RunMode, string>> = {
  incremental: 'incremental sync',
  full: 'full sync',
};

export const statusIcons: Readonly<Record<RunStatus, string>> = {
  queued: '⏳',
  running: '🔵',
  succeeded: '✅',
  'partly succeeded': '⚠️',
  failed: '❌',
  cancelled: '⏹️',
  'waiting for approval': '🟠',
};

export const phaseTexts: Readonly<Record<RunPhase, string>> = {
  waiting: 'Waiting',
  counting: 'Counting',
  rehearsing: 'Looking at what would change',
  reading: 'Reading',
  loading: 'Loading',
  reconciling: 'Reconciling',
  sending: 'Sending',
  finishing: 'Finishing',
};

/** In these it is not known yet whether the run goes on incrementally: the first one of a job never does. */
const undecided: readonly RunPhase[] = ['waiting', 'counting'];

export function modeText(run: Pick<Run, 'mode' | 'phase' | 'dryRun' | 'rebuild' | 'retryOf'>): string {
  const special = specialRun(run);
  if (special !== null) return special;
  const { mode, phase, dryRun } = run;
  const kind = mode === 'incremental' && undecided.includes(phase) ? 'sync' : modeTexts[mode];
  return dryRun ? `${kind} (dry run)` : kind;
}

/** Who or what started it, as mrkdwn. */
export function starterText({ trigger, startedBy }: Pick<Run, 'trigger' | 'startedBy'>): string {
  switch (trigger) {
    case 'schedule':
      return 'by its schedule';
    case 'catch-up':
      return 'by its schedule, late';
    case 'slack':
    case 'assistant':
    case 'api':
    case 'cli':
      break;
  }
  if (trigger === 'api' || trigger === 'cli') return `by ${asTyped(startedBy)} (${trigger})`;
  const who = isPersonId(startedBy) ? `<@${startedBy}>` : asTyped(startedBy);
  return `by ${who}`;
}

/** null until it has begun. */
export function durationText({ startedAt, finishedAt }: Run, now: Date): string | null {
  if (startedAt === null) return null;
  return formatDuration((finishedAt ?? now).getTime() - startedAt.getTime());
}

const countNames = ['read', 'created', 'updated', 'unchanged', 'ignored', 'rejected', 'deleted'] as const;

type CountName = (typeof countNames)[number];
/** What a run does not do that is dry, or waits for somebody to decide. */
const writes: readonly CountName[] = ['created', 'updated', 'deleted'];

/** All counts, also such as are nought. */
export function allCounts({ counts, dryRun, status }: Pick<Run, 'counts' | 'dryRun' | 'status'>): string {
  const isOnlySeen = dryRun || status === 'waiting for approval';
  const wordsOf = (name: CountName): string =>
    isOnlySeen && writes.includes(name) ? `would be ${name}` : name;
  return countNames.map((name) => `${numberText(counts[name])} ${wordsOf(name)}`).join(' · ');
}

/** Why it failed and what to do, escaped; null where it did not. */
export function failureText({ error, counts }: Pick<Run, 'error' | 'counts'>): string | null {
  if (error === null) return null;
  // Its own text gives the reason of one row.
  if (error.code === 'all_rows_rejected') {
    return (
      `All ${numberText(counts.read)} rows that were read were rejected, so nothing was stored. ` +
      'Look at the reasons, mend the mapping or the records, and run the job again.'
    );
  }
  return asTyped(cut(error.message, maxErrorLength));
}

const barLength = 20;

/** `████████░░░░░░░░░░░░ 42 %`; null where the number of rows is not known. */
export function barText({ counts, expectedRows }: Pick<Run, 'counts' | 'expectedRows'>): string | null {
  if (expectedRows === null || expectedRows <= 0) return null;
  const share = Math.min(counts.read / expectedRows, 1);
  const full = Math.floor(share * barLength);
  return `\`${'█'.repeat(full)}${'░'.repeat(barLength - full)}\` ${Math.floor(share * 100)} %`;
}
