/** Which records there are, asked by the values that rows are matched on. */
import { parseDecimal } from '../../domain/filter/decimal.ts';
import { toLongId } from '../../domain/record-id.ts';
import type { SourceFieldType } from '../../domain/source-schema.ts';
import type { SalesforceHttp } from './request.ts';
import { fetchRestPage } from './rest-query.ts';
import { columnReader } from './rest-values.ts';
import { fitsAddress, queryPath } from './soql.ts';
import { numberLiteral, textLiteral } from './soql-literal.ts';
import { comparableKey, isNumber } from './write-layout.ts';

/** More than any field that finds records holds; what is longer is of no record. */
const maxValueLength = 1_000;
/** Values of one question: the answer fits into a page. */
const maxValues = 500;
/** Pages of one answer: several records may have a value of a field that is not unique. */
const maxPages = 50;

export interface RecordSearch {
  readonly http: SalesforceHttp;
  readonly object: string;
  readonly field: string;
  readonly type: SourceFieldType;
  readonly beforeRequest: () => void;
  readonly signal: AbortSignal;
}

/** @returns ids by `comparableKey`; more than one where several records have the value. */
export async function findRecords(
  search: RecordSearch,
  values: Iterable<string>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { http, field, type, beforeRequest, signal } = search;
  const found = new Map<string, string[]>();
  const readId = columnReader('Id', 'id');
  const readValue = columnReader(field, type);
  for (const soql of questionsOf(search, values)) {
    let path: string | null = queryPath(soql);
    for (let page = 0; path !== null && page < maxPages; page += 1) {
      beforeRequest();
      const answer = await fetchRestPage(http, path, signal);
      for (const record of answer.records) {
        const id = readId(record);
        const value = readValue(record);
        if (id === null || value === null) continue;
        const key = comparableKey(value, type);
        found.set(key, [...(found.get(key) ?? []), toLongId(id)]);
      }
      path = answer.nextUrl;
    }
  }
  return found;
}

function* questionsOf({ object, field, type }: RecordSearch, values: Iterable<string>): Generator<string> {
  const ask = (literals: readonly string[]): string =>
    `SELECT Id${field === 'Id' ? '' : `, ${field}`} FROM ${object} WHERE ${field} IN (${literals.join(',')})`;
  let literals: string[] = [];
  for (const value of values) {
    // No record has it, and what is no number must not become a part of the query.
    if (value.length > maxValueLength || (isNumber(type) && parseDecimal(value) === null)) continue;
    const literal = isNumber(type) ? numberLiteral(value) : textLiteral(value);
    if (literals.length > 0 && (literals.length >= maxValues || !fitsAddress(ask([...literals, literal])))) {
      yield ask(literals);
      literals = [];
    }
    literals.push(literal);
  }
  if (literals.length > 0) yield ask(literals);
}
