import { SingleBar } from 'cli-progress';
import type { Options, Params } from 'cli-progress';
import { createRunPace } from '../domain/run-pace.ts';
import type { Run, RunRetry } from '../domain/run.ts';
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

/** `reading  12,345 of 100,000 rows  4,200 rows/s  about 21 s left` */
export function createProgressText(): (run: Run, now: Date) => string {
  const paceOf = createRunPace();
  return (run, now) => {
    const { rowsPerSecond, leftMs } = paceOf(run, now);
    const { read } = run.counts;
    const parts: string[] = [run.phase];
    if (run.expectedRows !== null)
      parts.push(`${formatNumber(read)} of ${formatNumber(run.expectedRows)} rows`);
    else if (read > 0) parts.push(`${formatNumber(read)} rows`);
    if (rowsPerSecond > 0) parts.push(`${formatNumber(Math.round(rowsPerSecond))} rows/s`);
    if (leftMs !== null) parts.push(`about ${formatDuration(leftMs)} left`);
    if (run.retry !== null) parts.push(retryText(run.retry, now));
    return parts.join('  ');
  };
}

/** `try 2 of 6 failed, the next one in 4 s: Could not connect to …` */
function retryText({ attempt, attempts, reason, nextAt }: RunRetry, now: Date): string {
  const pause = nextAt.getTime() - now.getTime();
  const next = pause < 1_000 ? 'now' : `in ${formatDuration(pause)}`;
  return `try ${attempt} of ${attempts} failed, the next one ${next}: ${reason}`;
}

/** A bar says how much is done of how much: before that is known there are words only. */
function barProgress(): Progress {
  const textOf = createProgressText();
  const bar = new SingleBar({
    format: (options: Options, { progress }: Params, { text, hasTotal }: BarPayload) =>
      hasTotal ? `${barOf(options, progress)}  ${text}` : text,
    barsize: 20,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    fps: 5,
  });
  const nothing: BarPayload = { text: '', hasTotal: false };
  bar.start(1, 0, nothing);
  return {
    show(run, now) {
      const { expectedRows, counts } = run;
      bar.setTotal(Math.max(expectedRows ?? 0, counts.read, 1));
      const payload: BarPayload = { text: textOf(run, now), hasTotal: expectedRows !== null };
      bar.update(counts.read, payload);
    },
    stop: () => bar.stop(),
  };
}

interface BarPayload {
  readonly text: string;
  readonly hasTotal: boolean;
}

function barOf({ barsize = 20 }: Options, progress: number): string {
  const full = Math.round(Math.min(Math.max(progress, 0), 1) * barsize);
  return `[${'#'.repeat(full)}${'-'.repeat(barsize - full)}]`;
}

/** Where nobody watches, a line now and then, and each trouble at once. */
const lineEveryMs = 10_000;

function lineProgress(): Progress {
  const textOf = createProgressText();
  let last: number | null = null;
  let lastRetry: number | null = null;
  return {
    show(run, now) {
      const text = textOf(run, now);
      last ??= now.getTime();
      const retry = run.retry?.nextAt.getTime() ?? null;
      const isTrouble = retry !== null && retry !== lastRetry;
      lastRetry = retry;
      if (!isTrouble && now.getTime() - last < lineEveryMs) return;
      last = now.getTime();
      say(text);
    },
    stop: () => undefined,
  };
}
