import type { FieldType, PicklistEntry } from '../schema/field-definition.ts';
import { createdMs, stampText } from '../../generated/row-stamp.ts';
import { chosen, scattered } from '../../generated/scattered.ts';
import {
  cities,
  healths,
  industries,
  moduleLists,
  modules,
  nameEnds,
  nameMiddles,
  nameStarts,
  streets,
  types,
} from '../../generated/words.ts';

/** A field of a generated object: what its describe says, and its value in any row. */
export interface GeneratedColumn {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly picklist: readonly PicklistEntry[];
  /** Text as Bulk API 2.0 writes it, or null. The same for the same row, always. */
  readonly value: (row: number) => string | null;
}

/** Keeps the columns of one row apart. */
let columnsMade = 0;

/** @param value is given a number that is scattered over all 32 bits. */
function column(
  name: string,
  label: string,
  type: FieldType,
  value: (row: number, seed: number) => string | null,
  picklist: readonly string[] = [],
): GeneratedColumn {
  const place = columnsMade++;
  return {
    name,
    label,
    type,
    picklist: picklist.map((value) => ({ value, label: value, active: true })),
    value: (row) => value(row, scattered(row, place)),
  };
}

const firstRenewalMs = Date.UTC(2026, 0, 1);
const renewalDays = 1_500;
const msPerDay = 86_400_000;
const numberDigits = 9;

/** Made once: writing a date takes longer than everything else in a row. */
const renewalDates = Array.from({ length: renewalDays }, (_, day) =>
  new Date(firstRenewalMs + day * msPerDay).toISOString().slice(0, 10),
);

/** With the id twenty columns, of the kinds that a CRM's object has. */
export const generatedColumns: readonly GeneratedColumn[] = [
  column('Name', 'Name', 'string', nameOf),
  column('Number__c', 'Number', 'string', numberOf),
  column('Type__c', 'Type', 'picklist', (_, seed) => chosen(types, seed), types),
  column('Industry__c', 'Industry', 'picklist', industryOf, industries),
  column('Street__c', 'Street', 'textarea', streetOf),
  column('City__c', 'City', 'string', (row) => cityOf(row)[0]),
  column('Country__c', 'Country', 'string', (row) => cityOf(row)[1]),
  column('Phone__c', 'Phone', 'phone', (_, seed) => (seed % 7 === 0 ? null : `+${10_000_000_000 + seed}`)),
  column('Website__c', 'Website', 'url', (row) => `https://company-${row}.example.com`),
  column('Email__c', 'E-mail', 'email', emailOf),
  column('AnnualRevenue__c', 'Annual Revenue', 'currency', revenueOf),
  column('Employees__c', 'Employees', 'int', (_, seed) => String(seed % 20_000)),
  column('ContractValue__c', 'Contract Value', 'currency', (_, seed) => centsOf(seed % 100_000_000)),
  column('RenewalDate__c', 'Renewal Date', 'date', renewalOf),
  column('Health__c', 'Health', 'picklist', (_, seed) => chosen(healths, seed), healths),
  column('Modules__c', 'Modules', 'multipicklist', modulesOf, modules),
  column('IsPartner__c', 'Partner', 'boolean', (_, seed) => (seed % 10 === 0 ? 'true' : 'false')),
  column('CreatedDate', 'Created Date', 'datetime', createdOf),
  column('SystemModstamp', 'System Modstamp', 'datetime', stampText),
];

function nameOf(row: number, seed: number): string {
  const name = `${chosen(nameStarts, seed)} ${chosen(nameMiddles, seed >>> 5)} ${chosen(nameEnds, seed >>> 9)}`;
  if (seed % 50 === 0) return `"${name}" ${row}`;
  if (seed % 211 === 0) return `${name} 🌍 ${row}`;
  return `${name} ${row}`;
}

/** Leading zeros: whoever takes it for a number loses them. */
function numberOf(row: number): string {
  return String(row).padStart(numberDigits, '0');
}

function industryOf(_: number, seed: number): string | null {
  return seed % 9 === 0 ? null : chosen(industries, seed);
}

function streetOf(_: number, seed: number): string | null {
  if (seed % 40 === 0) return null;
  const street = `${(seed % 400) + 1} ${chosen(streets, seed >>> 4)}`;
  if (seed % 25 === 0) return `${street}\nBuilding ${(seed % 9) + 1}, "East" entrance`;
  return seed % 90 === 0 ? 'N/A' : street;
}

type City = (typeof cities)[number];
function cityOf(row: number): City {
  return chosen(cities, scattered(row, cityColumn));
}
/** City and country are drawn together. */
const cityColumn = 100;

function emailOf(row: number, seed: number): string | null {
  return seed % 12 === 0 ? null : `office.${row}@company-${seed % 100_000}.example.com`;
}

function revenueOf(_: number, seed: number): string | null {
  return seed % 5 === 0 ? null : String((seed % 900_000) * 1_000);
}

function renewalOf(_: number, seed: number): string | null {
  return seed % 6 === 0 ? null : chosen(renewalDates, seed);
}

function modulesOf(_: number, seed: number): string | null {
  return seed % 4 === 0 ? null : chosen(moduleLists, seed);
}

function createdOf(row: number, seed: number): string {
  return new Date(createdMs(row, seed)).toISOString();
}

function centsOf(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}
