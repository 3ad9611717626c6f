/** `Parent.Owner.Name`: where it leads, and how it is read. */
import type { Org } from '../org/org.ts';
import type { Row } from '../org/row.ts';
import type { Scan } from '../org/table.ts';
import type { FieldDefinition, FieldValue } from '../schema/field-definition.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { queryError } from './query-error.ts';

/** Relationships in one path, child to parent. */
const maxRelationships = 5;

export interface Step {
  /** In the schema's letter case: "Owner". */
  readonly relationship: string;
  /** The object there; "Name" where it may be one of several. */
  readonly target: ObjectDefinition;
  follow(row: Row): Row | null;
}

export interface FieldPath {
  /** In the schema's letter case: "Owner.Name". */
  readonly text: string;
  readonly steps: readonly Step[];
  readonly field: FieldDefinition;
  read(row: Row): FieldValue;
  /** The field's value, given the record at the end of the path. */
  readOwn(record: Row): FieldValue;
}

export interface PathContext {
  readonly org: Org;
  readonly object: ObjectDefinition;
  readonly alias: string | null;
  readonly scan: Scan;
  readonly soql: string;
}

export function resolvePath(written: string, context: PathContext): FieldPath {
  const { soql, object, alias } = context;
  const names = written.split('.');
  const first = names[0]?.toLowerCase();
  if (names.length > 1 && (first === alias?.toLowerCase() || first === object.name.toLowerCase())) {
    // `Account.Name` from Account is its own name, unless a relationship is called so.
    if (first === alias?.toLowerCase() || !object.byRelationship.has(first ?? '')) names.shift();
  }
  if (names.length - 1 > maxRelationships) {
    throw queryError(
      'MALFORMED_QUERY',
      soql,
      written,
      `The maximum number of child-to-parent relationships in a path is ${maxRelationships}: ${written}`,
    );
  }
  const steps: Step[] = [];
  let owner = object;
  for (const name of names.slice(0, -1)) {
    const step = stepOf(name, owner, written, context);
    steps.push(step);
    owner = step.target;
  }
  const name = names.at(-1) ?? '';
  const field = owner.byName.get(name.toLowerCase());
  if (field === undefined) {
    throw queryError(
      'INVALID_FIELD',
      soql,
      written,
      `No such column '${name}' on entity '${owner.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  }
  const record = recordReader(steps);
  const value = valueReader(field, owner, context.org);
  return {
    text: [...steps.map((step) => step.relationship), field.name].join('.'),
    steps,
    field,
    readOwn: value,
    read: steps.length === 0 ? value : (row) => readThrough(record(row), field, value),
  };
}

/** Without a parent a checkbox of it is off, and everything else empty. */
function readThrough(row: Row | null, field: FieldDefinition, value: (row: Row) => FieldValue): FieldValue {
  if (row !== null) return value(row);
  return field.type === 'boolean' ? false : null;
}

function recordReader(steps: readonly Step[]): (row: Row) => Row | null {
  return (row) => {
    let current: Row | null = row;
    for (const step of steps) {
      if (current === null) return null;
      current = step.follow(current);
    }
    return current;
  };
}

function valueReader(field: FieldDefinition, owner: ObjectDefinition, org: Org): (row: Row) => FieldValue {
  if (owner.keyPrefix !== null) return org.reader(field);
  // Behind a polymorphic reference: whatever the record has of this name.
  return (row) => {
    if (field.name === 'Type') return row.object;
    const own = org.schema.find(row.object)?.byName.get(field.name.toLowerCase());
    return own === undefined ? null : org.reader(own)(row);
  };
}

function stepOf(name: string, owner: ObjectDefinition, written: string, context: PathContext): Step {
  const { org, scan } = context;
  const reference = owner.byRelationship.get(name.toLowerCase());
  const targets = reference?.referenceTo ?? [];
  const [only = ''] = targets;
  const target = org.schema.find(targets.length > 1 ? 'Name' : only);
  if (reference === undefined || target === undefined) {
    throw queryError(
      'INVALID_FIELD',
      context.soql,
      written,
      `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  }
  // Parents are looked up as they are: one in the recycle bin is none.
  const live: Scan = { ...scan, includeDeleted: false };
  const isPolymorphic = target.keyPrefix === null;
  const table = isPolymorphic ? null : org.tableOf(target);
  return {
    relationship: reference.relationshipName ?? name,
    target,
    follow: (row) => {
      const id = row.get(reference.name);
      if (typeof id !== 'string') return null;
      return table === null ? org.findAny(id, live) : table.find(id, live);
    },
  };
}
