import { problemAt } from '../../domain/draft-problem.ts';
import type { DraftProblem } from '../../domain/draft-problem.ts';
import { toJob } from '../../domain/draft.ts';
import type { JobDraft } from '../../domain/draft.ts';
import { UserError } from '../../domain/errors.ts';
import { differencesOf } from '../../domain/job-difference.ts';
import type { Difference } from '../../domain/job-difference.ts';
import { hubObjectOf } from '../../domain/job-ends.ts';
import type { Job } from '../../domain/job.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import type { WantedJob } from '../../store/job-store.ts';
import { connectionNames } from '../connection-names.ts';
import { auditEntry } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { saveCheckedJob } from '../save-checked-job.ts';
import { placeOfProgress, triggers } from '../start-run.ts';
import type { AskedIn } from '../start-run.ts';
import { checkStoredDraft } from './check-stored-draft.ts';
import { conflictOf } from './conflict.ts';
import type { Conflict } from './conflict.ts';
import { isOfMapping, noteValidated } from './note-validated.ts';
import { authorizeDrafts, ownDraft } from './own-draft.ts';

export interface SaveDraftInput {
  readonly draft: string;
  /** "Sync immediately after saving". */
  readonly startNow: boolean;
  /** The version of somebody else's that the person has seen, and whose place this one is to take. */
  readonly overwrite?: number;
  /** Whatever became of the job that was edited, this is to be another one. */
  readonly asNew?: boolean;
  /** Where in Slack it was asked for: there it is told how the run gets on. */
  readonly askedIn?: AskedIn;
}

export type SavedDraft =
  | {
      readonly kind: 'saved';
      readonly job: Job;
      readonly isNew: boolean;
      /** That was started, or that the job has already; null where none was asked for. */
      readonly runId: string | null;
      /** Whether that run was started by this. */
      readonly isStarted: boolean;
      /** From what the job was before; none for a new one. */
      readonly differences: readonly Difference[];
    }
  /** Nothing was saved: what has to be mended first. */
  | { readonly kind: 'invalid'; readonly problems: readonly DraftProblem[] }
  /** Somebody else saved the job meanwhile. */
  | ({ readonly kind: 'conflict' } & Conflict)
  /** Somebody else deleted the job meanwhile. */
  | { readonly kind: 'deleted' };

/** A draft that is clicked on while it is saved is looked at again; more often than this, somebody plays with it. */
const saveTries = 3;

/**
 * Makes a draft the job that it describes: checked once more against the CRM, and written with its version, its audit
 * entry, the run that is asked for and the end of the draft all together.
 *
 * @throws UserError, RetryableError, FatalError where the CRM cannot be asked.
 */
export async function saveDraft(
  deps: OperationDeps,
  context: OperationContext,
  input: SaveDraftInput,
): Promise<SavedDraft> {
  authorizeDrafts(context);
  const store = await deps.store();
  const newId = input.asNew === true ? deps.newId() : null;
  for (let tries = 1; tries <= saveTries; tries += 1) {
    const stored = await ownDraft(store, context, input.draft);
    const saved = await trySave(deps, context, { input, stored, newId });
    if (saved !== 'draft changed') return saved;
  }
  throw new UserError(
    'This draft is changed again and again while it is saved. Wait a moment and save it then.',
    {
      code: 'draft_changed',
    },
  );
}

interface Attempt {
  readonly input: SaveDraftInput;
  readonly stored: StoredDraft;
  /** Of the other job that it is to be. */
  readonly newId: string | null;
}

async function trySave(
  deps: OperationDeps,
  context: OperationContext,
  { input, stored, newId }: Attempt,
): Promise<SavedDraft | 'draft changed'> {
  const store = await deps.store();
  const draft: JobDraft = newId === null ? stored.draft : { ...stored.draft, id: newId, version: 1 };
  const isNew = stored.purpose === 'create' || newId !== null;
  const current = isNew ? null : await store.jobs.byId(draft.id);
  if (!isNew) {
    if (current === null) return { kind: 'deleted' };
    const known = input.overwrite ?? draft.version;
    if (current.version !== known) return { kind: 'conflict', ...(await conflictOf(store, draft, current)) };
  }
  const check = await checkStoredDraft(deps, draft);
  const problems = check.problems.filter(({ severity }) => severity === 'error');
  if (problems.some(isOfMapping)) await noteValidated(store, context, stored, false);
  if (problems.length > 0) return { kind: 'invalid', problems };
  if (!draft.validated) return { kind: 'invalid', problems: [notValidated] };

  const job = toJob(draft);
  const run = input.startNow ? runOf(deps, context, job, input.askedIn) : undefined;
  const saved = await saveCheckedJob(deps, context, {
    job,
    stored: current,
    draft: stored,
    operation: 'save-job',
    hubObject: hubObjectOf(job),
    newAttributes: check.newAttributes,
    ...(run === undefined ? {} : { run }),
  });
  switch (saved.kind) {
    case 'draft changed':
      return saved.kind;
    case 'deleted':
      return saved;
    case 'conflict':
      return { kind: 'conflict', ...(await conflictOf(store, draft, saved.job)) };
    case 'saved':
      break;
  }
  const differences = current === null ? [] : differencesOf(current, saved.job, await connectionNames(store));
  const { runId } = saved;
  const isStarted = runId !== null && runId === run?.run.id;
  return { kind: 'saved', job: saved.job, isNew, runId, isStarted, differences };
}

const notValidated = problemAt(
  ['mapping'],
  'not_validated',
  'The mapping was changed since it was last validated. Press "Validate mapping" before you save.',
);

function runOf(
  { newId }: OperationDeps,
  context: OperationContext,
  job: Job,
  askedIn: AskedIn | undefined,
): NonNullable<WantedJob['run']> {
  const [id, mode, dryRun] = [newId(), 'incremental', false] as const;
  return {
    run: {
      id,
      jobId: job.id,
      mode,
      trigger: triggers[context.door],
      startedBy: context.actor,
      dryRun,
      queuedAt: context.now,
    },
    beside: {
      audit: auditEntry(context, {
        operation: 'start-run',
        subject: job.id,
        before: null,
        after: { run: id, mode, dryRun },
      }),
      ...(askedIn === undefined ? {} : { progress: placeOfProgress(job, askedIn) }),
    },
  };
}
