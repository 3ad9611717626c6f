import { expect } from 'chai';
import * as fc from 'fast-check';
import { QueryTypes } from 'sequelize';
import type { Sequelize } from 'sequelize';
import { openDatabase } from '../../../src/database/open-database.ts';
import type { Hub, LoadReject, LoadTarget } from '../../../src/hub/hub.ts';
import { aBatch, aTarget } from '../../support/hub.ts';
import type { HubRow } from '../../support/hub.ts';
import type { OpenedHub } from '../hub.ts';

/** A row of a CRM with few records and few keys, so that rows get in each other's way. */
interface SmallRow {
  readonly crmId: string;
  readonly key: string;
  readonly day: number;
  readonly name: string;
}

const rowOf = fc.record<SmallRow>({
  crmId: fc.constantFrom('a', 'b', 'c', 'd'),
  key: fc.constantFrom('one', 'two', 'three'),
  day: fc.integer({ min: 1, max: 4 }),
  name: fc.constantFrom('Acme', 'Bolt'),
});
const cases = fc.record({
  earlier: fc.array(rowOf, { maxLength: 4 }),
  earlierJob: fc.constantFrom('own', 'other'),
  rows: fc.array(rowOf, { minLength: 2, maxLength: 7 }),
  size: fc.integer({ min: 2, max: 7 }),
  resolveConflicts: fc.boolean(),
  allowCreate: fc.boolean(),
  isFull: fc.boolean(),
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

const runsOfProperty = 25;

/** What another job matched before, in the way of rows that want its key: hard to come by at random. */
const heldByAnotherJob: readonly Case[] = [
  {
    earlier: [{ crmId: 'a', key: 'three', day: 1, name: 'Acme' }],
    earlierJob: 'other',
    rows: [
      { crmId: 'a', key: 'three', day: 1, name: 'Acme' },
      { crmId: 'b', key: 'one', day: 1, name: 'Acme' },
      { crmId: 'c', key: 'three', day: 1, name: 'Acme' },
    ],
    size: 3,
    resolveConflicts: true,
    allowCreate: false,
    isFull: false,
  },
  {
    earlier: [{ crmId: 'a', key: 'one', day: 1, name: 'Acme' }],
    earlierJob: 'other',
    rows: [
      { crmId: 'c', key: 'one', day: 1, name: 'Acme' },
      { crmId: 'a', key: 'one', day: 2, name: 'Acme' },
    ],
    size: 2,
    resolveConflicts: true,
    allowCreate: false,
    isFull: false,
  },
];

export function describeBatchBorders(hubs: OpenedHub): void {
  describe('the borders between batches', () => {
    let trials = 0;
    let hub: Hub;
    let database: Sequelize;
    beforeEach(async () => {
      hub = await hubs.open();
      database = await openDatabase(hubs.url());
    });
    afterEach(async () => {
      await database.close();
    });

    /** Everything that comes of the rows in batches of `size`, free of the names that are the trial's own. */
    async function outcome(given: Case, size: number, dryRun = false): Promise<unknown> {
      trials += 1;
      const own = `t${trials}-`;
      const named = ({ crmId, key, day, name }: SmallRow): HubRow => ({
        crmId: own + crmId,
        keys: [own + key],
        modified: `2026-03-0${day}T00:00:00.000Z`,
        values: { name },
      });
      const { resolveConflicts, allowCreate, isFull } = given;
      const base = { connectionId: own, jobId: `${own}job`, resolveConflicts };
      const earlier = aTarget({
        ...base,
        runId: `${own}earlier`,
        ...(given.earlierJob === 'own' ? {} : { jobId: `${own}other` }),
      });
      for (const [index, row] of given.earlier.entries()) {
        await hub.load(earlier, aBatch([named(row)], { sequence: index + 1 }));
      }
      const target: LoadTarget = aTarget({ ...base, runId: `${own}run`, allowCreate, isFull, dryRun });
      const rejects: LoadReject[] = [];
      let sequence = 0;
      for (let at = 0; at < given.rows.length; at += size) {
        sequence += 1;
        const batch = aBatch(given.rows.slice(at, at + size).map(named), { sequence });
        rejects.push(...(await hub.load(target, batch)).rejects);
      }
      if (isFull) await hub.reconcile(target, sequence + 1, null);
      const checkpoint = await hub.checkpoint(target.runId);
      const told = {
        counts: checkpoint?.counts,
        rejects: rejects.map(({ crmId, code, message }) => [crmId, code, message].join(' ')).sort(),
      };
      await hub.clearCheckpoint(target.runId);
      const kept = dryRun ? {} : await recordsAndMatches(database, own);
      return JSON.parse(JSON.stringify({ ...told, ...kept }).replaceAll(own, '')) as unknown;
    }

    it('make no difference to hub, matches, counts and rejects', async function () {
      this.timeout(60_000);
      const property = fc.asyncProperty(cases, async (given) => {
        expect(await outcome(given, given.size)).to.deep.equal(await outcome(given, 1));
      });
      const examples = heldByAnotherJob.map((each): [Case] => [each]);
      await fc.assert(property, { numRuns: runsOfProperty, examples });
    });
  });
}

async function recordsAndMatches(database: Sequelize, own: string): Promise<Record<string, unknown>> {
  const read = (sql: string): Promise<object[]> => database.query(sql, { type: QueryTypes.SELECT });
  return {
    records: await read(
      `SELECT account_id, attributes, run_id, CASE WHEN deleted_at IS NULL THEN 0 ELSE 1 END AS gone
           FROM accounts_records WHERE account_id LIKE '${own}%' ORDER BY account_id`,
    ),
    matches: await read(
      `SELECT m.crm_id, s.job_id, r.account_id, m.hash, m.source_modified_at
           FROM matches m JOIN match_scopes s ON s.id = m.scope_id JOIN accounts_records r ON r.id = m.record_id
          WHERE m.crm_id LIKE '${own}%' ORDER BY m.crm_id, s.job_id`,
    ),
  };
}
