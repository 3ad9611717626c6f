import type { SourceRow } from '../connectors/connector.ts';
import { openAppendFile, removeFile } from './append-file.ts';
import type { AppendFile } from './append-file.ts';
import { spreadsheetText } from './spreadsheet-text.ts';

/** A row that is not in the hub, and why. */
export interface Reject {
  readonly code: string;
  /** In words; may name ids and keys. */
  readonly reason: string;
  readonly crmId: string;
  /** In the order of the read's columns. */
  readonly row: SourceRow;
}

/** Rejected rows as plain CSV, to be opened in a spreadsheet: code, reason, CRM id, then the row as it came. */
export interface RejectsFile {
  /** Below DATA_DIR; null where no row was rejected, so that there is no file. */
  readonly path: string | null;
  readonly length: number;
  /** @param columns of the rejects' rows, for the file's header */
  add(rejects: readonly Reject[], columns: readonly string[]): void;
  close(): void;
}

export interface RejectsFileOptions {
  readonly dataDir: string;
  readonly path: string;
  /** Length to go on from; 0 = begins when the first row is rejected. */
  readonly length: number;
}

/** Without it, spreadsheets take UTF-8 for something else. */
const byteOrderMark = '\uFEFF';

export function openRejectsFile({ dataDir, path, length }: RejectsFileOptions): RejectsFile {
  let file: AppendFile | null = length === 0 ? null : openAppendFile(dataDir, path, length);
  // One that an earlier attempt left, which has to begin again.
  if (length === 0) removeFile(dataDir, path);
  return {
    get path() {
      return file?.path ?? null;
    },
    get length() {
      return file?.length ?? 0;
    },
    add(rejects, columns) {
      if (rejects.length === 0) return;
      const lines = spreadsheetText(
        rejects.map(({ code, reason, crmId, row }) => [code, reason, crmId, ...row]),
      );
      if (file === null) {
        file = openAppendFile(dataDir, path, 0);
        const header = spreadsheetText([['code', 'reason', 'crm_id', ...columns]]);
        file.append(Buffer.from(byteOrderMark + header));
      }
      file.append(Buffer.from(lines));
    },
    close() {
      file?.close();
    },
  };
}
