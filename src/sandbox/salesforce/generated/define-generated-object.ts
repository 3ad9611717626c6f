import type { Org } from '../org/org.ts';
import { generatedColumns } from './columns.ts';
import { createGeneratedSource } from './generated-source.ts';
import type { GeneratedSource } from './generated-source.ts';

/** Fields that every object has of itself. */
const ownFields: ReadonlySet<string> = new Set(['Id', 'Name', 'CreatedDate', 'SystemModstamp']);

export interface GeneratedObject {
  /** API name of an object that the org does not have yet, such as `Customer__c`. */
  readonly name: string;
  readonly rows: number;
}

/** Adds an object of any number of records to the org. They cannot be changed. */
export function defineGeneratedObject(org: Org, { name, rows }: GeneratedObject): GeneratedSource {
  const fields = generatedColumns.filter((column) => !ownFields.has(column.name));
  org.define({
    name,
    fields: fields.map(({ name, label, type, picklist }) => ({ name, label, type, picklist })),
  });
  const source = createGeneratedSource(name, org.schema.object(name).keyPrefix ?? '', rows);
  org.useSource(name, source);
  return source;
}
