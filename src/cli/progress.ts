import { SingleBar } from 'cli-progress';
import type { Options, Params } from 'cli-progress';
import type { Run, RunPhase } from '../domain/run.ts';
import { formatDuration, formatNumber } from './format.ts';
import { say } from './output.ts';

/** Shows how a run gets on. */
export interface Progress {
  show(run: Run, now: Date): void;
  stop(): void;
}

export function createProgress(): Progress {
  return process.stderr.isTTY ? barProgress() : lineProgress();
}

const phaseNames: Readonly<Record<RunPhase, string>> = {
  waiting: 'waiting',
  counting: 'counting',
  reading: 'reading',
  loading: 'loading',
  reconciling: 'reconciling',
  finishing: 'finishing',
};

/** Rates are those of the last seconds, so that a slow start is forgotten. */
const rateWindowMs = 10_000;

/** `reading  12,345 of 100,000 rows  4,200 rows/s  about 21 s left` */
export function createProgressText(): (run: Run, now: Date) => string {
  let seen: { readonly at: number; readonly rows: number }[] = [];
  return (run, now) => {
    const { read } = run.counts;
    const at = now.getTime();
    // The wait for the first row says nothing about those after it.
    const before = read === 0 ? [] : seen.filter((each) => at - each.at <= rateWindowMs);
    seen = [...before, { at, rows: read }];
    const first = seen[0] ?? { at, rows: read };
    const rate = at > first.at ? ((read - first.rows) * 1_000) / (at - first.at) : 0;
    const total = run.expectedRows === null ? '' : ` of ${formatNumber(run.expectedRows)}`;
    const parts = [phaseNames[run.phase], `${formatNumber(read)}${total} rows`];
    if (rate > 0) parts.push(`${formatNumber(Math.round(rate))} rows/s`);
    const left = (run.expectedRows ?? 0) - read;
    if (rate > 0 && left > 0)
      parts.push(`about ${formatDuration(Math.max((left / rate) * 1_000, 1_000))} left`);
    return parts.join('  ');
  };
}

function barProgress(): Progress {
  const textOf = createProgressText();
  const bar = new SingleBar({
    format: (options: Options, { progress }: Params, payload: { text?: string }) =>
      `${barOf(options, progress)}  ${payload.text ?? ''}`,
    barsize: 20,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    fps: 5,
  });
  bar.start(1, 0, { text: '' });
  return {
    show(run, now) {
      const { expectedRows, counts } = run;
      bar.setTotal(Math.max(expectedRows ?? 0, counts.read, 1));
      bar.update(counts.read, { text: textOf(run, now) });
    },
    stop: () => bar.stop(),
  };
}

function barOf({ barsize = 20 }: Options, progress: number): string {
  const full = Math.round(Math.min(Math.max(progress, 0), 1) * barsize);
  return `[${'#'.repeat(full)}${'-'.repeat(barsize - full)}]`;
}

/** Where nobody watches, a line now and then. */
const lineEveryMs = 10_000;

function lineProgress(): Progress {
  const textOf = createProgressText();
  let last: number | null = null;
  return {
    show(run, now) {
      const text = textOf(run, now);
      last ??= now.getTime();
      if (now.getTime() - last < lineEveryMs) return;
      last = now.getTime();
      say(text);
    },
    stop: () => undefined,
  };
}
