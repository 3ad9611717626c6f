/**
 * The `crosswalk` command without the seconds that a process takes to load its libraries: commands are executed by
 * processes that stay for the next one. Who wants to signal a command, or to see how its process ends, starts one of
 * its own.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { projectRoot } from './project-root.ts';

export interface CommandCall {
  readonly args: readonly string[];
  readonly folder: string;
  /** All that it has. */
  readonly env: NodeJS.ProcessEnv;
}

export interface CommandResult {
  /** Exit status, or null where a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** No command writes such a thing. */
export const endMark = (status: number | string): string => `\0ended with ${status}\0`;
const endPattern = new RegExp(`${endMark('(\\d+)')}$`);

const program = join(projectRoot, 'dist', 'test', 'support', 'programs', 'stay-for-commands.js');
/** As many as there were commands at one time. */
const idle = new Set<ChildProcess>();

export async function warmCommand(call: CommandCall): Promise<CommandResult> {
  const child = takeIdle() ?? start();
  idle.delete(child);
  hold(child, true);
  const said = Promise.all([untilMark(child.stdout), untilMark(child.stderr)]);
  child.send(call);
  const [out, err] = await said;
  hold(child, false);
  if (out.status !== null) idle.add(child);
  return { status: out.status ?? child.exitCode, stdout: out.text, stderr: err.text };
}

function takeIdle(): ChildProcess | undefined {
  const [child] = idle;
  return child;
}

function start(): ChildProcess {
  const child = fork(program, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] });
  child.once('exit', () => idle.delete(child));
  return child;
}

/** Who waits for nothing keeps no test process from its end. */
function hold(child: ChildProcess, isHeld: boolean): void {
  const streams = [child.stdout, child.stderr].filter((stream) => stream instanceof Socket);
  for (const held of [child, child.channel, ...streams]) {
    if (isHeld) held?.ref();
    else held?.unref();
  }
}

interface Read {
  readonly text: string;
  /** null where the process ended before it could say. */
  readonly status: number | null;
}

/** What comes before the mark. */
function untilMark(stream: Readable | null): Promise<Read> {
  return new Promise((resolve) => {
    let text = '';
    const settle = (read: Read): void => {
      stream?.off('data', take).off('close', close);
      resolve(read);
    };
    const take = (chunk: string): void => {
      text += chunk;
      const mark = endPattern.exec(text);
      if (mark !== null) settle({ text: text.slice(0, mark.index), status: Number(mark[1]) });
    };
    const close = (): void => settle({ text, status: null });
    stream?.setEncoding('utf8').on('data', take).once('close', close);
  });
}
