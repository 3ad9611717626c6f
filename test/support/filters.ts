import * as fc from 'fast-check';
import { maxTextLength } from '../../src/domain/filter/limits.ts';
import { parseFilter } from '../../src/domain/filter/parse.ts';
import {
  countedDateLiterals,
  plainDateLiterals,
  type Filter,
  type FilterValue,
} from '../../src/domain/filter/syntax.ts';

const span = { start: 0, end: 0 };

/** For texts that hold a condition. */
export function aFilter(text: string): Filter {
  const filter = parseFilter(text);
  if (filter === null) throw new Error(`No condition in ${text}`);
  return filter;
}

/** The same filter with every span at 0, so that filters can be compared. */
export function withoutSpans(filter: Filter): Filter {
  const value = (value: FilterValue): FilterValue => ({ ...value, span });
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { ...filter, operands: filter.operands.map(withoutSpans) };
    case 'not':
      return { ...filter, operand: withoutSpans(filter.operand) };
    case 'comparison':
      return { ...filter, field: { ...filter.field, span }, value: value(filter.value) };
    case 'membership':
      break;
  }
  return { ...filter, field: { ...filter.field, span }, values: filter.values.map(value) };
}

/** The same filter on fields of other names. */
export function renamedFilter(filter: Filter, nameOf: (path: string) => string): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { ...filter, operands: filter.operands.map((operand) => renamedFilter(operand, nameOf)) };
    case 'not':
      return { ...filter, operand: renamedFilter(filter.operand, nameOf) };
    case 'comparison':
    case 'membership':
      break;
  }
  return { ...filter, field: { ...filter.field, path: nameOf(filter.field.path) } };
}

const awkward = fc.constantFrom(
  "'",
  '"',
  '\\',
  '%',
  '_',
  '\n',
  '\t',
  ';',
  '’',
  '“',
  '💥',
  'é',
  '\0',
  ' ',
  ')',
);
const text = fc
  .array(fc.oneof(awkward, fc.string({ maxLength: 4, unit: 'binary' })), { maxLength: 8 })
  .map((parts) => parts.join('').slice(0, maxTextLength));
/** With every backslash before something that it escapes. */
const pattern = fc
  .array(fc.constantFrom('a', 'B', '%', '_', '\\%', '\\_', '\\\\', "'", '"', '\n', '💥', ' '), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''));

const name = fc
  .stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,6}$/)
  .filter(
    (name) => !['and', 'or', 'not', 'null', 'true', 'false', 'select', 'where'].includes(name.toLowerCase()),
  );
const field = fc
  .array(name, { minLength: 1, maxLength: 4 })
  .map((segments) => ({ path: segments.join('.'), span }));

const day = fc
  .date({ min: new Date('1700-01-02'), max: new Date('4000-12-30'), noInvalidDate: true })
  .map((date) => date.toISOString());

const textValue = text.map((text): FilterValue => ({ kind: 'text', text, span }));
const value: fc.Arbitrary<FilterValue> = fc.oneof(
  textValue,
  fc
    .tuple(fc.constantFrom('', '-'), fc.stringMatching(/^\d{1,30}(\.\d{1,10})?$/))
    .map((parts): FilterValue => ({ kind: 'number', text: parts.join(''), span })),
  fc.boolean().map((value): FilterValue => ({ kind: 'boolean', value, span })),
  fc.constant<FilterValue>({ kind: 'null', span }),
  day.map((iso): FilterValue => ({ kind: 'date', text: iso.slice(0, 10), span })),
  day.map((iso): FilterValue => ({ kind: 'datetime', text: iso, span })),
  fc.constantFrom(...plainDateLiterals).map((name): FilterValue => ({ kind: 'date-literal', name, span })),
  fc
    .tuple(fc.constantFrom(...countedDateLiterals), fc.integer({ min: 1, max: 249 }))
    .map(([name, count]): FilterValue => ({ kind: 'counted-date-literal', name, count, span })),
);

const comparison = fc.oneof(
  fc.record({
    kind: fc.constant('comparison' as const),
    field,
    operator: fc.constantFrom('=', '!=', '<', '<=', '>', '>='),
    value,
  }),
  fc.record({
    kind: fc.constant('comparison' as const),
    field,
    operator: fc.constantFrom('CONTAINS', 'STARTS WITH', 'ENDS WITH'),
    value: textValue,
  }),
  fc.record({
    kind: fc.constant('comparison' as const),
    field,
    operator: fc.constant('LIKE' as const),
    value: pattern.map((text): FilterValue => ({ kind: 'text', text, span })),
  }),
);
const membership = fc.oneof(
  fc.record({
    kind: fc.constant('membership' as const),
    field,
    operator: fc.constantFrom('IN', 'NOT IN'),
    values: fc.array(value, { maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('membership' as const),
    field,
    operator: fc.constantFrom('INCLUDES', 'EXCLUDES'),
    values: fc.array(textValue, { maxLength: 4 }),
  }),
);

/** Every filter that can be written, to a modest depth; fields and values fit no schema in particular. */
export const anyFilter: fc.Arbitrary<Filter> = joined(fc.oneof(comparison, membership));

/** Conditions joined by AND, OR and NOT. */
export function joined(condition: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> {
  const { filter } = fc.letrec<{ filter: Filter }>((tie) => {
    const operands = fc.array(tie('filter'), { minLength: 2, maxLength: 3 });
    return {
      filter: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        condition,
        operands.map((operands): Filter => ({ kind: 'and', operands })),
        operands.map((operands): Filter => ({ kind: 'or', operands })),
        tie('filter').map((operand): Filter => ({ kind: 'not', operand })),
      ),
    };
  });
  return filter;
}
