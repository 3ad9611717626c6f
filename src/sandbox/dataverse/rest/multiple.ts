/** POST <entity set>/Microsoft.Dynamics.CRM.CreateMultiple and its kin: all of the records, or none. */
import type { Answer } from '../../http/http-types.ts';
import { ApiError, noSuchSegment } from '../http/api-error.ts';
import { odataJson } from '../http/api-request.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { badPayload, isObject, readJsonObject } from '../http/json-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { readGuid } from '../org/guid.ts';
import { createRecord, updateRecord } from '../org/write-record.ts';
import type { TableDefinition } from '../schema/table-definition.ts';
import { tableOfSet } from './entity-set.ts';
import { readPayload } from './read-payload.ts';
import { keyValues } from './record.ts';
import { findByKey, noRecordAt, parseKey } from './resource-key.ts';
import type { ResourceKey } from './resource-key.ts';
import type { RestContext } from './rest-context.ts';

/** The service recommends 100 to 1,000 and ends what takes too long. */
const maxTargets = 1_000;

type WriteMany = (table: TableDefinition, targets: readonly JsonObject[], context: RestContext) => string[];

export function answerMultiple(request: ApiRequest, context: RestContext): Answer {
  const [entitySet = '', action = ''] = request.params;
  const table = tableOfSet(entitySet, context.org.schema);
  const write = actions[action];
  if (write === undefined) throw noSuchSegment(`Microsoft.Dynamics.CRM.${action}`);
  const targets = targetsOf(request, table);
  const ids = context.org.transaction(() => write(table, targets, context));
  if (action !== 'CreateMultiple') return { status: 204 };
  return odataJson(
    JSON.stringify({
      '@odata.context': `${request.root}/$metadata#Microsoft.Dynamics.CRM.CreateMultipleResponse`,
      Ids: ids,
    }),
  );
}

const actions: Readonly<Record<string, WriteMany>> = {
  CreateMultiple: (table, targets, { org }) =>
    targets.map((target) => createRecord(org, table, readPayload(org, table, target, true))),
  UpdateMultiple: (table, targets, context) =>
    targets.map((target) => {
      const key = keyOf(table, target);
      const row = findByKey(context.org, table, key);
      if (row === null) throw noRecordAt(table, key);
      updateRecord(context.org, table, row, readPayload(context.org, table, target, false));
      return row.id;
    }),
  UpsertMultiple: (table, targets, { org }) =>
    targets.map((target) => {
      const key = keyOf(table, target);
      const row = findByKey(org, table, key);
      if (row === null) {
        const given = readPayload(org, table, target, true);
        return createRecord(org, table, { ...given, ...(keyValues(table, key) as typeof given) });
      }
      updateRecord(org, table, row, readPayload(org, table, target, false));
      return row.id;
    }),
};

function targetsOf({ body }: ApiRequest, table: TableDefinition): JsonObject[] {
  const { Targets: targets } = readJsonObject(body);
  if (!Array.isArray(targets) || targets.length === 0)
    throw badPayload("The parameter 'Targets' is missing or empty.", table.entitySetName);
  if (targets.length > maxTargets)
    throw new ApiError(400, '0x80040216', `More than ${maxTargets} records in one request: it timed out.`);
  return targets.map((target: unknown) => {
    const type = isObject(target) ? target['@odata.type'] : undefined;
    if (
      !isObject(target) ||
      typeof type !== 'string' ||
      type.replace('#', '') !== `Microsoft.Dynamics.CRM.${table.logicalName}`
    )
      throw badPayload(
        `Each record needs the annotation '@odata.type' with 'Microsoft.Dynamics.CRM.${table.logicalName}'.`,
        table.entitySetName,
      );
    return target;
  });
}

/** By `@odata.id`, or by the id among the values. */
function keyOf(table: TableDefinition, target: JsonObject): ResourceKey {
  const address = target['@odata.id'];
  const id = target[table.primaryId];
  if (typeof address === 'string') {
    const [, entitySet = '', keyText = ''] = /^(?:.*\/)?(\w+)\((.*)\)$/s.exec(address) ?? [];
    if (entitySet !== table.entitySetName) throw noSuchSegment(entitySet || address);
    return parseKey(decodeURIComponent(keyText), table);
  }
  const guid = typeof id === 'string' ? readGuid(id) : null;
  if (guid === null)
    throw badPayload(`A record has neither '@odata.id' nor '${table.primaryId}'.`, table.entitySetName);
  return { kind: 'id', id: guid };
}
