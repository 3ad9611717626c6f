/**
 * A thread that tells which one it is to whoever asks over the port of a run, and throws or hangs where it is told to, or
 * waits for a shell.
 */
import { execFileSync } from 'node:child_process';
import { parentPort, threadId } from 'node:worker_threads';
import type { ToRunThread } from '../../../src/engine/run-thread.ts';

parentPort?.on('message', (message: ToRunThread) => {
  if (message === 'leave') process.exit(0);
  message.on('message', (told: 'tell' | 'throw' | 'hang' | { readonly shell: string }) => {
    if (told === 'throw') throw new TypeError('a bug that shows later');
    message.postMessage(threadId);
    if (told === 'hang') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    if (typeof told === 'object') execFileSync('sh', ['-c', told.shell]);
  });
});
