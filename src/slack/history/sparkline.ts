import type { Run, RunStatus } from '../../domain/run.ts';
import { numberText } from '../jobs/words.ts';

/** Runs in the chart. Charts of Slack's own are not taken in modals, so that it is one of letters. */
export const runsCharted = 24;

const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const marks: Readonly<Record<RunStatus, string>> = {
  queued: '.',
  running: '.',
  'waiting for approval': '.',
  succeeded: '+',
  'partly succeeded': '!',
  failed: 'x',
  cancelled: '-',
};

/** Two lines of equal width, oldest run first: rows read, and how it ended. null where there is nothing to see. */
export function sparkline(newestFirst: readonly Run[]): string | null {
  const runs = newestFirst.slice(0, runsCharted).toReversed();
  if (runs.length < 2) return null;
  const most = Math.max(...runs.map(({ counts }) => counts.read));
  const bars = runs.map(({ counts }) => heightOf(counts.read, most)).join('');
  const ends = runs.map(({ status }) => marks[status]).join('');
  return [
    '```',
    `${bars}  rows read by the last ${runs.length} runs, ${numberText(most)} at most`,
    `${ends}  + succeeded  ! partly  x failed  - cancelled`,
    '```',
  ].join('\n');
}

function heightOf(read: number, most: number): string {
  const step = most === 0 ? 0 : Math.round((read / most) * (heights.length - 1));
  return heights[step] ?? heights[0];
}
