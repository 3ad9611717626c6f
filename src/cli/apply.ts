import { readFile } from 'node:fs/promises';
import { text as readStream } from 'node:stream/consumers';
import { UserError } from '../domain/errors.ts';
import { codeOf } from '../files/code-of.ts';
import type { Applied, AppliedItem } from '../operations/apply-configuration.ts';
import { withApp } from './command.ts';
import { exitStatus } from './exit-status.ts';
import type { ExitStatus } from './exit-status.ts';
import { print, say } from './output.ts';
import { printable } from './text-width.ts';

/** `crosswalk apply FILE`; `-` reads standard input. */
export async function apply(fileName: string): Promise<ExitStatus> {
  const text = await readText(fileName);
  return await withApp(async ({ app, context }) => {
    const applied = await app.operations.applyConfiguration(context(), { fileName, text });
    for (const warning of applied.warnings) say(`${warning} (a warning: it was applied)`);
    print(appliedText(applied));
    return exitStatus.done;
  });
}

async function readText(fileName: string): Promise<string> {
  if (fileName === '-') return await readStream(process.stdin);
  try {
    return await readFile(fileName, 'utf8');
  } catch (error) {
    const code = codeOf(error);
    const why = reasons[code] ?? `it cannot be read (${code})`;
    throw new UserError(`${fileName}: ${why}.`, { code: 'unreadable_file', cause: error });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder; name a file',
  EACCES: 'you may not read this file',
};

function appliedText({ connections, jobs, newAttributes }: Applied): string {
  return [
    ...connections.map((item) => lineOf('connection', item)),
    ...jobs.map((item) => lineOf('job', item)),
    ...newAttributes.map(({ object, name }) => `added    attribute  ${object}.${name}`),
  ].join('\n');
}

function lineOf(noun: string, { name, outcome, parts }: AppliedItem): string {
  const changes = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  return `${outcome.padEnd(8)} ${noun.padEnd(10)} ${printable(name)}${changes}`;
}
