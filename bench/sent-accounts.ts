/** The accounts that the bench sends: what the hub is filled with, and what the bare loop sends. */
import { generatedColumns } from '../src/sandbox/salesforce/generated/columns.ts';

interface SentColumn {
  /** Of the generated rows, whose values these are. */
  readonly from: string;
  readonly attribute: string;
  readonly field: string;
  readonly isNumber?: boolean;
}

/** The key first. */
export const sentColumns: readonly SentColumn[] = [
  { from: 'Number__c', attribute: 'account_id', field: 'LegacyId__c' },
  { from: 'Name', attribute: 'name', field: 'Name' },
  { from: 'Industry__c', attribute: 'industry', field: 'Industry' },
  { from: 'City__c', attribute: 'city', field: 'BillingCity' },
  { from: 'Country__c', attribute: 'country', field: 'BillingCountry' },
  { from: 'Phone__c', attribute: 'phone', field: 'Phone' },
  { from: 'Website__c', attribute: 'website', field: 'Website' },
  { from: 'AnnualRevenue__c', attribute: 'annual_revenue', field: 'AnnualRevenue', isNumber: true },
  { from: 'Employees__c', attribute: 'employees', field: 'NumberOfEmployees', isNumber: true },
  { from: 'ContractValue__c', attribute: 'contract_value', field: 'ContractValue__c', isNumber: true },
  { from: 'RenewalDate__c', attribute: 'renewal_date', field: 'RenewalDate__c' },
];

const values = new Map(generatedColumns.map(({ name, value }) => [name, value]));
const valueOf = sentColumns.map(({ from }) => values.get(from) ?? (() => null));

/** One in so many accounts changes. */
const changedStep = 100;
const changedPhone = '+49 30 1234567';
const phone = sentColumns.findIndex(({ attribute }) => attribute === 'phone');

/** The values of an account in the order of the columns. */
export function sentCells(row: number): readonly (string | null)[] {
  return valueOf.map((value) => value(row));
}

/** The same after somebody changed its phone. */
export function changedCells(row: number): readonly (string | null)[] {
  return sentCells(row).with(phone, changedPhone);
}

/** Those of the first `rows` accounts that change. */
export function changedRows(rows: number): readonly number[] {
  return Array.from({ length: Math.ceil(rows / changedStep) }, (_, index) => index * changedStep);
}
