/** Schemas of evaluation sets as the domain has them. */
import { z } from 'zod';
import { schemaOf } from '../../src/domain/schema-of.ts';
import type {
  SourceField,
  SourceFieldType,
  SourceObject,
  SourceSchema,
} from '../../src/domain/source-schema.ts';

const valueSchema = z.union([z.string(), z.number()]);
export const fieldSchema = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  values: z.array(z.union([z.tuple([valueSchema, valueSchema]), valueSchema])).optional(),
  references: z.array(z.string()).optional(),
  relationship: z.string().optional(),
  custom: z.boolean().optional(),
  key: z.boolean().optional(),
  filterable: z.union([z.literal('no'), z.boolean()]).optional(),
});
export type GivenField = z.infer<typeof fieldSchema>;

const objectSchema = z.object({
  label: z.string(),
  parentOnly: z.boolean().optional(),
  fields: z.array(fieldSchema),
});
/** By connector, then by object. */
export const schemasSchema = z.record(z.string(), z.record(z.string(), objectSchema));
export type GivenSchemas = z.infer<typeof schemasSchema>;

const types: Readonly<Record<string, SourceFieldType>> = {
  uniqueidentifier: 'id',
  text: 'string',
  combobox: 'picklist',
  choice: 'picklist',
  status: 'picklist',
  state: 'picklist',
  choices: 'multipicklist',
  multichoice: 'multipicklist',
  multiselectpicklist: 'multipicklist',
  integer: 'int',
  bigint: 'int',
  long: 'int',
  number: 'double',
  decimal: 'double',
  float: 'double',
  money: 'currency',
  lookup: 'reference',
  customer: 'reference',
  owner: 'reference',
  memo: 'textarea',
  list: 'multipicklist',
  'foreign key': 'string',
  twooptions: 'boolean',
  address: 'compound',
  location: 'compound',
  base64: 'binary',
  image: 'binary',
  encryptedstring: 'string',
};
const known = new Set<string>([
  'id',
  'string',
  'textarea',
  'email',
  'phone',
  'url',
  'picklist',
  'multipicklist',
  'boolean',
  'int',
  'double',
  'currency',
  'percent',
  'date',
  'datetime',
  'time',
  'reference',
  'compound',
  'binary',
]);

export function sourceField(given: GivenField): SourceField {
  const written = given.type.toLowerCase();
  const usual = known.has(written) ? (written as SourceFieldType) : (types[written] ?? 'string');
  const isListed = usual === 'string' && (given.values ?? []).length > 0;
  const [target] = given.references ?? [];
  const { relationship } = given;
  return {
    name: given.name,
    label: given.label,
    type: isListed ? 'picklist' : usual,
    nillable: true,
    filterable: given.filterable !== 'no' && given.filterable !== false,
    sortable: true,
    createable: true,
    updateable: true,
    calculated: false,
    custom: given.custom ?? false,
    externalId: false,
    restrictedPicklist: !isListed,
    picklistValues: (given.values ?? []).map((value) => {
      const [stored, label] = Array.isArray(value) ? value : [value, value];
      return { value: String(stored), label: String(label), active: true };
    }),
    ...(relationship === undefined || target === undefined
      ? {}
      : { relationship: { name: relationship, objects: given.references ?? [], resolvesTo: target } }),
  };
}

export function sourceObject(name: string, label: string, fields: readonly GivenField[]): SourceObject {
  return {
    name,
    label,
    labelPlural: label.endsWith('s') ? label : `${label}s`.replace(/ys$/, 'ies'),
    custom: name.endsWith('__c'),
    queryable: true,
    fields: fields.map(sourceField),
  };
}

/** Every object of a connector that may be asked about; made once, so that what is known of it is kept. */
export function schemasOf(given: GivenSchemas): ReadonlyMap<string, ReadonlyMap<string, SourceSchema>> {
  return new Map(
    Object.entries(given).map(([connector, objects]) => {
      const all = new Map(
        Object.entries(objects).map(([name, { label, fields }]) => [name, sourceObject(name, label, fields)]),
      );
      const askable = Object.entries(objects).filter(([, { parentOnly }]) => parentOnly !== true);
      const schemas = askable.flatMap(([name]) => {
        const root = all.get(name);
        return root === undefined ? [] : [[name, schemaOf(root, all)] as const];
      });
      return [connector, new Map(schemas)] as const;
    }),
  );
}
