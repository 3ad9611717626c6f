import { randomUUID } from 'node:crypto';
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { UserError } from '../domain/errors.ts';
import { codeOf } from '../files/code-of.ts';
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
  }, 'look');
}

/** All of it or nothing: a file that is there already stays whole until the new one is. */
async function writeWhole(path: string, text: string): Promise<void> {
  let beside: string | null = null;
  try {
    const place = await placeOf(path);
    if (place.isPlain) {
      beside = `${place.path}.${randomUUID()}.tmp`;
      await writeFile(beside, text);
      await rename(beside, place.path);
    } else await writeFile(place.path, text);
  } catch (error) {
    if (beside !== null) await rm(beside, { force: true });
    const code = codeOf(error) || 'an unknown error';
    throw new UserError(`${path} cannot be written (${code}). Choose another place.`, {
      code: 'unwritable_file',
      cause: error,
    });
  }
}

/** Where a link leads. A device or a pipe is written to: a file put in its place would take it from everyone. */
async function placeOf(path: string): Promise<{ readonly path: string; readonly isPlain: boolean }> {
  try {
    const place = await realpath(path);
    return { path: place, isPlain: (await stat(place)).isFile() };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { path, isPlain: true };
    throw error;
  }
}
