/**
 * One filter, one set of records, whoever reads it: a CRM through its connector, or a database. The meaning is that of
 * `compileMatches`; nothing here knows which engine is held against it.
 */
import { expect } from 'chai';
import * as fc from 'fast-check';
import { checkFilter } from '../../src/domain/filter/check.ts';
import { compileMatches } from '../../src/domain/filter/matches.ts';
import { UserError } from '../../src/domain/errors.ts';
import { printFilter } from '../../src/domain/filter/print.ts';
import type { Filter } from '../../src/domain/filter/syntax.ts';
import { schemaOf } from '../../src/domain/schema-of.ts';
import { openZone } from '../../src/domain/zone.ts';
import { caught } from '../support/caught.ts';
import { aFilter, joined } from '../support/filters.ts';
import { meaningFilters } from '../support/meaning-filters.ts';
import { meaningObject, meaningRecords, type MeaningRecord } from '../support/meaning-records.ts';

export interface FilterEngine {
  /** Ids that the engine gave the records, by their keys. */
  readonly ids: ReadonlyMap<string, string>;
  /** Keys of the records that the filter takes, in any order. */
  take(filter: Filter): Promise<readonly string[]>;
  /** Of the filters, as they are written, what the engine's own language cannot say: it says so beforehand. */
  readonly refuses?: ReadonlySet<string>;
  /** Where a rule of the service's own, stated in docs/decisions/, takes other records: their keys. */
  readonly otherwise?: ReadonlyMap<string, readonly string[]>;
  close(): Promise<void>;
}

export interface EngineSetup {
  /** What the engine's clock shows while it answers, ISO 8601. */
  readonly now: string;
  /** IANA name of the zone of the user in whose name it answers. */
  readonly zone: string;
}

/**
 * @param openEngine holds `meaningRecords` as records of `meaningObject`, by whatever names it likes.
 * @param leftOut groups of filters for which the engine has no words.
 */
export function filterMeaningContract(
  title: string,
  openEngine: (setup: EngineSetup) => Promise<FilterEngine>,
  leftOut: readonly string[] = [],
): void {
  describe(`${title} takes the records that a filter means`, () => {
    for (const { groups, ...setup } of setups) {
      describe(`on ${setup.now} in ${setup.zone}`, () => {
        let engine: FilterEngine;
        let expected: (filter: Filter) => readonly string[];
        const asked = Object.entries(meaningFilters).filter(
          ([group]) => (groups.length === 0 || groups.includes(group)) && !leftOut.includes(group),
        );
        before(async () => {
          engine = await openEngine(setup);
          expected = meaningIn(setup, engine.ids);
        });
        after(async () => {
          await engine.close();
        });

        for (const [group, filters] of asked) {
          describe(`of ${group}`, () => {
            for (const text of filters) {
              it(text.replaceAll('\n', '⏎'), async () => {
                const filter = checked(text, engine.ids);
                const left: Filter = { kind: 'not', operand: filter };
                if (engine.refuses?.has(text)) {
                  expect(await caught(engine.take(filter))).to.be.instanceOf(UserError);
                  expect(await caught(engine.take(left)), 'under NOT').to.be.instanceOf(UserError);
                  return;
                }
                const taken = engine.otherwise?.get(text);
                expect(sorted(await engine.take(filter))).to.deep.equal(taken ?? expected(filter));
                const others = taken && keys.filter((key) => !taken.includes(key));
                expect(sorted(await engine.take(left)), 'under NOT').to.deep.equal(others ?? expected(left));
              });
            }
          });
        }

        it('however conditions are joined', async () => {
          const conditions = asked
            .flatMap(([, filters]) => filters.filter((text) => isPlain(text, engine)))
            .map((text) => checked(text, engine.ids));
          const filters = fc.sample(joined(fc.constantFrom(...conditions)), { numRuns: 60, seed: 2_026 });
          for (const filter of filters) {
            expect(sorted(await engine.take(filter)), printFilter(filter)).to.deep.equal(expected(filter));
          }
        });
      });
    }
  });
}

/** Where no groups are named, all are asked. */
const setups: readonly (EngineSetup & { readonly groups: readonly string[] })[] = [
  // The night in which the clock goes on, an hour before it does.
  { now: '2026-03-29T00:30:00Z', zone: 'Europe/Berlin', groups: [] },
  // Still the day before by UTC's calendar or already the next, and a day that begins at one o'clock.
  { now: '2026-03-30T02:00:00Z', zone: 'America/Los_Angeles', groups: ['dates', 'moments'] },
  { now: '2026-03-28T22:30:00Z', zone: 'Asia/Beirut', groups: ['dates', 'moments'] },
  // Sunday evening by UTC's calendar and Monday already where the user is: another week.
  { now: '2026-03-29T22:30:00Z', zone: 'Europe/Berlin', groups: ['dates', 'moments'] },
];

const schema = schemaOf(meaningObject, new Map());

function checked(text: string, ids: ReadonlyMap<string, string>): Filter {
  const written = text
    .replace(/\{id:([^}]+)\}/g, (_, key: string) => idOf(key, ids))
    .replace(/\{small:([^}]+)\}/g, (_, key: string) => idOf(key, ids).toLowerCase());
  return checkFilter(aFilter(written), schema);
}

function meaningIn(
  { now, zone }: EngineSetup,
  ids: ReadonlyMap<string, string>,
): (filter: Filter) => readonly string[] {
  const own = meaningObject.fields.map(({ name }) => name);
  const columns = ['', 'Parent.', 'Parent.Parent.'].flatMap((path) => own.map((name) => `${path}${name}`));
  const rows = meaningRecords.map((record) => ({
    key: record.Key,
    cells: columns.map((path) => cellOf(record, path.split('.'), ids)),
  }));
  const clock = { nowMs: Date.parse(now), zone: openZone(zone) };
  return (filter) => {
    const matches = compileMatches(filter, { ...clock, schema, columns });
    return sorted(rows.filter(({ cells }) => matches(cells)).map(({ key }) => key));
  };
}

/** Whether the engine takes what the filter means. */
function isPlain(text: string, { refuses, otherwise }: FilterEngine): boolean {
  return refuses?.has(text) !== true && otherwise?.has(text) !== true;
}

const keys = sorted(meaningRecords.map(({ Key }) => Key));

const recordByKey: ReadonlyMap<string, MeaningRecord> = new Map(
  meaningRecords.map((record) => [record.Key, record]),
);

function cellOf(
  record: MeaningRecord | undefined,
  path: readonly string[],
  ids: ReadonlyMap<string, string>,
): string | null {
  if (record === undefined) return null;
  const [name = '', ...rest] = path;
  if (name === 'Parent') return cellOf(recordByKey.get(record.ParentId ?? ''), rest, ids);
  if (name === 'Id') return idOf(record.Key, ids);
  if (name === 'ParentId') return record.ParentId === undefined ? null : idOf(record.ParentId, ids);
  if (name === 'Flag') return record.Flag ?? 'false';
  const cells: Readonly<Record<string, string | undefined>> = record;
  return cells[name] ?? null;
}

function idOf(key: string, ids: ReadonlyMap<string, string>): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`The engine has no record ${key}`);
  return id;
}

function sorted(keys: readonly string[]): readonly string[] {
  return [...keys].sort();
}
