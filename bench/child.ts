/** A measurement in a process of its own, so that its time and memory are nobody else's. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Measured {
  /** What the file's `measured` answers: both ends are built together. */
  readonly output: unknown;
  /** Most memory that the process held at any time. */
  readonly peakMegabytes: number;
}

type Reply = Measured | { readonly failure: string };

/**
 * Runs a file that calls `measured` as its own process.
 *
 * @param meanwhile what is done beside it: the process gets a second message when it is done, and is ended where it fails
 */
export async function measureInChild(
  file: string,
  input: object,
  meanwhile?: Promise<unknown>,
): Promise<Measured> {
  const child = startChild(file);
  meanwhile?.then(
    () => child.send({}),
    () => child.kill(),
  );
  try {
    child.send(input);
    const reply = (await replyOf(child)) as Reply;
    if ('failure' in reply) throw new Error(`${file} failed:\n${reply.failure}`);
    return reply;
  } finally {
    await stopChild(child);
  }
}

function startChild(file: string): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), { stdio: ['ignore', 2, 2, 'ipc'] });
}

/** The next message of a child. @throws where it ends without one. */
async function replyOf(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  try {
    return await Promise.race([
      once(child, 'message', { signal: ended.signal }).then(([message]: unknown[]) => message),
      once(child, 'exit', { signal: ended.signal }).then(([code, signal]: unknown[]) => {
        throw new Error(`A process of the bench ended before it was done (${String(code ?? signal)})`);
      }),
    ]);
  } finally {
    ended.abort();
  }
}

/** A child ends by itself when its channel closes; this waits until it has. */
async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  if (child.connected) child.disconnect();
  await gone;
}

/** The other end: measures what the first message asks for and answers. */
export function measured(measure: (input: never) => Promise<unknown>): void {
  process.once('message', (input) => {
    void answer(measure, input as never).then((reply) => process.send?.(reply));
  });
}

async function answer(measure: (input: never) => Promise<unknown>, input: never): Promise<Reply> {
  try {
    const output = await measure(input);
    // In KiB. A process starts with what its parent held, so the bench's own process stays small.
    return { output, peakMegabytes: process.resourceUsage().maxRSS / 1024 };
  } catch (error) {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
