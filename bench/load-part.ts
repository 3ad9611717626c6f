import { below, inMegabytes, inMilliseconds, inRows, inSeconds } from './figure.ts';
import type { Figure } from './figure.ts';
import type { LoadMeasurement } from './load-measurement.ts';
import { percentile } from './percentile.ts';

const goals = {
  acknowledgedMs: 500,
  /** A schedule that falls due is looked for at least each half minute. */
  queuedMs: 30_000,
  peakMegabytes: 600,
} as const;
const slackPatienceMs = 3_000;

export function load(measurement: LoadMeasurement): readonly Omit<Figure, 'part'>[] {
  const { rows, people, jobs, run, crowd, queuedAfterMs, begunAfterMs, ended, failed } = measurement;
  if (run.status !== 'succeeded' || run.read !== rows)
    throw new Error(`The sync under load is ${run.status}`);
  if (failed > 0) throw new Error(`${failed} runs did not succeed`);
  const waits = crowd.acknowledged.map(({ ms }) => ms);
  const waited = percentile(waits, 0.99);
  const queued = percentile(queuedAfterMs, 0.99);
  const begun = percentile(begunAfterMs, 0.99);
  const { peakMegabytes } = measurement;
  return [
    {
      ...line(
        `Slack waits, ${people} people, ${waits.length} times, p99`,
        inMilliseconds(waited),
        "Slack's patience, 3 s",
      ),
      ratio: waited / slackPatienceMs,
      goal: below(goals.acknowledgedMs, 'ms', waited),
    },
    {
      ...line(
        `${ended} of ${inRows(jobs)} schedules an hour, queued late, p99`,
        inMilliseconds(queued),
        'a minute',
      ),
      ratio: queued / 60_000,
      goal: below(goals.queuedMs, 'ms', queued),
    },
    line('told to try again, and did', `${crowd.retries} times`, `${waits.length} answers`),
    line('those that began are late, p99', inMilliseconds(begun), 'a minute'),
    line(`sync of ${inRows(rows)} rows meanwhile`, inSeconds(run.seconds), 'its rows are all there'),
    {
      ...line('peak memory of the bot', inMegabytes(peakMegabytes), ''),
      goal: below(goals.peakMegabytes, 'MB', peakMegabytes),
    },
  ];
}

function line(what: string, measured: string, against: string): Omit<Figure, 'part'> {
  return { what, measured, against, ratio: null, goal: null };
}
