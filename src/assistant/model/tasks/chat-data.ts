import { findObjects } from '../../built-in/command/find-objects.ts';
import { readTokens } from '../../built-in/words/tokens.ts';
import type { AskableObject, ChatContext, JobSummary } from '../../assistant.ts';
import { clockData } from '../clock-data.ts';
import {
  maxDataCharacters,
  maxNameCharacters,
  maxObjectsWithFields,
  maxToldJobs,
  maxToldObjects,
  maxTurns,
} from '../limits.ts';
import { scoreNames } from '../score-names.ts';
import { tellFields } from '../tell-fields.ts';

/** What a model is told of a workspace: names of jobs and objects, and the fields of those objects that were named. */
export function chatData(text: string, context: ChatContext): unknown {
  const { jobs, connections, role, turns, chosen } = context;
  // Those whose fields are there, and the hub's, before the many that are only names.
  const objects = context.objects.toSorted((a, b) => placeOf(a) - placeOf(b));
  const lately = turns.slice(-maxTurns);
  const spoken = [...lately.map(({ user }) => user), text, chosen ?? ''].join(' ');
  const named = objectsNamed(spoken, objects);
  const share = Math.floor(maxDataCharacters / 2 / Math.max(named.length, 1));
  return {
    ask: text,
    ...(chosen === undefined ? {} : { chosen: short(chosen) }),
    ...clockData(context),
    earlier: lately.map(({ user, intent, jobs: of }) => ({ ask: short(user, 500), intent, jobs: of })),
    role,
    connections: connections
      .slice(0, maxToldObjects)
      .map(({ name, connector }) => ({ name: short(name), connector })),
    jobs: told(scoreNames(spoken, jobs, ({ name, object }) => [name, object]).slice(0, maxToldJobs)),
    ...(jobs.length > maxToldJobs ? { moreJobs: jobs.length - maxToldJobs } : {}),
    objects: objects.slice(0, maxToldObjects).map(({ connector, schema: { object } }) => ({
      connector,
      name: object.name,
      label: short(object.label),
    })),
    fields: named.map(({ connector, schema }) => ({
      connector,
      object: schema.object.name,
      fields: tellFields(spoken, schema, share),
    })),
  };
}

const placeOf = ({ connector, schema }: AskableObject): number =>
  schema.object.fields.length === 0 ? 2 : connector === 'hub' ? 1 : 0;

/** In the order in which they were named; of several connectors each. */
function objectsNamed(text: string, objects: readonly AskableObject[]): AskableObject[] {
  const withFields = objects.filter(({ schema }) => schema.object.fields.length > 0);
  const found = findObjects(readTokens(text), withFields);
  return found.toSorted((a, b) => a.at - b.at).slice(0, maxObjectsWithFields);
}

const told = (jobs: readonly JobSummary[]): unknown[] =>
  jobs.map(({ name, direction, connection, object, hub, schedule, enabled, last }) => ({
    name,
    direction,
    connection,
    object,
    hub,
    schedule,
    enabled,
    last:
      last === null ? null : { status: last.status, error: last.error === null ? null : short(last.error) },
  }));

const short = (text: string, length = maxNameCharacters): string => text.slice(0, length);
