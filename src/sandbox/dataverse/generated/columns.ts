import {
  centsOf,
  cityOf,
  createdOf,
  emailOf,
  industryOf,
  modulesOf,
  nameOf,
  numberOf,
  renewalOf,
  revenueOf,
  streetOf,
} from '../../generated/company-values.ts';
import { stampText } from '../../generated/row-stamp.ts';
import { chosen, scattered } from '../../generated/scattered.ts';
import { healths, industries, modules, types } from '../../generated/words.ts';
import type { ColumnInput, Value } from '../schema/column.ts';
import { firstCustomChoice } from '../schema/columns.ts';

/** A column of a generated table: what its metadata says, and its value in any row. */
export interface GeneratedColumn {
  readonly column: ColumnInput;
  /** The same for the same row, always. */
  readonly value: (row: number) => Value;
}

/** Keeps the columns of one row apart. */
let columnsMade = 0;

/** @param value is given a number that is scattered over all 32 bits. */
function column(
  input: ColumnInput,
  value: (row: number, seed: number) => string | boolean | null,
): GeneratedColumn {
  const place = columnsMade++;
  return { column: input, value: (row) => value(row, scattered(row, place)) };
}

type Words = readonly string[];

/** A choice is stored as its number; several of them are joined by commas. */
function choiceColumn(
  logicalName: string,
  type: 'picklist' | 'multiselect',
  labels: Words,
  value: (row: number, seed: number) => string | null,
): GeneratedColumn {
  const choices = labels.map((label, index) => ({ value: firstCustomChoice + index, label }));
  const numbers = new Map(choices.map((choice) => [choice.label, String(choice.value)]));
  return column({ logicalName, type, choices }, (row, seed) => {
    const chosenLabels = value(row, seed);
    if (chosenLabels === null) return null;
    return chosenLabels
      .split(';')
      .map((label) => numbers.get(label))
      .join();
  });
}

/** With the id twenty columns, of the kinds that a CRM's table has. */
export const generatedColumns: readonly GeneratedColumn[] = [
  column(
    { logicalName: 'acme_name', label: 'Name', type: 'string', isPrimaryName: true, maxLength: 850 },
    nameOf,
  ),
  column({ logicalName: 'acme_number', label: 'Number', type: 'string' }, numberOf),
  choiceColumn('acme_type', 'picklist', types, (_, seed) => chosen(types, seed)),
  choiceColumn('acme_industry', 'picklist', industries, industryOf),
  column({ logicalName: 'acme_street', label: 'Street', type: 'memo' }, streetOf),
  column({ logicalName: 'acme_city', label: 'City', type: 'string' }, (row) => cityOf(row)[0]),
  column({ logicalName: 'acme_country', label: 'Country', type: 'string' }, (row) => cityOf(row)[1]),
  column({ logicalName: 'acme_phone', label: 'Phone', type: 'string', format: 'Phone' }, (_, seed) =>
    seed % 7 === 0 ? null : `+${10_000_000_000 + seed}`,
  ),
  column(
    { logicalName: 'acme_website', label: 'Website', type: 'string', format: 'Url' },
    (row) => `https://company-${row}.example.com`,
  ),
  column({ logicalName: 'acme_email', label: 'E-mail', type: 'string', format: 'Email' }, emailOf),
  column({ logicalName: 'acme_annualrevenue', label: 'Annual Revenue', type: 'money' }, revenueOf),
  column({ logicalName: 'acme_employees', label: 'Employees', type: 'integer' }, (_, seed) =>
    String(seed % 20_000),
  ),
  column({ logicalName: 'acme_contractvalue', label: 'Contract Value', type: 'money' }, (_, seed) =>
    centsOf(seed % 100_000_000),
  ),
  column(
    {
      logicalName: 'acme_renewaldate',
      label: 'Renewal Date',
      type: 'datetime',
      behavior: 'DateOnly',
      format: 'DateOnly',
    },
    renewalOf,
  ),
  choiceColumn('acme_health', 'picklist', healths, (_, seed) => chosen(healths, seed)),
  choiceColumn('acme_modules', 'multiselect', modules, modulesOf),
  column(
    {
      logicalName: 'acme_ispartner',
      label: 'Partner',
      type: 'boolean',
      choices: [
        { value: 0, label: 'No' },
        { value: 1, label: 'Yes' },
      ],
    },
    (_, seed) => seed % 10 === 0,
  ),
  column({ logicalName: 'createdon', label: 'Created On', type: 'datetime' }, (row, seed) =>
    inSeconds(createdOf(row, seed)),
  ),
  column({ logicalName: 'modifiedon', label: 'Modified On', type: 'datetime' }, (row) =>
    inSeconds(stampText(row)),
  ),
];

/** Moments have no parts of seconds. */
function inSeconds(stamp: string): string {
  return `${stamp.slice(0, 19)}Z`;
}
