import type { z } from 'zod';
import { approvalDocument } from '../../domain/approval-document.ts';
import type { Run } from '../../domain/run.ts';
import type { runDocument } from './schemas.ts';
import { fileUrl } from './urls.ts';

export function toRunDocument(run: Run, publicUrl: string): z.input<typeof runDocument> {
  const { id: runId, jobId, mode, status, trigger, startedBy, dryRun, counts, error } = run;
  const { queuedAt, startedAt, finishedAt, files } = run;
  const approval = approvalDocument(run);
  const hasEnded = startedAt !== null && finishedAt !== null;
  return {
    runId,
    jobId,
    mode,
    status,
    trigger,
    startedBy,
    dryRun,
    counts: { ...counts },
    queuedAt: queuedAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    seconds: hasEnded ? Math.max(finishedAt.getTime() - startedAt.getTime(), 0) / 1_000 : null,
    fileUrl: files.rows === null ? null : fileUrl(publicUrl, runId),
    error: error === null ? null : { code: error.code, message: error.message },
    approval: approval === null ? null : { ...approval, counts: { ...approval.counts } },
  };
}
