import { inRows, perSecond } from './figure.ts';
import type { Figure } from './figure.ts';
import type { InstancesMeasurement } from './instances-measurement.ts';

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
      measured: perSecond(runs, three.seconds, 'runs'),
      against: `one instance ${perSecond(runs, one.seconds, 'runs')}`,
      ratio: one.seconds / three.seconds,
      goal: null,
    },
  ];
}
