import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../domain/errors.ts';
import { codeOf } from '../files/code-of.ts';
import { makePrivateFolder, privateFile } from '../files/private-files.ts';
import { lockFolder } from './folder-lock.ts';

const keyBytes = 32;

/** Where the demo keeps everything. */
export interface DemoFolder {
  readonly path: string;
  /** The settings that lead Crosswalk here. */
  readonly environment: Readonly<Record<string, string>>;
  /** A file for shells (`. FILE`) with those settings and more: other commands then work on the demo's data. */
  readonly environmentFile: string;
  writeEnvironment(more: Readonly<Record<string, string>>): void;
  /** Lets another demo have it. */
  close(): void;
}

/**
 * Makes the folder where it is missing, and its encryption key once: what was stored stays readable. It is this
 * process's alone until it is closed.
 *
 * @throws UserError where it cannot be written, or another demo has it.
 */
export function openDemoFolder(folder: string): DemoFolder {
  const path = resolve(folder);
  const unlock = orUnwritable(path, () => {
    makePrivateFolder(path);
    return lockFolder(join(path, 'demo.lock'));
  });
  try {
    return orUnwritable(path, () => filled(path, unlock));
  } catch (error) {
    unlock();
    throw error;
  }
}

function orUnwritable<T>(path: string, task: () => T): T {
  try {
    return task();
  } catch (error) {
    const code = codeOf(error);
    if (error instanceof UserError || code === '') throw error;
    throw new UserError(
      `The demo keeps its data in ${path}, which cannot be written (${code}). Start it in a folder that you may write to.`,
      { code: 'demo_folder_unwritable', cause: error },
    );
  }
}

function filled(path: string, close: () => void): DemoFolder {
  const environment = {
    DATABASE_URL: `sqlite:${join(path, 'crosswalk.db')}`,
    HUB_DATABASE_URL: `sqlite:${join(path, 'hub.db')}`,
    DATA_DIR: path,
    ENCRYPTION_KEY: encryptionKey(join(path, 'encryption.key')),
  };
  const environmentFile = join(path, 'demo.env');
  return {
    path,
    environment,
    environmentFile,
    writeEnvironment(more) {
      const lines = Object.entries({ ...environment, ...more }).map(
        ([name, value]) => `export ${name}=${shellText(value)}\n`,
      );
      writeFileSync(environmentFile, lines.join(''), { mode: privateFile });
    },
    close,
  };
}

function encryptionKey(file: string): string {
  if (!existsSync(file)) {
    // Never over one that is there, not even in a race of two demos: what was stored could not be read again.
    writeFileSync(file, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: privateFile, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}

/** Within single quotes a shell takes everything as it stands, but a quote. */
function shellText(value: string): string {
  return `'${value.replaceAll("'", String.raw`'\''`)}'`;
}
