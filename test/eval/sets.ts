/** Reads evaluation sets: one, or several in one file. `expect` and the like are kept for whoever scores. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectRoot } from '../support/project-root.ts';
import { fieldSchema, schemasSchema } from './schemas.ts';

const text = z.string();
const scheduleSchema = z.record(text, z.unknown());
const jobSchema = z.object({
  name: text,
  direction: z.enum(['inbound', 'outbound']),
  connection: text,
  object: text,
  target: text.optional(),
  source: text.optional(),
  schedule: scheduleSchema.optional(),
  enabled: z.boolean().optional(),
  last: z.object({ status: text, error: text.nullish(), rejected: z.number().nullish() }).nullish(),
});
export type GivenJob = z.infer<typeof jobSchema>;

const common = {
  version: z.number().optional(),
  now: text.optional(),
  timezone: text.optional(),
  /** Of the project's own sets: which schemas and which clock of schemas.yml. */
  schema: text.optional(),
  schemas: schemasSchema.optional(),
};
const expectation = z.record(text, z.unknown()).optional();

const filterCase = z.object({ id: text, connector: text, object: text, ask: text, expect: expectation });
const commandCase = z.object({
  id: text,
  role: z.enum(['viewer', 'operator', 'admin']),
  ask: text,
  context: z.array(z.object({ user: text, answer: z.record(text, z.unknown()).optional() })).optional(),
  extraJobs: z.array(jobSchema).optional(),
  labels: z
    .array(z.object({ connector: text, object: text, name: text, type: text, label: text }))
    .optional(),
  expect: expectation,
});
const mappingField = fieldSchema
  .pick({ name: true, label: true, type: true, values: true })
  .extend({ expect: text.nullish(), also: z.array(text).optional() });
const attributeSchema = z.object({
  name: text,
  label: text,
  type: text,
  key: z.boolean().optional(),
  values: z.array(z.unknown()).optional(),
});
const mappingCase = z.object({
  id: text,
  connector: text,
  object: text,
  hub: text,
  fields: z.array(mappingField),
});
const formulaCase = z.object({
  id: text,
  ask: text,
  type: text,
  fields: z.array(z.object({ name: text, label: text, type: text })),
  rows: z.array(z.record(text, z.unknown())),
  expect: expectation,
});

const setSchema = z.discriminatedUnion('set', [
  z.object({ set: z.literal('filters'), ...common, cases: z.array(filterCase) }),
  z.object({
    set: z.literal('commands'),
    ...common,
    connections: z.array(z.object({ name: text, connector: text })),
    jobs: z.array(jobSchema),
    cases: z.array(commandCase),
  }),
  z.object({
    set: z.literal('mappings'),
    ...common,
    attributes: z.record(text, z.array(attributeSchema)).optional(),
    cases: z.array(mappingCase),
  }),
  z.object({ set: z.literal('formulas'), ...common, cases: z.array(formulaCase) }),
]);
export type EvalSet = z.infer<typeof setSchema>;
export type SetOf<Kind extends EvalSet['set']> = Extract<EvalSet, { set: Kind }>;
export type GivenAttribute = z.infer<typeof attributeSchema>;

const fileSchema = z.union([z.object({ sets: z.array(setSchema) }), setSchema]);

const worldsSchema = z.record(
  text,
  z.object({ connector: text, now: text, timezone: text, objects: schemasSchema.valueType }),
);

export function readSets(path: string): EvalSet[] {
  const read = fileSchema.parse(parse(readFileSync(path, 'utf8')));
  const sets = 'sets' in read ? read.sets : [read];
  return sets.map(withSchemas(sets));
}

export const ownSetsFolder = join(projectRoot, 'test', 'eval');

/** Sets of one file may share schemas: one that names none takes the file's. */
function withSchemas(sets: readonly EvalSet[]): (set: EvalSet) => EvalSet {
  const shared = sets.find(({ schemas }) => schemas !== undefined)?.schemas;
  return (set) => {
    if (set.schema === undefined) return { ...set, schemas: set.schemas ?? shared };
    const worlds = worldsSchema.parse(parse(readFileSync(join(ownSetsFolder, 'schemas.yml'), 'utf8')));
    const world = worlds[set.schema];
    if (world === undefined) throw new Error(`schemas.yml has no ${set.schema}`);
    const hub = worlds['hub'];
    const schemas = {
      [world.connector]: world.objects,
      ...(hub === undefined || world === hub ? {} : { hub: hub.objects }),
    };
    return { ...set, now: world.now, timezone: world.timezone, schemas };
  };
}
