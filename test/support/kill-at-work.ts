/** Runs that are killed while they are at work: from when they first ask the CRM until they end. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { House } from './house.ts';
import { saidBy } from './house.ts';
import type { CommandResult } from './warm-command.ts';

/** Often enough to hit each part of a run's work; a test that looks for more is told how many by TEST_KILLS. */
export const killsOf = (usual: number): number => Number(process.env['TEST_KILLS'] ?? usual);

const lookMs = 2;

/**
 * Starts a run, and kills it so long after it began to work.
 *
 * @returns for how many milliseconds it was at work, or null where it was killed
 */
export async function workMs(
  house: House,
  run: readonly string[],
  killAfterMs?: number,
): Promise<number | null> {
  const { child, ended, atWork } = startRun(house, run);
  await atWork;
  const beganAt = performance.now();
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const { status } = await ended;
  clearTimeout(timer);
  return status === null ? null : performance.now() - beganAt;
}

/** At random in one of the equal parts of so long. */
export function momentIn(part: number, parts: number, wholeMs: number): number {
  return Math.round(((part + Math.random()) / parts) * wholeMs);
}

interface StartedRun {
  readonly child: ChildProcess;
  readonly ended: Promise<CommandResult>;
  /** Resolves also where it ends before. */
  readonly atWork: Promise<void>;
}

function startRun(house: House, run: readonly string[]): StartedRun {
  const { traffic } = house.sandbox;
  const asked = traffic.requests;
  const child = house.start('run', ...run, '--json');
  const ended = saidBy(child);
  const atWork = new Promise<void>((resolve) => {
    const look = setInterval(() => {
      if (traffic.requests > asked) settle();
    }, lookMs);
    const settle = (): void => {
      clearInterval(look);
      resolve();
    };
    void once(child, 'close').then(settle);
  });
  return { child, ended, atWork };
}
