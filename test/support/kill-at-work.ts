/** Runs that are killed while they are at work, which the CRM sees by what they ask. */
import { setTimeout } from 'node:timers/promises';
import type { House } from './house.ts';
import { saidBy } from './house.ts';

/** Often enough to hit each part of a run's work; a test that looks for more is told how many by TEST_KILLS. */
export const killsOf = (usual: number): number => Number(process.env['TEST_KILLS'] ?? usual);

const lookMs = 2;
/** What follows a request, at the most. */
const longestMs = 60;

export interface Work {
  readonly isKilled: boolean;
  /** That it sent until it ended. */
  readonly requests: number;
}

/** Starts a run as a process of its own, and kills it a moment after it has sent so many requests, or never. */
export async function work(house: House, run: readonly string[], killAfter = Infinity): Promise<Work> {
  const { traffic } = house.sandbox;
  const before = traffic.requests;
  const child = house.start('run', ...run, '--json');
  const isThere = (): boolean => child.exitCode === null && child.signalCode === null;
  const ended = saidBy(child);
  while (isThere() && traffic.requests - before < killAfter) await setTimeout(lookMs);
  if (isThere()) await setTimeout(Math.random() * longestMs);
  child.kill('SIGKILL');
  const { status } = await ended;
  return { isKilled: status === null, requests: traffic.requests - before };
}

/** One of so many requests, at random in one of equal parts of them. */
export function requestIn(part: number, parts: number, requests: number): number {
  return Math.ceil(((part + Math.random()) / parts) * requests);
}
