/** Whether what a file wants works: first without asking anyone, then against the CRM as it is now. */
import type { CrmClient } from '../connectors/connector.ts';
import { createDescribeCache } from '../connectors/describe-cache.ts';
import { createSessionSource } from '../connectors/session-source.ts';
import { checkDraft } from '../domain/draft-check.ts';
import type { DraftProblem } from '../domain/draft-problem.ts';
import { toJob } from '../domain/draft.ts';
import { isTold } from '../domain/errors.ts';
import type { HubAttribute, HubObjectName, NewAttribute } from '../domain/hub-object.ts';
import type { Job } from '../domain/job.ts';
import { sharedFields, sharedFieldsText } from '../domain/outbound/shared-fields.ts';
import type { Hub } from '../hub/hub.ts';
import type { Change, ConnectionChange } from './apply-changes.ts';
import type { Plan, PlannedConnection, PlannedJob } from './apply-plan.ts';
import { checkLiveDraft, notDescribed } from './check-live-draft.ts';
import type { FileProblem } from './file-problem.ts';
import { pathInFile } from './job-file-patch.ts';
import type { FileJob, JobFile } from './job-file.ts';
import type { OperationDeps } from './operation.ts';
import type { SourcePath } from './yaml-source.ts';

export interface LiveCheck {
  readonly errors: readonly FileProblem[];
  readonly warnings: readonly FileProblem[];
  /** To be added to the hub, by object. */
  readonly newAttributes: ReadonlyMap<HubObjectName, readonly NewAttribute[]>;
}

export function checkOffline(file: JobFile, { jobs }: Plan): FileProblem[] {
  return jobs.flatMap((job) => {
    // A name that another job of the file has is told by the file, one that is stored is the job itself.
    const { problems } = checkDraft(job.draft, { schema: null, attributes: null, otherNames: [] });
    return problems.filter(isOfReadPart(job)).map((problem) => inFile(file, job, problem));
  });
}

/** What is wrong with the shape of a part is told already; its meaning is not known. */
function isOfReadPart({ file }: PlannedJob): (problem: DraftProblem) => boolean {
  return ({ path: [part] }) => !file.unread.has(String(part));
}

function inFile(file: JobFile, { file: job }: PlannedJob, problem: DraftProblem): FileProblem {
  const { message, inFile: advice, position } = problem;
  const text = advice === undefined ? message : `${message} ${advice}`;
  return file.problemAt(pathInFile(job.path, job.document, problem), text, position);
}

/**
 * Logs in to every connection that the file changes and every one that its jobs use, and holds the jobs against it. One
 * that stays as it is goes by the login that it has.
 */
export async function checkLive(
  deps: OperationDeps,
  file: JobFile,
  plan: Plan,
  changes: readonly Change<ConnectionChange>[],
): Promise<LiveCheck> {
  const left = new Set(changes.filter(({ outcome }) => outcome === 'left').map(({ wanted }) => wanted.id));
  const attributes = await createAttributes(await deps.hub(), plan);
  const errors: FileProblem[] = [];
  const warnings: FileProblem[] = [];
  const used = new Map<string, PlannedJob['connection']>();
  for (const connection of plan.connections) {
    if (!left.has(connection.id)) used.set(connection.id, connection);
  }
  for (const { connection } of plan.jobs) used.set(connection.id, connection);
  const clients = new Map<string, CrmClient>();
  try {
    for (const connection of used.values()) {
      const login = await loggedIn(deps, connection, left.has(connection.id));
      if ('message' in login) errors.push(file.problemAt(placeOf(connection, plan), login.message));
      else clients.set(connection.id, login.client);
    }
    for (const job of importsFirst(plan.jobs)) {
      const client = clients.get(job.connection.id);
      if (client === undefined) continue;
      for (const found of (await problemsOf(client, job, attributes)).filter(isOfReadPart(job))) {
        (found.severity === 'error' ? errors : warnings).push(inFile(file, job, found));
      }
    }
  } finally {
    for (const client of clients.values()) await client.close();
  }
  return { errors, warnings, newAttributes: attributes.added };
}

/**
 * Exports that write what another one writes too, in the file or stored; told at the later of two that the file has.
 * Only for a file without errors.
 */
