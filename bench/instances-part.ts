import { inRows } from './figure.ts';
import type { Figure } from './figure.ts';
import type { InstancesMeasurement, InstancesRun } from './instances-measurement.ts';

export function instances({
  runs,
  rowsOfRun,
  queue,
  one,
  three,
}: InstancesMeasurement): readonly Omit<Figure, 'part'>[] {
  for (const { shares } of [one, three]) {
    const ended = shares.reduce((sum, share) => sum + share, 0);
    if (ended !== runs) throw new Error(`${runs} runs were queued, and ${ended} were executed`);
  }
  return [
    {
      what: `${inRows(runs)} runs of ${rowsOfRun} rows by three instances, queue on ${queue} (${three.shares.join(' + ')})`,
      measured: inRuns(runs, three),
      against: `one instance ${inRuns(runs, one)}`,
      ratio: one.seconds / three.seconds,
      goal: null,
    },
  ];
}

const inRuns = (runs: number, { seconds }: InstancesRun): string => `${(runs / seconds).toFixed(1)} runs/s`;
