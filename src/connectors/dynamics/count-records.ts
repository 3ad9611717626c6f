import { z } from 'zod';
import { FatalError } from '../../domain/errors.ts';
import { test } from '../filter/condition.ts';
import type { Condition } from '../filter/condition.ts';
import { datetimeLiteral } from '../filter/date-literals.ts';
import { aggregateLimit } from './error-rules.ts';
import { allOf } from './odata-condition.ts';
import { countName, countPath } from './odata.ts';
import type { ReadPlan } from './plan-read.ts';
import type { DynamicsHttp } from './request.ts';
import { fetchPage, getText } from './rest-query.ts';
import { addressOf } from './odata.ts';

/** Every record has it, and it never changes: sets that are too large to be counted are cut by it. */
const cutField = 'createdon';
/** Cuts of one count. A table of millions takes some dozens. */
const maxCuts = 400;

const counted = z.object({ value: z.tuple([z.object({ [countName]: z.number() })]) });
const total = z.object({
  EntityRecordCountCollection: z.object({ Values: z.tuple([z.number()]) }),
});

type Counting = Pick<ReadPlan, 'table' | 'condition'>;

/**
 * `$count` ends at 5,000 and an aggregate at 50,000. Of a whole table that is larger the service keeps a number,
 * which may be a day old; other sets are counted in pieces of time.
 */
export async function countRecords(
  http: DynamicsHttp,
  { table, condition }: Counting,
  signal: AbortSignal | undefined,
): Promise<number> {
  if (condition === 'never') return 0;
  const small = await countAtOnce(http, { table, condition }, signal);
  if (small !== null) return small;
  if (condition === 'always') return await countTable(http, table.name, signal);
  const end = await edgeOf(http, { table, condition }, 'desc', signal);
  const start = await edgeOf(http, { table, condition }, 'asc', signal);
  if (start === null || end === null) return await countTable(http, table.name, signal);
  return await countBetween(http, { table, condition }, { from: start, to: end + 1_000 }, signal);
}

interface Span {
  readonly from: number;
  readonly to: number;
}

async function countBetween(
  http: DynamicsHttp,
  { table, condition }: Counting,
  whole: Span,
  signal: AbortSignal | undefined,
): Promise<number> {
  let sum = 0;
  let cuts = 0;
  const open: Span[] = halves(whole);
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    cuts += 1;
    const piece = allOf([condition, within(span)]);
    const found = await countAtOnce(http, { table, condition: piece }, signal);
    if (found !== null) sum += found;
    else if (cuts < maxCuts && span.to - span.from > 1_000) open.push(...halves(span));
    // So many records of one second, or so many pieces: at least so many are there.
    else sum += maxAggregated;
  }
  return sum;
}

const maxAggregated = 50_000;

function halves({ from, to }: Span): Span[] {
  const middle = from + Math.floor((to - from) / 2_000) * 1_000;
  if (middle <= from) return [{ from, to }];
  return [
    { from, to: middle },
    { from: middle, to },
  ];
}

function within({ from, to }: Span): Condition {
  return allOf([
    test(`${cutField} ge ${datetimeLiteral(from)}`),
    test(`${cutField} lt ${datetimeLiteral(to)}`),
  ]);
}

/** null where there are too many for one aggregate. */
async function countAtOnce(
  http: DynamicsHttp,
  counting: Counting,
  signal: AbortSignal | undefined,
): Promise<number | null> {
  try {
    const { value } = counted.parse(JSON.parse(await getText(http, countPath(counting), signal)));
    return value[0][countName];
  } catch (error) {
    if (error instanceof FatalError && error.code === aggregateLimit) return null;
    throw error;
  }
}

async function countTable(
  http: DynamicsHttp,
  name: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  const path = `RetrieveTotalRecordCount(EntityNames=@names)?@names=${encodeURIComponent(JSON.stringify([name]))}`;
  const answer = await http.json({ path, signal }, (text) => total.parse(JSON.parse(text)));
  return answer.EntityRecordCountCollection.Values[0];
}

/** When the first or the last of the records was made; null where the table does not say. */
async function edgeOf(
  http: DynamicsHttp,
  { table, condition }: Counting,
  direction: 'asc' | 'desc',
  signal: AbortSignal | undefined,
): Promise<number | null> {
  if (!table.fields.some(({ name }) => name === cutField) || typeof condition === 'string') return null;
  const path = addressOf(table.entitySetName, [
    ['$select', cutField],
    ['$filter', condition.text],
    ['$orderby', `${cutField} ${direction}`],
    ['$top', '1'],
  ]);
  const { rows } = await fetchPage(http, { path, signal });
  const found = rows[0]?.[cutField];
  const stamp = typeof found === 'string' ? Date.parse(found) : Number.NaN;
  return Number.isNaN(stamp) ? null : stamp;
}
