import type { Timers } from '../../src/timing/timers.ts';
import { noon } from './records.ts';

/** A clock and timers that stand still until a test moves them. */
export interface FakeTime extends Timers {
  readonly now: () => Date;
  /** Moves the clock on and calls what has come due meanwhile, in order; what they begin is not waited for. */
  readonly pass: (milliseconds: number) => void;
  /** Sets the clock, as an operating system does: no timer notices. */
  readonly jump: (milliseconds: number) => void;
  /** Delays of the timers that are set, shortest first. */
  readonly delays: () => number[];
}

export function fakeTime(start: Date = noon): FakeTime {
  let elapsedMs = 0;
  let clockMs = start.getTime();
  const timers = new Set<{ readonly at: number; readonly call: () => void }>();
  const earliest = () => [...timers].toSorted((a, b) => a.at - b.at)[0];

  function move(milliseconds: number): void {
    elapsedMs += milliseconds;
    clockMs += milliseconds;
  }

  return {
    now: () => new Date(clockMs),
    elapsedMs: () => elapsedMs,
    after(delayMs, call) {
      const timer = { at: elapsedMs + delayMs, call };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    pass(milliseconds) {
      const end = elapsedMs + milliseconds;
      for (let next = earliest(); next !== undefined && next.at <= end; next = earliest()) {
        timers.delete(next);
        move(Math.max(next.at - elapsedMs, 0));
        next.call();
      }
      move(end - elapsedMs);
    },
    jump(milliseconds) {
      clockMs += milliseconds;
    },
    delays: () => [...timers].map(({ at }) => at - elapsedMs).toSorted((a, b) => a - b),
  };
}
