/** Accounts of the hub with values of every kind, awkward ones above all, and filters on them. */
import * as fc from 'fast-check';
import { checkFilter } from '../../src/domain/filter/check.ts';
import { compileMatches } from '../../src/domain/filter/matches.ts';
import type { Filter, FilterValue } from '../../src/domain/filter/syntax.ts';
import type { AttributeType, NewAttribute } from '../../src/domain/hub-object.ts';
import { hubObjects } from '../../src/domain/hub-object.ts';
import { hubSchema } from '../../src/domain/hub-schema.ts';
import { castToJson, listToJson, type CastOptions } from '../../src/domain/mapping/cast.ts';
import { openZone } from '../../src/domain/zone.ts';
import { joined } from './filters.ts';
import { anAttribute } from './hub.ts';

const types = {
  name: 'text',
  employees: 'number',
  contract_value: 'currency',
  create_date: 'date',
  parent_account_id: 'foreign key',
  tags: 'list',
  is_partner: 'boolean',
} as const satisfies Readonly<Record<string, AttributeType>>;
type Attribute = keyof typeof types;
const attributes = Object.keys(types) as Attribute[];

/** The JSON text of each value, as a run writes it; null where there is none. */
export type AccountValues = Readonly<Record<Attribute, string | null>>;

/** Those that not every hub has. */
export const addedAttributes: readonly NewAttribute[] = [
  anAttribute('tags', 'list'),
  anAttribute('is_partner', 'boolean'),
];

export const accountSchema = hubSchema(hubObjects.accounts, [
  ...hubObjects.accounts.attributes,
  ...addedAttributes.map((attribute) => ({ ...attribute, isKey: false, isStandard: false })),
]);

/** The night before the clock goes on, in a zone where it does so at midnight. */
export const accountClock = { nowMs: Date.parse('2026-03-28T23:30:00Z'), timezone: 'Asia/Beirut' };
const zone = openZone(accountClock.timezone);

/** Letters that have more than one other form, or one of another length, and signs that patterns make use of. */
const letters = fc.constantFrom(
  ...Array.from('aAbKk\u212aiIİı\u0307σΣςßẞéÉe\u0301ǆǅǄაᲐꭰᎠ𐐀𐐨💥漢Åå\u212bЯя%_*?[]^-\\\'"$ \n;\u30001{'),
);
const text = fc.array(letters, { maxLength: 5 }).map((parts) => parts.join(''));
const number = fc.oneof(
  fc.constantFrom('0', '-0', '12.5', '12.50', '1e3', '0.1', '0.30000000000000004', '0.3', '1e21'),
  fc.constantFrom('-1e-7', '0.0000001', '1e98', '9007199254740992', '9007199254740993', '9007199254740994'),
  fc.constantFrom('9007199254740993.5', '123456789012345678.98', '123456789012345678.99'),
  fc.integer({ min: -3, max: 3 }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }).map(String),
);
/** Around nights in which the clock is changed at midnight, and the ends of years. */
const moment = fc
  .tuple(
    fc.constantFrom('2026-03-28T22:00Z', '2026-10-24T21:00Z', '2025-12-31T22:00Z', '2024-02-29T00:00Z'),
    fc.integer({ min: -8, max: 8 }),
    fc.constantFrom(0, 1, -1),
  )
  .map(([base, quarters, ms]) => new Date(Date.parse(base) + quarters * 900_000 + ms).toISOString());
const day = moment.map((iso) => iso.slice(0, 10));
const ids = ['001D000000IRFma', '001D000000IRFmaIAH', '001d000000irfmaiah', 'Acme', 'ÄRGER', 'ΑΣ', '42'];
const id = fc.constantFrom(...ids);

export const anyAccount: fc.Arbitrary<AccountValues> = fc.record({
  name: fc.option(
    text.map((value) => json('text', value)),
    { freq: 9 },
  ),
  employees: fc.option(number.map((value) => json('number', value))),
  contract_value: fc.option(number.map((value) => json('currency', value))),
  create_date: fc.option(fc.oneof(moment, day).map((value) => json('date', value))),
  parent_account_id: fc.option(id.map((value) => json('foreign key', value))),
  tags: fc.option(fc.array(text, { maxLength: 3 }).map(listToJson(castOptions('list')))),
  is_partner: fc.option(fc.boolean().map(String)),
});

