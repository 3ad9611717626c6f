/** `$apply=filter(…)/aggregate($count as n)`: how to count beyond what `$count` says. */
import type { Answer } from '../../http/http-types.ts';
import { ApiError, beyondSandbox } from '../http/api-error.ts';
import { odataJson } from '../http/api-request.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { compileFilter } from '../query/compile-filter.ts';
import { parseFilter } from '../query/parse-filter.ts';
import { countRows } from '../query/select-rows.ts';
import type { TableDefinition } from '../schema/table-definition.ts';
import { filterContextOf } from './rest-context.ts';
import type { RestContext } from './rest-context.ts';

/** The service aggregates no more records than this. */
const maxAggregated = 50_000;

const counted = /^(?:filter\((.*)\)\/)?aggregate\(\$count as (\w+)\)$/s;

export function answerAggregate(request: ApiRequest, table: TableDefinition, context: RestContext): Answer {
  const apply = (request.query.get('$apply') ?? '').trim();
  const [matched, filter, name = ''] = counted.exec(apply) ?? [];
  if (matched === undefined) throw beyondSandbox(`the transformation '${apply}'`);
  const test =
    filter === undefined
      ? (): boolean => true
      : compileFilter(parseFilter(filter), table, filterContextOf(context));
  const count = countRows(context.org, table, test, maxAggregated + 1);
  if (count > maxAggregated) {
    throw new ApiError(
      400,
      '0x8004e023',
      `The maximum record limit of ${maxAggregated} is exceeded. Reduce the number of records.`,
    );
  }
  const { root } = request;
  return odataJson(
    `{"@odata.context":"${root}/$metadata#${table.entitySetName}","value":[{"${name}":${count}}]}`,
  );
}
