import type { Row } from '../org/row.ts';
import type { FieldDefinition, FieldInput, FieldValue } from './field-definition.ts';
import { fieldDefinition } from './field-definition.ts';
import { auditFields, identityFields, ownerField, text } from './fields.ts';

/** A record as one write leaves it, before the platform adds what follows from that. */
export interface Change {
  /** What the write itself says. */
  readonly given: Readonly<Record<string, FieldValue>>;
  /** The record with it. */
  readonly after: (field: string) => FieldValue;
  /** The record without it; null of one that is new. */
  readonly before: ((field: string) => FieldValue) | null;
  /** The stamp that the write gives the record. */
  readonly at: string;
  /** The record that an id names, of whatever object; null where there is none. */
  readonly find: (id: FieldValue) => Row | null;
}

/** What the platform stores beside what a write says. What the write does say stands. */
export type Implication = (change: Change) => Readonly<Record<string, FieldValue>>;

export interface ObjectDefinition {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  /** First three characters of its ids; null where it has no records of its own. */
  readonly keyPrefix: string | null;
  readonly custom: boolean;
  readonly queryable: boolean;
  /** Whether the Bulk API reads and writes it. */
  readonly bulk: boolean;
  readonly createable: boolean;
  readonly mergeable: boolean;
  readonly fields: readonly FieldDefinition[];
  readonly implied: Implication | null;
  /** By name in small letters. */
  readonly byName: ReadonlyMap<string, FieldDefinition>;
  /** The field behind a relationship, by the relationship's name in small letters. */
  readonly byRelationship: ReadonlyMap<string, FieldDefinition>;
}

export type ObjectInput = Pick<ObjectDefinition, 'name' | 'label' | 'keyPrefix' | 'fields'> &
  Partial<ObjectDefinition>;

export function objectDefinition(input: ObjectInput): ObjectDefinition {
  const { fields } = input;
  return {
    labelPlural: `${input.label}s`,
    custom: input.name.endsWith('__c'),
    queryable: true,
    bulk: true,
    createable: true,
    mergeable: false,
    implied: null,
    byName: new Map(fields.map((field) => [field.name.toLowerCase(), field])),
    byRelationship: new Map(
      fields.flatMap((field) =>
        field.relationshipName === null ? [] : [[field.relationshipName.toLowerCase(), field] as const],
      ),
    ),
    ...input,
  };
}

/** An object as tests define it: a name and the fields that matter. */
export interface CustomObject {
  readonly name: string;
  readonly label?: string;
  readonly labelPlural?: string;
  readonly bulk?: boolean;
  readonly fields: readonly FieldInput[];
}

/** Adds what every custom object has: id, name, owner and audit fields. */
export function customObject(given: CustomObject, keyPrefix: string): ObjectDefinition {
  const { name, labelPlural, bulk = true, fields } = given;
  const label = given.label ?? name.replace(/__c$/, '').replaceAll('_', ' ');
  const own = fields.map(fieldDefinition);
  const has = (wanted: string): boolean => own.some((field) => field.name === wanted);
  return objectDefinition({
    name,
    label,
    ...(labelPlural === undefined ? {} : { labelPlural }),
    keyPrefix,
    bulk,
    fields: [
      ...identityFields(label),
      ownerField(['Group', 'User']),
      ...(has('Name') ? [] : [text('Name', `${label} Name`, 80, { nameField: true, idLookup: true })]),
      ...auditFields(),
      ...own,
    ],
  });
}

/** The object again, without a field or with another one in its place. */
export function withFields(object: ObjectDefinition, fields: readonly FieldDefinition[]): ObjectDefinition {
  const { byName: _, byRelationship: __, ...rest } = object;
  return objectDefinition({ ...rest, fields });
}
