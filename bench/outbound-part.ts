import { atLeast, atMost, inMegabytes, inRows, inSeconds, perSecond } from './figure.ts';
import type { Figure } from './figure.ts';
import { largerBy } from './outbound-measurement.ts';
import type { OutboundMeasurement } from './outbound-measurement.ts';
import { changedRows } from './sent-accounts.ts';

const goals = {
  /** Rows a second, times the bare loop's. */
  ofFloor: 0.8,
  growthOfMemory: 1.3,
} as const;

export function outbound(measurement: OutboundMeasurement): readonly Omit<Figure, 'part'>[] {
  const { rows, floor, largerFloor } = measurement;
  const [first, unchanged, few] = measurement.runs;
  const [larger] = measurement.larger;
  if (first === undefined || unchanged === undefined || few === undefined || larger === undefined) {
    throw new Error('The job that sends ran too few times');
  }
  const changed = changedRows(rows).length;
  const largerRows = rows * largerBy;
  if (first.counts.created !== rows || larger.counts.created !== largerRows)
    throw new Error('Not all rows came into Salesforce');
  if (unchanged.counts.unchanged !== rows) throw new Error('The second run sent something');
  if (few.counts.updated !== changed) throw new Error('The third run did not send what changed');
  const ratio = largerFloor.seconds / larger.seconds;
  const memory = larger.peakMegabytes / first.peakMegabytes;
  return [
    {
      what: `${inRows(largerRows)} rows sent to Salesforce`,
      measured: perSecond(largerRows, larger.seconds),
      against: `bare loop ${perSecond(largerRows, largerFloor.seconds)}`,
      ratio,
      goal: atLeast(goals.ofFloor, ratio),
    },
    // A process's first run loads and compiles what it needs, which weighs the more the fewer rows there are.
    {
      what: `${inRows(rows)} rows sent to Salesforce`,
      measured: perSecond(rows, first.seconds),
      against: `bare loop ${perSecond(rows, floor.seconds)}`,
      ratio: floor.seconds / first.seconds,
      goal: null,
    },
    {
      what: 'the same again, nothing changed',
      measured: perSecond(rows, unchanged.seconds),
      against: `the first time ${perSecond(rows, first.seconds)}`,
      ratio: first.seconds / unchanged.seconds,
      goal: null,
    },
    {
      what: `the same again, ${inRows(changed)} rows changed`,
      measured: inSeconds(few.seconds),
      against: `bare loop of those ${inSeconds(floor.changedSeconds)}`,
      ratio: few.seconds / floor.changedSeconds,
      goal: null,
    },
    {
      what: `peak memory, ${inRows(first.counts.read)} → ${inRows(larger.counts.read)} rows sent`,
      measured: inMegabytes(larger.peakMegabytes),
      against: inMegabytes(first.peakMegabytes),
      ratio: memory,
      goal: atMost(goals.growthOfMemory, memory),
    },
  ];
}
