import type { StoredFile } from './model.ts';

/** Together: everything is kept in memory, and a demo may be left running for days. */
const maxBytes = 512 * 1024 * 1024;
const maxFiles = 1_000;

export interface FileRoom {
  readonly maxBytes: number;
  readonly maxFiles: number;
}

/** The oldest files go until there is room for the rest; the newest one stays, however large it is. */
export function makeRoom(files: Map<string, StoredFile>, room: FileRoom = { maxBytes, maxFiles }): void {
  let bytes = 0;
  for (const file of files.values()) bytes += file.bytes?.length ?? 0;
  for (const [id, file] of files) {
    const isEnough = bytes <= room.maxBytes && files.size <= room.maxFiles;
    if (isEnough || files.size === 1) return;
    files.delete(id);
    bytes -= file.bytes?.length ?? 0;
  }
}
