/** The JSON of a record that is written, as values of its table's columns. */
import { badQuery, beyondSandbox, noSuchSegment } from '../http/api-error.ts';
import { badPayload } from '../http/json-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import type { Org } from '../org/org.ts';
import { payloadValue } from '../org/payload-value.ts';
import { lookupTypes } from '../schema/column.ts';
import type { Value } from '../schema/column.ts';
import type { Navigation, TableDefinition } from '../schema/table-definition.ts';
import { findByKey, noRecordAt, parseKey } from './resource-key.ts';

/** @throws ApiError where a name, a type or a value is wrong. */
export function readPayload(
  org: Org,
  table: TableDefinition,
  body: JsonObject,
  isNew: boolean,
): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const [name, given] of Object.entries(body)) {
    const bound = /^(.+)@odata\.bind$/.exec(name)?.[1];
    if (bound !== undefined) {
      const { column, value } = bind(org, table, bound, given);
      if (isNew ? column.creatable : column.updatable) values[column.logicalName] = value;
      continue;
    }
    // Annotations that came with a record when it was read.
    if (name.includes('@')) continue;
    const column = table.byName.get(name);
    const navigation = table.byNavigation.get(name);
    if (navigation !== undefined && typeof given === 'object' && given !== null)
      throw beyondSandbox(`a record within a record ('${name}')`);
    if (column === undefined || !column.readable) throw invalidProperty(name, table);
    const value =
      lookupTypes.has(column.type) && given === null ? null : payloadValue(table.logicalName, column, given);
    // What cannot be written is left out without a word.
    if (isNew ? column.creatable : column.updatable) values[name] = value;
  }
  return values;
}

function bind(
  org: Org,
  table: TableDefinition,
  name: string,
  given: unknown,
): { column: Navigation['column']; value: Value } {
  const navigation = table.byNavigation.get(name);
  if (navigation === undefined) {
    throw badPayload(
      `An undeclared property '${name}' which only has property annotations in the payload but no property value was found in the payload. In OData, only declared navigation properties and declared named streams can be represented as properties without values.`,
      table.entitySetName,
    );
  }
  const { column } = navigation;
  if (given === null) return { column, value: null };
  const [, entitySet = '', keyText = ''] = /^(?:.*\/)?(\w+)\((.*)\)$/s.exec(textOf(given)) ?? [];
  const target = org.schema.bySetName(entitySet);
  if (target === undefined) throw noSuchSegment(entitySet || textOf(given));
  if (!column.targets.some((each) => each.navigation === name && each.table === target.logicalName))
    throw badQuery(`The record of '${target.logicalName}' cannot be bound to '${name}'.`);
  const key = parseKey(decodeURIComponent(keyText), target);
  const found = findByKey(org, target, key);
  if (found === null) throw noRecordAt(target, key);
  return { column, value: `${target.logicalName}/${found.id}` };
}

function invalidProperty(name: string, table: TableDefinition): Error {
  return badPayload(
    `Invalid property '${name}' was found in entity 'Microsoft.Dynamics.CRM.${table.logicalName}'.`,
    table.entitySetName,
  );
}

function textOf(given: unknown): string {
  return typeof given === 'string' ? given : JSON.stringify(given);
}
