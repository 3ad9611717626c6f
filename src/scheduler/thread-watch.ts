import { awaitedLater } from '../domain/awaited-later.ts';
import { FatalError } from '../domain/errors.ts';
import type { Timers } from '../timing/timers.ts';

/** Sees to it that a thread in which nothing goes on any more keeps no run. */
export interface ThreadWatch {
  /** Rejects when the thread has not answered for too long. */
  readonly deaf: Promise<never>;
  /** To be called when the thread has answered, or said anything else. */
  heard(): void;
  end(): void;
}

const askEveryMs = 10_000;
/**
 * Five minutes. A thread that waits, for the CRM or for the main thread, answers at once; one that does not is at work or
 * waits for the system, and no piece of work there takes more than seconds. It is counted and no time is measured: a
 * process that was stopped and goes on has asked nobody meanwhile.
 */
const mostUnanswered = 30;

/** @param ask sends the thread a question that it answers when it next listens */
export function watchThread(ask: () => void, timers: Timers): ThreadWatch {
  let unanswered = 0;
  let callOff: (() => void) | null = null;
  const deaf = new Promise<never>((_, reject) => {
    const next = (): void => {
      if (unanswered >= mostUnanswered) {
        reject(notAnswering());
        return;
      }
      unanswered += 1;
      ask();
      callOff = timers.after(askEveryMs, next);
    };
    callOff = timers.after(askEveryMs, next);
  });
  return {
    deaf: awaitedLater(deaf),
    heard() {
      unanswered = 0;
    },
    end: () => callOff?.(),
  };
}

function notAnswering(): FatalError {
  return new FatalError(
    'The thread of the run has not answered for five minutes. Most often it waits for a disk that does not answer: see ' +
      'that DATA_DIR can be read and written, and run the job again.',
    { code: 'run_thread_hangs' },
  );
}
