import { atLeast, inMegabytes, inRows, perSecond } from './figure.ts';
import type { Figure } from './figure.ts';
import type { TableMeasurement } from './table-measurement.ts';

/** Rows a second, times the floor's. */
const ofFloor = 0.8;

export function table({ rows, floor, run }: TableMeasurement): readonly Omit<Figure, 'part'>[] {
  if (floor.rows !== rows || run.counts.created !== rows) {
    throw new Error('Not all rows of Dynamics 365 came into SQLite');
  }
  const ratio = floor.seconds / run.seconds;
  return [
    {
      what: `full sync of ${inRows(rows)} rows of Dynamics 365`,
      measured: perSecond(rows, run.seconds),
      against: `floor ${perSecond(floor.rows, floor.seconds)}`,
      ratio,
      goal: atLeast(ofFloor, ratio),
    },
    {
      what: 'its peak memory',
      measured: inMegabytes(run.peakMegabytes),
      against: `floor ${inMegabytes(floor.peakMegabytes)}`,
      ratio: run.peakMegabytes / floor.peakMegabytes,
      goal: null,
    },
  ];
}
