import { closeSync, ftruncateSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FatalError } from '../domain/errors.ts';
import { diskFull } from '../domain/storage-trouble.ts';
import { makePrivateFolder, privateFile } from '../files/private-files.ts';

/**
 * A file of a run. It is written synchronously: it belongs to one run, whose thread has nothing better to do, and
 * its length is known at every moment.
 */
export interface AppendFile {
  /** Below DATA_DIR, with "/". */
  readonly path: string;
  readonly length: number;
  /** @throws FatalError where the disk is full or the folder cannot be written. */
  append(bytes: Uint8Array): void;
  close(): void;
}

/**
 * @param path below `dataDir`; its folder is made where it is missing
 * @param length what of the file stays: 0 makes it new, more cuts it back to there
 */
export function openAppendFile(dataDir: string, path: string, length: number): AppendFile {
  const place = join(dataDir, path);
  const file = orFatal(place, () => {
    makePrivateFolder(dirname(place));
    const opened = openSync(place, length === 0 ? 'w' : 'r+', privateFile);
    if (length > 0) ftruncateSync(opened, length);
    return opened;
  });
  let end = length;
  let isOpen = true;
  return {
    path,
    get length() {
      return end;
    },
    append(bytes) {
      // Its number may be another file's by now.
      if (!isOpen) throw new Error(`${path} is closed.`);
      orFatal(place, () => {
        for (let written = 0; written < bytes.length;) {
          const count = writeSync(file, bytes, written, bytes.length - written, end);
          written += count;
          end += count;
        }
      });
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      orFatal(place, () => closeSync(file));
    },
  };
}

/** Whether a file is there and has not lost anything of its first `length` bytes. */
export function hasLength(dataDir: string, path: string, length: number): boolean {
  const found = statSync(join(dataDir, path), { throwIfNoEntry: false });
  return found !== undefined && found.isFile() && found.size >= length;
}

/** Where there is none, nothing happens. */
export function removeFile(dataDir: string, path: string): void {
  const place = join(dataDir, path);
  orFatal(place, () => rmSync(place, { force: true }));
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the system does not let a file become larger',
  EACCES: 'this process may not write there',
  EPERM: 'this process may not write there',
  EROFS: 'the disk is read-only',
  ENOENT: 'its folder is not there, and the system lets nobody make it',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'a folder is in its place',
  EEXIST: 'a part of the path is no folder',
  EMFILE: 'this process has too many files open',
};

function orFatal<T>(place: string, task: () => T): T {
  try {
    return task();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const reason = reasons[code] ?? `the system says ${code === '' ? String(cause) : code}`;
    throw new FatalError(
      `The file ${place} cannot be written: ${reason}. Mend that, or set DATA_DIR to another folder, and run the job again.`,
      { code: code === 'ENOSPC' || code === 'EDQUOT' ? diskFull : 'file_not_writable', cause },
    );
  }
}
