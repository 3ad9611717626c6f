import { FatalError } from '../domain/errors.ts';
import type { HubObjectName } from '../domain/hub-object.ts';
import { nameKey } from '../domain/name-key.ts';
import type { Store } from '../store/store.ts';
import { connectionChange, jobChange } from './apply-changes.ts';
import type { Change, ConnectionChange } from './apply-changes.ts';
import { checkLive, checkOffline, sharedFieldWarnings } from './apply-check.ts';
import type { LiveCheck } from './apply-check.ts';
import { planFile } from './apply-plan.ts';
import type { Plan } from './apply-plan.ts';
import { fileError, lineOf } from './file-problem.ts';
import type { FileProblem } from './file-problem.ts';
import type { StoredSettings } from './job-file-connection.ts';
import { readJobFile } from './job-file.ts';
import type { JobFile } from './job-file.ts';
import { auditEntry, authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

export interface ApplyInput {
  /** For messages. */
  readonly fileName: string;
  readonly text: string;
}

export interface AppliedItem {
  readonly name: string;
  readonly outcome: 'created' | 'changed' | 'left';
  /** Which parts changed, in words. */
  readonly parts: readonly string[];
}

export interface Applied {
  readonly connections: readonly AppliedItem[];
  readonly jobs: readonly AppliedItem[];
  readonly newAttributes: readonly { readonly object: HubObjectName; readonly name: string }[];
  /** `jobs.yml:12:15: …`, each a line. */
  readonly warnings: readonly string[];
}

/**
 * Makes connections and jobs what a file says they are, by name; what the file does not name stays as it is. All or
 * nothing: everything is checked before anything is written, against the CRM too.
 *
 * @throws UserError `invalid_file` with every problem on a line of its own; `unknown_job` where one was deleted meanwhile.
 */
export async function applyConfiguration(
  deps: OperationDeps,
  context: OperationContext,
  { fileName, text }: ApplyInput,
): Promise<Applied> {
  authorize(context, 'admin', 'change connections and jobs');
  const connectors = await deps.connectors();
  const store = await deps.store();
  const stored = await storedSettings(store);
  const file = readJobFile(text, { environment: deps.environment, connectors, stored });
  const plan = await planFile(file, store, deps.newId);
  const withoutKey = keyProblems(deps, file);
  const early = [...file.problems, ...plan.problems, ...checkOffline(file, plan), ...withoutKey];
  if (withoutKey.length > 0) throw fileError(fileName, early);
  const connections = await Promise.all(plan.connections.map((each) => connectionChange(store, each)));
  // What could be read is held against the CRM also where something else could not: all is told in one go.
  const live = await checkLive(deps, file, plan, connections);
  const problems = [...early, ...live.errors];
  if (problems.length > 0) throw fileError(fileName, problems);
  const warnings = [...live.warnings, ...(await sharedFieldWarnings(deps, file, plan))];
  return await write(deps, context, { plan, connections, live: { ...live, warnings }, fileName });
}

async function storedSettings({ connections }: Store): Promise<ReadonlyMap<string, StoredSettings>> {
  const stored = new Map<string, StoredSettings>();
  for (const { id, name, connector } of await connections.list()) {
    try {
      stored.set(nameKey(name), { connector, settings: await connections.secretSettings(id) });
    } catch (error) {
      // The key that its secrets were encrypted with is gone: the file has to say them.
      if (!(error instanceof FatalError)) throw error;
    }
  }
  return stored;
}

/** Noticed before anything is asked of anyone. */
function keyProblems({ hasEncryptionKey }: OperationDeps, file: JobFile): FileProblem[] {
  const first = file.connections.find(({ secrets }) => Object.keys(secrets).length > 0);
  if (hasEncryptionKey || first === undefined) return [];
  const message =
    'The secrets of this connection cannot be stored, because ENCRYPTION_KEY is not set. Set it to what ' +
    '`openssl rand -base64 32` prints, and keep it.';
  return [file.problemAt(first.path, message)];
}

interface Checked {
  readonly plan: Plan;
  readonly connections: readonly Change<ConnectionChange>[];
  readonly live: LiveCheck;
  readonly fileName: string;
}

async function write(
  deps: OperationDeps,
  context: OperationContext,
  { plan, connections, live, fileName }: Checked,
): Promise<Applied> {
  const { newAttributes, warnings } = live;
  const store = await deps.store();
  const jobs = plan.jobs.map((each) => jobChange(each, context.now));
  const hub = await deps.hub();
  // First the hub: attributes that no job uses do no harm, jobs without their attributes would.
  for (const [object, attributes] of newAttributes) await hub.addAttributes(object, attributes);
  const audit = [...connections, ...jobs]
    .filter(({ outcome }) => outcome !== 'left')
    .map(({ wanted, before, after }) => {
      const subject = 'job' in wanted ? wanted.job.id : wanted.id;
      return auditEntry(context, { operation: 'apply-configuration', subject, before, after });
    });
  await store.applyConfiguration({
    connections: wantedOf(connections),
    jobs: wantedOf(jobs),
    savedBy: { at: context.now, actor: context.actor, door: context.door },
    audit,
  });
  deps.wake();
  return {
    connections: connections.map(itemOf),
    jobs: jobs.map(itemOf),
    newAttributes: [...newAttributes].flatMap(([object, added]) =>
      added.map(({ name }) => ({ object, name })),
    ),
    warnings: warnings.map(lineOf(fileName)),
  };
}

function wantedOf<Wanted>(changes: readonly Change<Wanted>[]): Wanted[] {
  return changes.filter(({ outcome }) => outcome !== 'left').map(({ wanted }) => wanted);
}

function itemOf({ name, outcome, parts }: Change<unknown>): AppliedItem {
  return { name, outcome, parts };
}