export async function sharedFieldWarnings(
  deps: OperationDeps,
  file: JobFile,
  plan: Plan,
): Promise<readonly FileProblem[]> {
  const planned = plan.jobs.map((each) => ({ ...each, job: toJob(each.draft) }));
  const inFileToo = new Set(planned.map(({ job }) => job.id));
  const stored = (await (await deps.store()).jobs.list()).filter(({ id }) => !inFileToo.has(id));
  const before: Job[] = [...stored];
  return planned.flatMap(({ job, file: { path } }) => {
    const others = [...before];
    before.push(job);
    if (job.direction === 'inbound') return [];
    return sharedFields(job, others).map((shared) =>
      file.problemAt([...path, 'mapping', shared.row, 'to'], sharedFieldsText(job, shared)),
    );
  });
}

/** What exports send may be an attribute that an import of the same file brings, over whatever connection. */
function importsFirst(jobs: readonly PlannedJob[]): PlannedJob[] {
  return [...jobs.filter(isImport), ...jobs.filter((job) => !isImport(job))];
}

const isImport = ({ draft }: PlannedJob): boolean => draft.direction === 'inbound';

/** Where a connection stands in the file; one that it does not have, where the first job names it. */
function placeOf(connection: PlannedJob['connection'], { jobs }: Plan): SourcePath {
  if ('file' in connection) return connection.file.path;
  const first = jobs.find((job) => job.connection.id === connection.id);
  return [...(first?.file.path ?? []), 'connection'];
}

/** A login that takes longer is given up. */
const maxLoginMs = 60_000;

async function loggedIn(
  deps: OperationDeps,
  connection: PlannedJob['connection'],
  isLeft: boolean,
): Promise<{ readonly client: CrmClient } | { readonly message: string }> {
  try {
    const client =
      'file' in connection && !isLeft ? await clientOf(connection) : await storedClient(deps, connection.id);
    return { client };
  } catch (error) {
    return { message: toldMessage(error) };
  }
}

async function clientOf({ file }: PlannedConnection): Promise<CrmClient> {
  const { connector, parsed } = file;
  const sessions = createSessionSource(() =>
    connector.logIn(parsed, { signal: AbortSignal.timeout(maxLoginMs) }),
  );
  await sessions.get();
  return connector.openClient({ sessions, describeCache: createDescribeCache() });
}

async function storedClient(deps: OperationDeps, connectionId: string): Promise<CrmClient> {
  const sessions = await deps.sessions();
  await sessions.of(connectionId).get();
  return await sessions.openClient(connectionId);
}

/** The message of an error that is meant for people. @throws whatever else it is: a bug. */
function toldMessage(error: unknown): string {
  if (isTold(error)) return error.message;
  throw error;
}

async function problemsOf(
  client: CrmClient,
  { draft, file }: PlannedJob,
  attributes: Attributes,
): Promise<readonly DraftProblem[]> {
  const object = hubObjectIn(file);
  try {
    // A name that another job of the file has is told by the file, one that is stored is the job itself.
    const against = { attributes: attributes.of(object), otherNames: [] };
    const check = await checkLiveDraft(client, draft, against);
    attributes.add(object, check.newAttributes);
    return check.problems;
  } catch (error) {
    return [notDescribed(draft, toldMessage(error))];
  }
}

function hubObjectIn({ document }: FileJob): HubObjectName {
  return document.direction === 'inbound' ? document.target.object : document.source.object;
}

/** What the hub's objects have, with what the jobs that were checked before add to them. */
interface Attributes {
  readonly added: ReadonlyMap<HubObjectName, readonly NewAttribute[]>;
  of(object: HubObjectName): readonly HubAttribute[];
  add(object: HubObjectName, attributes: readonly NewAttribute[]): void;
}

async function createAttributes(hub: Pick<Hub, 'attributes'>, plan: Plan): Promise<Attributes> {
  const known = new Map<HubObjectName, readonly HubAttribute[]>();
  const added = new Map<HubObjectName, readonly NewAttribute[]>();
  for (const { file } of plan.jobs) {
    const object = hubObjectIn(file);
    if (!known.has(object)) known.set(object, await hub.attributes(object));
  }
  return {
    added,
    of: (object) => known.get(object) ?? [],
    add(object, attributes) {
      if (attributes.length === 0) return;
      added.set(object, [...(added.get(object) ?? []), ...attributes]);
      const more = attributes.map((each) => ({ ...each, isKey: false, isStandard: false }));
      known.set(object, [...(known.get(object) ?? []), ...more]);
    },
  };
}
