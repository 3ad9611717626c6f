/** Runs that are killed while they are at work, which the CRM sees by what they ask. */
import { setTimeout } from 'node:timers/promises';
import type { House } from './house.ts';
import { saidBy } from './house.ts';

/** Often enough to hit each part of a run's work; a test that looks for more is told how many by TEST_KILLS. */
export const killsOf = (usual: number): number => Number(process.env['TEST_KILLS'] ?? usual);

const lookMs = 2;
/** What follows a request, at the most; and what follows the last one. */
const [longestMs, longestEndMs] = [60, 200];
const begins = / begins\.$/m;

export interface Work {
  readonly isKilled: boolean;
  /** That it sent until it ended. */
  readonly requests: number;
}

/** When a run is killed: a moment after it has sent so many requests, or, with none, after it has begun. */
export interface Moment {
  readonly after: number;
  readonly withinMs: number;
}

const never: Moment = { after: Infinity, withinMs: 0 };

/** Starts a run as a process of its own, and kills it. */
export async function work(
  house: House,
  run: readonly string[],
  { after, withinMs }: Moment = never,
): Promise<Work> {
  const { traffic } = house.sandbox;
  const before = traffic.requests;
  const child = house.start('run', ...run, '--json');
  const isThere = (): boolean => child.exitCode === null && child.signalCode === null;
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = saidBy(child);
  const isTime = (): boolean => begins.test(said) && traffic.requests - before >= after;
  while (isThere() && !isTime()) await setTimeout(lookMs);
  if (isThere()) await setTimeout(Math.random() * withinMs);
  child.kill('SIGKILL');
  const { status } = await ended;
  return { isKilled: status === null, requests: traffic.requests - before };
}

/** At random in one of equal parts of a run that sends so many requests; in the first before any, in the last after all. */
export function momentIn(part: number, parts: number, requests: number): Moment {
  const isAtEdge = Math.random() < 0.5;
  if (part === 0 && isAtEdge) return { after: 0, withinMs: longestMs };
  if (part === parts - 1 && isAtEdge) return { after: requests, withinMs: longestEndMs };
  return { after: Math.ceil(((part + Math.random()) / parts) * requests), withinMs: longestMs };
}
