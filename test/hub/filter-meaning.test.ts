import type { AttributeType } from '../../src/domain/hub-object.ts';
import { plainNumberJson } from '../../src/domain/mapping/number-value.ts';
import { toLongId } from '../../src/domain/record-id.ts';
import { openHub } from '../../src/hub/index.ts';
import { filterMeaningContract, type EngineSetup, type FilterEngine } from '../contracts/filter-meaning.ts';
import { renamedFilter } from '../support/filters.ts';
import { anAttribute, loaded } from '../support/hub.ts';
import { meaningRecords, type MeaningField } from '../support/meaning-records.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';

/** A record's own id has another name: "id" is one of the hub's own. */
const nameOf = (field: string): string => (field === 'Id' ? 'crm_key' : field.toLowerCase());

const types: Readonly<Record<MeaningField | 'Id', AttributeType>> = {
  Id: 'foreign key',
  Text: 'text',
  Area: 'text',
  Mail: 'text',
  Choice: 'text',
  Free: 'text',
  Many: 'list',
  Flag: 'boolean',
  Whole: 'number',
  Amount: 'currency',
  Ratio: 'number',
  Day: 'date',
  Moment: 'date',
  ParentId: 'foreign key',
};
const fields = Object.keys(types) as (keyof typeof types)[];

function valueOf(type: AttributeType, text: string): unknown {
  switch (type) {
    case 'number':
    case 'currency':
      return JSON.parse(plainNumberJson(text) ?? 'null');
    case 'boolean':
      return text === 'true';
    case 'list':
      return text.split(';');
    case 'foreign key':
      return text.toLowerCase();
    case 'text':
    case 'date':
      break;
  }
  return text;
}

async function openEngine(url: string, { now, zone }: EngineSetup): Promise<FilterEngine> {
  const hub = await openHub({ url });
  await hub.addAttributes(
    'accounts',
    fields.map((field) => anAttribute(nameOf(field), types[field])),
  );
  const ids = new Map(
    meaningRecords.map(({ Key }, index) => [Key, toLongId(`001Qx00000${String(index).padStart(5, '0')}`)]),
  );
  const rows = meaningRecords.map((record) => {
    const parent = record.ParentId === undefined ? {} : { ParentId: ids.get(record.ParentId) };
    const cells: Readonly<Record<string, string | undefined>> = {
      Flag: 'false',
      ...record,
      ...parent,
      Id: ids.get(record.Key),
    };
    const values = fields.flatMap((field) => {
      const text = cells[field];
      return text === undefined ? [] : [[nameOf(field), valueOf(types[field], text)] as const];
    });
    return { crmId: record.Key, values: Object.fromEntries(values) };
  });
  await loaded(hub, rows);
  return {
    ids,
    async take(filter) {
      const selection = {
        object: 'accounts',
        filter: renamedFilter(filter, nameOf),
        nowMs: Date.parse(now),
        timezone: zone,
      } as const;
      const page = await hub.select(selection, { attributes: ['account_id'], after: null, limit: 1_000 });
      return page.records.map(({ keys: [key] }) => key ?? '');
    },
    close: () => hub.close(),
  };
}

describeOnBothDatabases('the hub', (fresh) => {
  // A hub object names no fields of another one.
  filterMeaningContract('a selection', async (setup) => await openEngine(await fresh(), setup), ['parents']);
});
