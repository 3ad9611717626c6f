/** A thread that tells which one it is to whoever asks over the port of a run, and throws where it is told to. */
import { parentPort, threadId } from 'node:worker_threads';
import type { ToRunThread } from '../../../src/engine/run-thread.ts';

parentPort?.on('message', (message: ToRunThread) => {
  if (message === 'leave') process.exit(0);
  message.on('message', (told: 'tell' | 'throw') => {
    if (told === 'throw') throw new TypeError('a bug that shows later');
    message.postMessage(threadId);
  });
});