function json(type: AttributeType, value: string): string {
  return castToJson(castOptions(type))(value);
}

function castOptions(type: AttributeType): CastOptions {
  return { attribute: 'x', type, maxLength: 1_000, from: 'a test', formats: [], zone, separator: ';' };
}

/** What a filter takes of them, by the meaning of the language. */
export function meantOf(filter: Filter): (account: AccountValues) => boolean {
  const { nowMs } = accountClock;
  const matches = compileMatches(filter, { schema: accountSchema, columns: attributes, nowMs, zone });
  return (account) => matches(attributes.map((name) => cellOf(account[name])));
}

function cellOf(value: string | null): string | null {
  const parsed = JSON.parse(value ?? 'null') as unknown;
  if (Array.isArray(parsed)) return parsed.join(';');
  if (parsed === null || typeof parsed === 'string') return parsed;
  return value;
}

const span = { start: 0, end: 0 };
const aNull: FilterValue = { kind: 'null', span };
const asText = (texts: fc.Arbitrary<string>): fc.Arbitrary<FilterValue> =>
  texts.map((value) => ({ kind: 'text', text: value, span }));
const asNumber = number.map((value): FilterValue => ({ kind: 'number', text: value, span }));
const asDate = fc.oneof(
  moment.map((value): FilterValue => ({ kind: 'datetime', text: value, span })),
  day.map((value): FilterValue => ({ kind: 'date', text: value, span })),
  fc
    .constantFrom('TODAY', 'YESTERDAY', 'THIS_WEEK', 'THIS_YEAR', 'LAST_QUARTER')
    .map((name): FilterValue => ({ kind: 'date-literal', name, span })),
);
/** Also what no text of the hub can hold. */
const searched = fc.oneof(
  { weight: 9, arbitrary: text },
  fc.constantFrom('\0', 'a\0', '\ud83d', '\udca5', 'K\ud83d'),
);

const equality = ['=', '!='] as const;
const order = ['<', '<=', '>', '>='] as const;
const patterns = ['LIKE', 'CONTAINS', 'STARTS WITH', 'ENDS WITH'] as const;
const lists = ['IN', 'NOT IN'] as const;
const choices = ['IN', 'NOT IN', 'INCLUDES', 'EXCLUDES'] as const;

const condition = fc.oneof(
  ...comparisons('name', asText(searched), [...equality, ...order, ...patterns], lists),
  ...comparisons('employees', asNumber, [...equality, ...order], lists),
  ...comparisons('contract_value', asNumber, [...equality, ...order], lists),
  ...comparisons('create_date', asDate, [...equality, ...order], lists),
  ...comparisons('parent_account_id', asText(id), equality, lists),
  ...comparisons('tags', asText(searched), equality, choices),
  ...comparisons(
    'is_partner',
    fc.boolean().map((value): FilterValue => ({ kind: 'boolean', value, span })),
    equality,
    lists,
  ),
);

type Comparison = Extract<Filter, { kind: 'comparison' }>;
type Membership = Extract<Filter, { kind: 'membership' }>;

function comparisons(
  path: Attribute,
  value: fc.Arbitrary<FilterValue>,
  operators: readonly Comparison['operator'][],
  memberships: readonly Membership['operator'][],
): readonly fc.Arbitrary<Filter>[] {
  const field = fc.constant({ path, span });
  const orNull = fc.oneof({ weight: 6, arbitrary: value }, fc.constant(aNull));
  return [
    fc.record({
      kind: fc.constant('comparison'),
      field,
      operator: fc.constantFrom(...operators),
      value: orNull,
    }),
    fc.record({
      kind: fc.constant('membership'),
      field,
      operator: fc.constantFrom(...memberships),
      values: fc.array(orNull, { maxLength: 4 }),
    }),
  ];
}

/** Filters that the language allows on accounts. */
export const anyAccountFilter: fc.Arbitrary<Filter> = joined(condition.map(checked).filter(isAllowed));

/** null where the language refuses it, as it does an order of nothing. */
function checked(filter: Filter): Filter | null {
  try {
    return checkFilter(filter, accountSchema);
  } catch {
    return null;
  }
}

function isAllowed(filter: Filter | null): filter is Filter {
  return filter !== null;
}
