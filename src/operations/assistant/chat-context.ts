/** What the assistant is told of when somebody writes in chat: names and states, never the value of a record. */
import type { AskableObject, ChatContext, JobSummary } from '../../assistant/assistant.ts';
import { namedObjects, speaksOfRecords } from '../../assistant/built-in/command/named-objects.ts';
import type { Connector, ObjectSummary } from '../../connectors/connector.ts';
import { defaultTarget } from '../../domain/default-target.ts';
import { isTold } from '../../domain/errors.ts';
import { hubObjectNames, hubObjects } from '../../domain/hub-object.ts';
import { hubSchema } from '../../domain/hub-schema.ts';
import { defaultFields } from '../../domain/mapping/default-fields.ts';
import { isActive } from '../../domain/run.ts';
import { schemaOf } from '../../domain/schema-of.ts';
import type { Connection } from '../../store/connection-store.ts';
import { askCrm } from '../drafts/ask-crm.ts';
import { listJobs } from '../list-jobs.ts';
import type { ListedJob } from '../list-jobs.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';

/** More orgs than one text speaks of. */
const maxConnections = 8;
/** Objects of one text whose fields are loaded. */
const maxLoaded = 6;
/** Somebody waits for an answer: an org that is slower is spoken of without its objects. */
const crmWithinMs = 5_000;
/** What a CRM keeps beside its objects, and nobody means. */
const besideObjects = /(?:History|Share|Feed|ChangeEvent|Tag)$/;

export interface Chat {
  readonly jobs: readonly ListedJob[];
  readonly connections: readonly Connection[];
  readonly context: Omit<ChatContext, 'turns' | 'now' | 'timezone' | 'chosen'>;
  /** Names of connections that did not answer. */
  readonly silent: readonly string[];
}

export async function chatOf(deps: OperationDeps, by: OperationContext, text: string): Promise<Chat> {
  const store = await deps.store();
  const [jobs, all, known] = await Promise.all([
    listJobs(deps, by),
    store.connections.list(),
    deps.connectors(),
  ]);
  const connections = all.slice(0, maxConnections);
  const summaries = jobs.map(summaryOf);
  // No CRM is asked, and waited for, where it is about jobs alone.
  const crm = speaksOfRecords(text, summaries)
    ? await crmObjects(deps, connections, text)
    : { objects: [], silent: [] };
  return {
    jobs,
    connections,
    context: {
      purpose: 'chat',
      role: by.role,
      jobs: summaries,
      connections: connections.map(({ name, connector }) => ({
        name,
        connector,
        ...titleOf(connector, known),
      })),
      objects: [...crm.objects, ...(await hubsOwn(deps))],
    },
    silent: crm.silent,
  };
}

function titleOf(name: string, connectors: readonly Connector[]): { readonly title?: string } {
  const found = connectors.find((connector) => connector.name === name);
  return found === undefined ? {} : { title: found.title };
}

/** All by their names, and those that the text names with their fields. */
async function crmObjects(
  deps: OperationDeps,
  connections: readonly Connection[],
  text: string,
): Promise<Pick<Chat, 'silent'> & { readonly objects: readonly AskableObject[] }> {
  const listed = await Promise.all(connections.map((each) => objectsOf(deps, each)));
  const all = listed.flatMap(({ objects }) => objects);
  const named = namedObjects(text, all).slice(0, maxLoaded);
  const loaded = await Promise.all(
    connections.map((connection) =>
      withFields(
        deps,
        connection,
        named.filter(({ connector }) => connector === connection.connector),
      ),
    ),
  );
  const silent = connections.filter(
    (_, index) => listed[index]?.isSilent === true || loaded[index]?.isSilent === true,
  );
  return {
    objects: distinct([...loaded.flatMap(({ objects }) => objects), ...all]),
    silent: silent.map(({ name }) => name),
  };
}

function summaryOf({ job, connection, lastRun, retry }: ListedJob): JobSummary {
  const [object, hub] =
    job.direction === 'inbound'
      ? [job.source.object, job.target.object]
      : [job.target.object, job.source.object];
  const { timezone: _zone, fullSync: _full, enabled, disableAfter: _after, ...cadence } = job.schedule;
  return {
    name: job.name,
    direction: job.direction,
    connection,
    object,
    hub,
    schedule: cadence,
    enabled,
    last: lastRun === null ? null : { status: lastRun.status, error: lastRun.error?.code ?? null },
    isActive: [lastRun, retry].some((run) => run !== null && isActive(run.status)),
  };
}

interface Objects {
  readonly objects: readonly AskableObject[];
  readonly isSilent: boolean;
}

/** By their names; the fields come with those that are spoken of. */
async function objectsOf(deps: OperationDeps, connection: Connection): Promise<Objects> {
  return await orSilent(async () => {
    const all = await askCrm(deps, connection.id, (client) => client.listObjects(), crmWithinMs);
    const meant = all.filter(({ name, queryable }) => queryable && !besideObjects.test(name));
    return meant.map((each) => ({ connector: connection.connector, schema: namesOnly(each) }));
  });
}

function namesOnly({ name, label, labelPlural, custom, queryable }: ObjectSummary): AskableObject['schema'] {
  return schemaOf({ name, label, labelPlural, custom, queryable, fields: [] }, new Map());
}

async function withFields(
  deps: OperationDeps,
  { id, connector }: Connection,
  named: readonly AskableObject[],
): Promise<Objects> {
  if (named.length === 0) return { objects: [], isSilent: false };
  return await orSilent(() =>
    askCrm(
      deps,
      id,
      async (client) => {
        const objects: AskableObject[] = [];
        for (const { name } of named.map(({ schema }) => schema.object)) {
          const { object } = await client.loadSchema(name, []);
          const usual = defaultFields(object, hubObjects[defaultTarget(name)]);
          objects.push({ connector, schema: await client.loadSchema(name, usual) });
        }
        return objects;
      },
      crmWithinMs,
    ),
  );
}

/** What is asked of one org must not fail for the trouble of another. */
async function orSilent(ask: () => Promise<readonly AskableObject[]>): Promise<Objects> {
  try {
    return { objects: await ask(), isSilent: false };
  } catch (error) {
    if (!isTold(error)) throw error;
    return { objects: [], isSilent: true };
  }
}

/** The first of each; those of two orgs of one kind are the same to whoever reads a text. */
function distinct(objects: readonly AskableObject[]): AskableObject[] {
  const found = new Map<string, AskableObject>();
  for (const each of objects) {
    const name = `${each.connector} ${each.schema.object.name.toLowerCase()}`;
    if (!found.has(name)) found.set(name, each);
  }
  return [...found.values()];
}

async function hubsOwn(deps: OperationDeps): Promise<AskableObject[]> {
  const hub = await deps.hub();
  return await Promise.all(
    hubObjectNames.map(async (name) => ({
      connector: 'hub',
      schema: hubSchema(hubObjects[name], await hub.attributes(name)),
    })),
  );
}
