import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { UserError } from '../domain/errors.ts';
import { withApp } from './command.ts';
import { exitStatus } from './exit-status.ts';
import type { ExitStatus } from './exit-status.ts';
import { print, say } from './output.ts';

/** `crosswalk export [--out FILE]` */
export async function exportAll({ out }: { readonly out?: string }): Promise<ExitStatus> {
  return await withApp(async ({ app, context }) => {
    const text = await app.operations.exportConfiguration(context());
    if (out === undefined) print(text);
    else {
      await writeWhole(out, text);
      say(`Written to ${out}.`);
    }
    return exitStatus.done;
  });
}

/** All of it or nothing: a file that is there already stays whole until the new one is. */
async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(beside, text);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unknown error';
    throw new UserError(`${path} cannot be written (${code}). Choose another place.`, {
      code: 'unwritable_file',
      cause: error,
    });
  }
}
