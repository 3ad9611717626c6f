import { UserError } from '../../domain/errors.ts';
import { requireRole } from '../../domain/role.ts';
import type { RunFileKind } from '../../operations/open-run-file.ts';
import { bold } from '../blocks/index.ts';
import type { Call, Feature } from '../feature.ts';
import { lastingMomentText } from '../jobs/words.ts';
import type { SlackServices } from '../services.ts';
import type { Answer } from './answer.ts';
import { runActions } from './run-buttons.ts';
import { maxUploadBytes, uploadFile } from './upload-file.ts';

const sentText = 'The file is in your direct messages with Crosswalk.';

export interface DownloadDeps extends Pick<SlackServices, 'operations' | 'slack'> {
  readonly maxBytes?: number;
  readonly answer: Answer;
}

/** "Download": the last run's file from a job's menu, and a run's own from its message. */
export function createDownload(deps: DownloadDeps): Feature {
  return {
    jobMenu: [
      {
        label: 'Download',
        role: 'operator',
        isOffered: ({ hasFile }) => hasFile,
        handle: async (call, job) => {
          // Before the history, which is a viewer's to see: it would tell whether there is a file.
          requireRole(call.context.role, 'operator', 'download the file of a run');
          await download(deps, call, { kind: 'rows', runId: await lastWithFile(deps, call, job) });
          if (call.surface.kind !== 'home') await call.tell({ text: sentText });
        },
      },
    ],
    actions: [
      {
        actionId: runActions.download,
        handle: (call) =>
          deps.answer(call, async () => {
            await download(deps, call, readDownload(call.value));
            return { text: sentText };
          }),
      },
    ],
  };
}

interface Download {
  readonly kind: RunFileKind;
  readonly runId: string;
}

/** @throws UserError where there is no such file, or it is too large */
async function download(
  { operations, slack, maxBytes = maxUploadBytes }: DownloadDeps,
  { context, person }: Pick<Call, 'context' | 'person'>,
  { kind, runId }: Download,
): Promise<void> {
  const { run, jobName, name, bytes, content } = await operations.openRunFile(context, {
    runId,
    kind,
    maxBytes,
    timezone: person.timezone,
  });
  const when = lastingMomentText(run.startedAt ?? run.queuedAt, person);
  const what = kind === 'rows' ? 'the rows of the run' : 'the rejected rows of the run';
  const comment = `${bold(jobName)}: ${what} of ${when}. Only you see this file; it may hold personal data.`;
  await uploadFile(slack, { name, bytes, content, comment, personId: person.id });
}

async function lastWithFile(
  { operations }: DownloadDeps,
  { context }: Call,
  wanted: string,
): Promise<string> {
  const newest = { withRows: true, limit: 1, offset: 0 } as const;
  const { job, runs } = await operations.jobHistory(context, { job: wanted, ...newest });
  const [last] = runs;
  if (last !== undefined) return last.id;
  throw new UserError(
    `“${job.name}” has no file to download: no run has read rows yet, or their files were removed after their time was up.`,
    { code: 'no_file' },
  );
}

/** @throws UserError where the button is none of ours */
function readDownload(value: string | null): Download {
  const [kind, runId] = (value ?? '').split(' ');
  if ((kind === 'rows' || kind === 'rejects') && runId !== undefined) return { kind, runId };
  throw new UserError('This button belongs to an older version of Crosswalk. Open the history again.');
}
