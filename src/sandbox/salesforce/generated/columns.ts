import type { FieldType, PicklistEntry } from '../schema/field-definition.ts';
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
