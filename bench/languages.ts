/** How fast the small languages are, beside JSON.parse of one of the rows that they work on. */
import { compileFilter } from '../src/connectors/salesforce/compile-filter.ts';
import { createCsvPage } from '../src/connectors/salesforce/csv-page.ts';
import { checkFilter } from '../src/domain/filter/check.ts';
import { parseFilter } from '../src/domain/filter/parse.ts';
import { compileFormula } from '../src/domain/formula/compile.ts';
import { parseFormula } from '../src/domain/formula/parse.ts';
import { hubObjects } from '../src/domain/hub-object.ts';
import { compileMapping } from '../src/domain/mapping/compile.ts';
import { fieldType } from '../src/domain/mapping/resolve-source.ts';
import { openZone } from '../src/domain/zone.ts';
import { csvBytes } from '../src/domain/csv-bytes.ts';
import { mapBatch } from '../src/engine/map-batch.ts';
import { measured } from './child.ts';
import { customerFields, customerMapping } from './customer-job.ts';
import { openOrgClient } from './org-client.ts';
import type { OrgAddress } from './org-pages.ts';
import { measureRate } from './rate.ts';

export interface LanguagesInput {
  readonly org: OrgAddress;
  readonly object: string;
  /** For how long each rate is measured. */
  readonly measureMs: number;
}

/** Times a second. */
export interface LanguagesOutput {
  readonly jsonParse: number;
  readonly filters: number;
  readonly formulas: number;
  readonly mappedRows: number;
}

const sampleRows = 200;
const timezone = 'Europe/Berlin';

const filterText = `Type__c = "Prospect" AND Industry__c IN ('Banking', 'Energy', 'Retail')
  AND (RenewalDate__c >= LAST_N_DAYS:30 OR NOT Name LIKE 'A%') AND Modules__c INCLUDES ('Invoices')`;

const formulaTexts = [
  'UPPER(Industry__c) & " / " & LEFT(Name, 12)',
  'IF(ContractValue__c > 100000, "large", IF(ContractValue__c > 10000, "medium", "small"))',
  'ROUND(AnnualRevenue__c / Employees__c, 2)',
  'IFBLANK(Email__c, "unknown") = "unknown"',
];

measured(async ({ org, object, measureMs }: LanguagesInput): Promise<LanguagesOutput> => {
  const client = openOrgClient(org);
  const schema = await client.loadSchema(object, customerFields);
  const query = { schema, fields: customerFields, filter: null };
  const rows = await client.preview(query, sampleRows);
  await client.close();

  const now = new Date();
  const columns = customerFields;
  const page = createCsvPage(columns, 0);
  page.add(csvBytes([columns, ...rows]));
  const bulkRows = page.take().rows;
  const json = rows.map((row) =>
    JSON.stringify(Object.fromEntries(columns.map((name, place) => [name, row[place] ?? null]))),
  );
  const formulas = formulaTexts.map((text) =>
    compileFormula(parseFormula(text), {
      column: (path) => columns.indexOf(path),
      fieldType: (path) => fieldType(path, schema) ?? 'any',
      now,
      timezone,
    }),
  );
  const { accounts } = hubObjects;
  const mapping = compileMapping({
    object: accounts,
    attributes: accounts.attributes,
    mapping: customerMapping,
    schema,
    columns,
    now,
    timezone,
  });
  const rateOf = (work: () => void, units = 1): number => measureRate(work, units, measureMs);
  const clock = { nowMs: now.getTime(), zone: openZone(timezone) };
  return {
    jsonParse: rateOf(() => {
      for (const text of json) JSON.parse(text);
    }, json.length),
    filters: rateOf(() => {
      const filter = parseFilter(filterText);
      if (filter !== null) compileFilter(checkFilter(filter, schema), schema, clock);
    }),
    formulas: rateOf(() => {
      for (const row of rows) for (const evaluate of formulas) evaluate(row);
    }, rows.length * formulas.length),
    mappedRows: rateOf(() => {
      mapBatch(bulkRows, { mapping, idColumn: columns.indexOf('Id'), stampColumn: -1, from: 0 });
    }, rows.length),
  };
});
