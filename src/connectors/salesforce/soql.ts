/** Whole queries as text. */
import type { ReadPlan } from './plan-read.ts';
import { test } from '../filter/condition.ts';
import type { Condition } from '../filter/condition.ts';
import { datetimeLiteral, momentOf } from '../filter/date-literals.ts';
import { allOf, anyOf } from './soql-condition.ts';
import { textLiteral } from './soql-literal.ts';

/** Salesforce's limit for a query. */
export const maxSoqlLength = 100_000;
/**
 * Salesforce takes 16,384 bytes of address and headers on a GET. The session's token alone may take two
 * thousand of them.
 */
const maxAddressLength = 12_000;

/** Where a live query goes on: behind this record, in the order in which it is read. */
export interface ReadKey {
  /** null where the order is that of the ids alone. */
  readonly stamp: string | null;
  readonly id: string;
}

/** In the order that `ReadKey` is made of. */
export function orderedSoql(plan: ReadPlan, after: ReadKey | null): string {
  const stamp = plan.columns[plan.stampColumn];
  const order = plan.window === null || stamp === undefined ? 'Id' : `${stamp}, Id`;
  return `${selectSoql(plan, after === null ? 'always' : behind(after, stamp))} ORDER BY ${order}`;
}

/** In no order: Salesforce cuts a large set into pieces and reads them side by side only where none is asked for. */
export function selectSoql(plan: ReadPlan, also: Condition = 'always'): string {
  return `SELECT ${plan.columns.join(', ')} FROM ${plan.object}${whereOf(plan, also)}`;
}

export function countSoql(plan: ReadPlan): string {
  return `SELECT COUNT() FROM ${plan.object}${whereOf(plan)}`;
}

/** The address of a query; `queryAll` sees deleted records too. */
export function queryPath(soql: string, resource: 'query' | 'queryAll' = 'query'): string {
  return `${resource}?${new URLSearchParams({ q: soql }).toString()}`;
}

export function fitsAddress(soql: string): boolean {
  return queryPath(soql, 'queryAll').length <= maxAddressLength;
}

function whereOf(plan: ReadPlan, also: Condition = 'always'): string {
  const where = allOf([plan.condition, withinWindow(plan), also]);
  if (where === 'always') return '';
  if (where === 'never') throw new Error('A query that can find nothing is not sent');
  return ` WHERE ${where.text}`;
}

function withinWindow({ window, columns, stampColumn }: ReadPlan): Condition {
  const stamp = columns[stampColumn];
  if (window === null || stamp === undefined) return 'always';
  const { since, until } = window;
  return allOf([test(`${stamp} > ${stampLiteral(since)}`), test(`${stamp} <= ${stampLiteral(until)}`)]);
}

/** Thousands of records may have one stamp, so the id tells where among them the last page ended. */
function behind({ stamp, id }: ReadKey, stampField: string | undefined): Condition {
  const laterId = test(`Id > ${textLiteral(id)}`);
  if (stamp === null || stampField === undefined) return laterId;
  const at = stampLiteral(stamp);
  return anyOf([allOf([test(`${stampField} = ${at}`), laterId]), test(`${stampField} > ${at}`)]);
}

function stampLiteral(stamp: string): string {
  return datetimeLiteral(momentOf(stamp));
}
