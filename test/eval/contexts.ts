/** What the assistant is told of each case: nothing that the contract keeps for whoever scores. */
import type {
  ChatContext,
  FilterContext,
  FormulaContext,
  JobSummary,
  MappingContext,
} from '../../src/assistant/assistant.ts';
import { attributeTypes, hubObjectNames, hubObjects } from '../../src/domain/hub-object.ts';
import type { HubAttribute, HubObject, HubObjectName } from '../../src/domain/hub-object.ts';
import type { FormulaType } from '../../src/domain/formula/values.ts';
import { isActive, runStatuses } from '../../src/domain/run.ts';
import { schemaOf } from '../../src/domain/schema-of.ts';
import { schemasOf, sourceObject, type GivenSchemas } from './schemas.ts';
import type { GivenAttribute, GivenJob, SetOf } from './sets.ts';

type Case<Kind extends 'filters' | 'commands' | 'mappings' | 'formulas'> = SetOf<Kind>['cases'][number];

interface Clocked {
  readonly now?: string | undefined;
  readonly timezone?: string | undefined;
}

export function clockOf({ now, timezone }: Clocked): { readonly now: Date; readonly timezone: string } {
  return { now: new Date(now ?? '2026-11-18T10:00:00Z'), timezone: timezone ?? 'UTC' };
}

export const contextsOf = {
  filters(set: SetOf<'filters'>): (given: Case<'filters'>) => FilterContext {
    const schemas = schemasOf(set.schemas ?? {});
    return ({ connector, object }) => {
      const schema = schemas.get(connector)?.get(object);
      if (schema === undefined) throw new Error(`The set has no schema of ${connector} ${object}`);
      return { purpose: 'filter', schema, ...clockOf(set) };
    };
  },

  commands(set: SetOf<'commands'>): (given: Case<'commands'>) => ChatContext {
    const shared = schemasOf(set.schemas ?? {});
    return (given) => {
      const { role, context = [], extraJobs = [], labels = [] } = given;
      const schemas = labels.length === 0 ? shared : schemasOf(withLabels(set.schemas ?? {}, labels));
      return {
        purpose: 'chat',
        role,
        ...clockOf(set),
        connections: set.connections,
        jobs: [...set.jobs, ...extraJobs].map(jobSummary),
        objects: [...schemas].flatMap(([connector, objects]) =>
          [...objects.values()].map((schema) => ({ connector, schema })),
        ),
        turns: context.map(({ user, answer }) => ({
          user,
          intent: typeof answer?.['intent'] === 'string' ? answer['intent'] : null,
          jobs: Array.isArray(answer?.['jobs']) ? answer['jobs'].map(String) : [],
        })),
      };
    };
  },

  mappings(set: SetOf<'mappings'>): (given: Case<'mappings'>) => MappingContext {
    return ({ object, hub, fields }) => {
      const name = hubObjectNames.find((known) => known === hub);
      if (name === undefined) throw new Error(`The hub has no ${hub}`);
      const target = targetOf(name, set.attributes?.[hub]);
      const source = sourceObject(object, object, fields);
      const schema = schemaOf(withParents(source), new Map());
      return {
        purpose: 'mapping',
        schema: { ...schema, field: flatLookup(source, schema.field.bind(schema)) },
        fields: fields.map(({ name }) => name),
        target,
        attributes: target.attributes,
      };
    };
  },

  formulas(set: SetOf<'formulas'>): (given: Case<'formulas'>) => FormulaContext {
    return ({ type, fields }) => ({
      purpose: 'formula',
      ...clockOf(set),
      type: attributeTypes.find((known) => known === type) ?? null,
      fields: fields.map(({ name, label, type }) => ({
        path: name,
        label,
        type: formulaTypes[type] ?? 'text',
      })),
    });
  },
};

const formulaTypes: Readonly<Record<string, FormulaType>> = {
  text: 'text',
  number: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
  datetime: 'datetime',
  boolean: 'boolean',
  list: 'list',
  'foreign key': 'text',
};

function jobSummary(job: GivenJob): JobSummary {
  const { name, direction, connection, object, target, source, schedule, enabled, last } = job;
  const status = runStatuses.find((known) => known === last?.status);
  return {
    name,
    direction,
    connection,
    object,
    hub: target ?? source ?? '',
    schedule: (schedule ?? null) as JobSummary['schedule'],
    enabled: enabled ?? true,
    last: status === undefined ? null : { status, error: last?.error ?? null },
    isActive: status !== undefined && isActive(status),
  };
}

function withLabels(schemas: GivenSchemas, labels: NonNullable<Case<'commands'>['labels']>): GivenSchemas {
  const changed = structuredClone(schemas);
  for (const { connector, object, name, type, label } of labels) {
    const fields = changed[connector]?.[object]?.fields;
    const known = fields?.find((field) => field.name === name);
    if (known !== undefined) known.label = label;
    else fields?.push({ name, label, type });
  }
  return changed;
}

function targetOf(name: HubObjectName, given: readonly GivenAttribute[] | undefined): HubObject {
  const usual = hubObjects[name];
  if (given === undefined) return usual;
  const attributes = given.map(({ name, label, type, key }): HubAttribute => ({
    name,
    label,
    type: attributeTypes.find((known) => known === type) ?? 'text',
    isKey: key ?? false,
    isStandard: true,
  }));
  return { ...usual, attributes, keys: attributes.filter(({ isKey }) => isKey).map(({ name }) => name) };
}

/** Fields of parents are given by their paths, as fields of their own. */
const withParents = (source: ReturnType<typeof sourceObject>): ReturnType<typeof sourceObject> => ({
  ...source,
  fields: source.fields.filter(({ name }) => !name.includes('.')),
});

function flatLookup(
  source: ReturnType<typeof sourceObject>,
  lookUp: MappingContext['schema']['field'],
): MappingContext['schema']['field'] {
  return (path) => {
    const own = source.fields.find(({ name }) => name === path);
    return own === undefined ? lookUp(path) : { kind: 'found', field: own, path };
  };
}
