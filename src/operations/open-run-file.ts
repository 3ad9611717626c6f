import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { DateTime } from 'luxon';
import { UserError } from '../domain/errors.ts';
import type { Run } from '../domain/run.ts';
import { codeOf } from '../files/code-of.ts';
import { auditEntry, authorizeFor } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';
import { showRun } from './show-run.ts';

export const runFileKinds = ['rows', 'rejects'] as const;
export type RunFileKind = (typeof runFileKinds)[number];

export interface OpenRunFileInput {
  readonly runId: string;
  readonly kind: RunFileKind;
  /** Where a larger one cannot be brought; bytes. */
  readonly maxBytes: number;
  /** In which the file's name says when the run was; UTC where it is left out. */
  readonly timezone?: string;
}

/** To be read to its end or destroyed. */
export interface OpenedRunFile {
  readonly run: Run;
  readonly jobName: string;
  /** Of the job, with the moment: `Customer accounts 2026-03-01 1200.csv.gz`, `Rejected Customer accounts …`. */
  readonly name: string;
  readonly bytes: number;
  readonly content: Readable;
}

/**
 * A file of a run: the rows that it read, or those that it rejected. It holds personal data, so that it is in the
 * audit log who took it.
 *
 * @throws UserError `no_file`, `file_gone`, `file_too_large`
 */
export async function openRunFile(
  deps: OperationDeps,
  context: OperationContext,
  { runId, kind, maxBytes, timezone = 'utc' }: OpenRunFileInput,
): Promise<OpenedRunFile> {
  const run = await showRun(deps, context, { runId });
  authorizeFor(context, run.jobId, 'operator', 'download the file of a run');
  const path = run.files[kind];
  if (path === null) throw noFile(run, kind);
  const store = await deps.store();
  const file = await open(join(deps.dataDir, path)).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') throw gone(error);
    throw error;
  });
  try {
    const { size: bytes } = await file.stat();
    if (bytes > maxBytes) throw tooLarge(path, bytes, maxBytes);
    const job = await store.jobs.byId(run.jobId);
    const after = { run: runId, file: kind, bytes };
    const entry = { operation: 'download-run-file', subject: run.jobId, before: null, after } as const;
    await store.audit.add(auditEntry(context, entry));
    const jobName = job?.name ?? 'Deleted job';
    return {
      run,
      jobName,
      name: nameOf(kind, jobName, DateTime.fromJSDate(run.startedAt ?? run.queuedAt, { zone: timezone })),
      bytes,
      content: file.createReadStream(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** What tells the two apart stands first: lists cut long names. */
function nameOf(kind: RunFileKind, job: string, at: DateTime): string {
  const stem = `${job} ${at.toFormat('yyyy-MM-dd HHmm')}`.replaceAll(/[^\p{L}\p{N} ._-]/gu, '_');
  return kind === 'rows' ? `${stem}.csv.gz` : `Rejected ${stem}.csv`;
}

function noFile({ status, phase }: Run, kind: RunFileKind): UserError {
  const why =
    kind === 'rejects' ? 'This run rejected no rows' : `This run is ${status} (${phase}) and has no file`;
  return new UserError(`${why}, or its files were removed after their time was up.`, { code: 'no_file' });
}

function gone(cause: unknown): UserError {
  return new UserError(
    'The file of this run is gone: it was removed, or is on another machine that executed the run. ' +
      'Run the job again to get a new one.',
    { code: 'file_gone', cause },
  );
}

const mebibyte = 1024 * 1024;

function tooLarge(path: string, bytes: number, maxBytes: number): UserError {
  const [has, may] = [bytes, maxBytes].map(
    (each) => `${Math.ceil(each / mebibyte).toLocaleString('en-US')} MB`,
  );
  return new UserError(
    `The file of this run has ${has}, and at most ${may} can be sent in Slack. It is ${path} in the data folder of Crosswalk; ` +
      'ask whoever runs Crosswalk for it.',
    { code: 'file_too_large' },
  );
}
