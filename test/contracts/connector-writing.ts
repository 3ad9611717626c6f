/** What every connector promises of writing, checked against a CRM that speaks the real protocol. */
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import type { CrmClient, CrmClientOptions } from '../../src/connectors/connector.ts';
import { createDescribeCache } from '../../src/connectors/describe-cache.ts';
import { createSessionSource } from '../../src/connectors/session-source.ts';
import type {
  Write,
  WritePosition,
  WriteRequest,
  WriteResult,
  WriteRow,
} from '../../src/connectors/writing.ts';
import { FatalError } from '../../src/domain/errors.ts';
import { caught } from '../support/caught.ts';
import { awkwardRecords } from './contract-org.ts';
import type { ContractFault, ContractFields, ContractOrg, ContractRecord } from './contract-org.ts';

/** A CRM for this suite: one for the reading suite, and what of writing is to be seen from its inside. */
export interface ContractWritingOrg extends ContractOrg {
  /** A text field of its own by which records are found, and the field of the id. */
  readonly keyField: string;
  readonly idField: string;
  /** Values of a record as the contract writes them; null where there is none. */
  read(id: string): Promise<(ContractRecord & { readonly key: string | null }) | null>;
  /** Ids of the records that have this value in `keyField`. */
  withKey(key: string): Promise<readonly string[]>;
  setKey(id: string, key: string): Promise<void>;
  count(): Promise<number>;
  /** The next `times` changes of the record find it locked by another one; null where the CRM knows no such thing. */
  readonly lock: ((id: string, times: number) => Promise<void>) | null;
  /** An id for a new record, or null where the CRM gives them all itself. */
  readonly chosenId: string | null;
  /** A record that the CRM refuses, and its code for that. */
  readonly refused: { readonly record: ContractRecord; readonly code: string };
}

type Method = 'in calls' | 'in bulk';
const optionsFor: Readonly<Record<Method, Partial<CrmClientOptions>>> = {
  'in calls': { bulkWriteThresholdRows: 1_000_000 },
  'in bulk': { bulkWriteThresholdRows: -1 },
};

const passingFaults: readonly ContractFault[] = [
  'too many requests',
  'unavailable',
  'reset',
  'truncated',
  'expired session',
  'concurrent limit',
  'slow',
];

const losesAnswers: ReadonlySet<ContractFault> = new Set(['reset', 'truncated', 'slow']);

/** More requests than a write of a few rows takes: each of them is disturbed once. */
const maxRequestsOfWrite = 12;

const contractFields: readonly (keyof ContractFields)[] = [
  'name',
  'text',
  'number',
  'date',
  'datetime',
  'boolean',
  'list',
  'parent',
];

type Given = ContractRecord & {
  readonly key?: string | null;
  readonly id?: string;
  readonly newId?: string | null;
};

const isIn = (kind: string): boolean => kind === 'created' || kind === 'updated';
const kinds = (results: readonly WriteResult[]): string[] => results.map(({ kind }) => kind);
const idOf = (result: WriteResult | undefined): string =>
  result !== undefined && 'crmId' in result ? (result.crmId ?? '') : '';

export function connectorWritingContract(
  title: string,
  methods: readonly Method[],
  startOrg: () => Promise<ContractWritingOrg>,
): void {
  describe(`${title} keeps the contract of writing`, () => {
    let org: ContractWritingOrg;
    beforeEach(async () => {
      org = await startOrg();
    });
    afterEach(async () => {
      await org.close();
    });

    function openClient(changes: Partial<CrmClientOptions> = {}): CrmClient {
      const settings = org.connector.parseSettings(org.settings);
      return org.connector.openClient({
        sessions: createSessionSource(() => org.connector.logIn(settings)),
        describeCache: createDescribeCache(),
        dailyLimitReserve: 0,
        ...changes,
      });
    }

    const used: readonly (keyof ContractFields | 'key')[] = ['key', ...contractFields];

    /** It is not closed: as far as the CRM knows, this attempt is at it still. @returns what `begun` was told last */
    async function sendToDie(
      client: CrmClient,
      calls: readonly (readonly WriteRow[])[],
    ): Promise<readonly WritePosition[]> {
      const write = await open(client);
      const positions: WritePosition[] = [];
      for (const [call, rows] of calls.entries()) {
        await write.write(rows, {
          begun: (position) => Promise.resolve(void (positions[call] = position)),
        });
      }
      return positions;
    }

    async function open(client: CrmClient, changes: Partial<WriteRequest> = {}): Promise<Write> {
      const { object } = await client.loadSchema(org.object, []);
      return await client.openWrite({
        object,
        fields: used.map((field) => ({
          name: field === 'key' ? org.keyField : org.fields[field],
          refersTo: null,
        })),
        matchOn: org.keyField,
        allowCreate: true,
        updateExisting: true,
        emptyValues: 'leave',
        expectedRows: 1_000,
        resumeFrom: [],
        signal: new AbortController().signal,
        ...changes,
      });
    }

    const row = (given: Given): WriteRow => ({
      crmId: given.id ?? null,
      newId: given.newId ?? null,
      cells: used.map((field) => given[field] ?? null),
    });

    async function writing(
      rows: readonly Given[],
      options: Partial<CrmClientOptions>,
      changes: Partial<WriteRequest> = {},
    ): Promise<readonly WriteResult[]> {
      const client = openClient(options);
      const results = await (await open(client, changes)).write(rows.map(row));
      await client.close();
      return results;
    }

    for (const method of methods) {
      const options = optionsFor[method];

      describe(method, () => {
        it('creates records, tells their ids, and finds them again by their key', async () => {
          const rows = [
            { key: 'k-1', name: 'One' },
            { key: 'k-2', name: 'Two' },
          ];
          const created = await writing(rows, options);
          expect(kinds(created)).to.deep.equal(['created', 'created']);
          for (const [index, result] of created.entries()) {
            const [id = ''] = await org.withKey(rows[index]?.key ?? '');
            expect((await org.read(id))?.name).to.equal(rows[index]?.name);
            if (idOf(result) !== '') expect(idOf(result)).to.equal(id);
          }
          const updated = await writing(
            rows.map((each) => ({ ...each, name: `${each.name} again` })),
            options,
          );
          expect(kinds(updated)).to.deep.equal(['updated', 'updated']);
          expect(await org.count()).to.equal(2);
          expect((await org.read((await org.withKey('k-2'))[0] ?? ''))?.name).to.equal('Two again');
        });

        it('writes values as they are, whatever people typed', async () => {
          const rows = awkwardRecords.map((record, index) => ({
            key: `key ${index}`,
            name: `record ${index}`,
            ...record,
            // As many digits as fields of the CRMs have, which is more than a double has.
            ...(record.number === '123456789012345678.99' ? { number: '1234567890123456.78' } : {}),
          }));
          const results = await writing(rows, options);
          expect(kinds(results)).to.deep.equal(rows.map(() => 'created'));
          for (const given of rows) {
            const [id = ''] = await org.withKey(given.key);
            const stored = await org.read(id);
            for (const field of contractFields) {
              const expected = given[field] ?? (field === 'boolean' ? 'false' : null);
              expect(stored?.[field]?.trim() ?? null, `${given.name}: ${field}`).to.equal(
                expected?.trim() ?? null,
              );
            }
          }
        });

        it('leaves a field alone that has no value, or empties it, as it is told', async () => {
          const full = { key: 'k', name: 'Full', text: 'abc', number: '5', boolean: 'true', list: 'a' };
          await writing([full], options);
          const [id = ''] = await org.withKey('k');
          await writing([{ key: 'k', name: 'Full' }], options);
          expect(await org.read(id)).to.include({ text: 'abc', number: '5', boolean: 'true', list: 'a' });
          await writing([{ key: 'k', name: 'Full' }], options, { emptyValues: 'clear' });
          expect(await org.read(id)).to.include({ text: null, number: null, boolean: 'false', list: null });
        });

        it('ignores what is not there where nothing may be created', async () => {
          const [id = ''] = await org.insert([{ name: 'There' }]);
          await org.setKey(id, 'there');
          const rows = [
            { key: 'there', name: 'Changed' },
            { key: 'not there', name: 'New' },
            { key: null, name: 'Without a key' },
          ];
          const results = await writing(rows, options, { allowCreate: false });
          expect(kinds(results)).to.deep.equal(['updated', 'ignored', 'ignored']);
          expect(await org.count()).to.equal(1);
          expect((await org.read(id))?.name).to.equal('Changed');
        });

        it('ignores what is there where nothing may be updated', async () => {
          const [first = '', second = ''] = await org.insert([{ name: 'There' }, { name: 'Known' }]);
          await org.setKey(first, 'there');
          const rows = [
            { key: 'there', name: 'Changed' },
            { key: 'new', name: 'New' },
            { key: 'other', name: 'Known by its id', id: second },
          ];
          const results = await writing(rows, options, { updateExisting: false });
          expect(kinds(results)).to.deep.equal(['ignored', 'created', 'ignored']);
          expect((await org.read(first))?.name).to.equal('There');
          expect((await org.read(second))?.name).to.equal('Known');
        });

        it('rejects one row with the code and the words of the CRM, and writes the others', async () => {
          const { record, code } = org.refused;
          const results = await writing(
            [
              { key: 'a', name: 'A' },
              { key: 'b', name: 'B', ...record },
              { key: 'c', name: 'C' },
            ],
            options,
          );
          expect(kinds(results)).to.deep.equal(['created', 'rejected', 'created']);
          const [, refused] = results;
          if (refused?.kind !== 'rejected') throw new Error('It was not rejected.');
          expect(refused.code).to.equal(code);
          expect(refused.reason).to.match(/\w+ \w+/);
          expect(await org.withKey('b')).to.deep.equal([]);
        });

        it('rejects a row that nothing could find again, where it would be created', async () => {
          const results = await writing([{ key: null, name: 'Without a key' }], options);
          expect(kinds(results)).to.deep.equal(['rejected']);
          expect(await org.count()).to.equal(0);
        });

        it('creates a row without a key once by the id chosen for it, whichever answer is lost', async () => {
          const { chosenId: newId } = org;
          if (newId === null) return;
          for (let after = 0; after < maxRequestsOfWrite; after += 1) {
            org.disturb('truncated', { after });
            const [result] = await writing([{ key: null, name: `Name ${after}`, newId }], options);
            org.calm();
            expect(result?.kind).to.be.oneOf(['created', 'updated']);
            expect(idOf(result)).to.equal(newId);
            expect(await org.count()).to.equal(1);
            expect(await org.read(newId)).to.include({ name: `Name ${after}`, key: null });
          }
        });

        it('leaves the id that is chosen for a row aside where something else finds its record', async () => {
          const { chosenId: newId } = org;
          if (newId === null) return;
          const [known = '', there = ''] = await org.insert([{ name: 'Known' }, { name: 'There' }]);
          await org.setKey(there, 'there');
          const rows = [
            { key: null, name: 'Changed', id: known, newId },
            { key: 'there', name: 'Changed', newId },
          ];
          expect(kinds(await writing(rows, options))).to.deep.equal(['updated', 'updated']);
          const ignored = [{ key: null, name: 'New', newId }];
          expect(kinds(await writing(ignored, options, { allowCreate: false }))).to.deep.equal(['ignored']);
          expect(await org.count()).to.equal(2);
        });

        it('makes a record that is gone anew by the id chosen for it', async () => {
          const { chosenId: newId } = org;
          if (newId === null) return;
          const [gone = ''] = await org.insert([{ name: 'Gone' }]);
          await org.remove([gone]);
          const rows = [{ key: null, name: 'Again', id: gone, newId }];
          const client = openClient(options);
          const rehearsed = await (await open(client)).rehearse(rows.map(row));
          await client.close();
          expect(kinds(rehearsed)).to.deep.equal(['created']);
          expect(await writing(rows, options)).to.deep.equal([{ kind: 'created', crmId: newId }]);
          const created = await writing(rows, options, { updateExisting: false });
          expect(created).to.deep.equal([{ kind: 'ignored', crmId: newId }]);
        });

        it('updates the record that is known, whatever its key is', async () => {
          const [id = ''] = await org.insert([{ name: 'Known' }]);
          await org.setKey(id, 'old key');
          const results = await writing([{ key: 'new key', name: 'Changed', id }], options);
          expect(results).to.deep.equal([{ kind: 'updated', crmId: id }]);
          expect(await org.read(id)).to.include({ name: 'Changed', key: 'new key' });
        });

        it('goes by the key where the record that was known is gone', async () => {
          const [id = ''] = await org.insert([{ name: 'Known' }]);
          await org.remove([id]);
          const [there = ''] = await org.insert([{ name: 'Other' }]);
          await org.setKey(there, 'k-2');
          const results = await writing(
            [
              { key: 'k-1', name: 'Made again', id },
              { key: 'k-2', name: 'Found', id },
            ],
            options,
          );
          expect(kinds(results)).to.deep.equal(['created', 'updated']);
          expect((await org.read(there))?.name).to.equal('Found');
        });

        it('updates by the id alone, and rejects an id that leads nowhere', async () => {
          const [id = '', gone = ''] = await org.insert([{ name: 'There' }, { name: 'Gone' }]);
          await org.remove([gone]);
          const client = openClient(options);
          const { object } = await client.loadSchema(org.object, []);
          const write = await client.openWrite({
            object,
            fields: [org.idField, org.fields.name].map((name) => ({ name, refersTo: null })),
            matchOn: org.idField,
            allowCreate: false,
            updateExisting: true,
            emptyValues: 'leave',
            expectedRows: 4,
            resumeFrom: [],
            signal: new AbortController().signal,
          });
          const results = await write.write([
            { crmId: null, cells: [id, 'Changed'] },
            { crmId: gone, cells: [null, 'Lost'] },
            { crmId: null, cells: ['no id at all', 'Nonsense'] },
            { crmId: null, cells: [null, 'Unknown'] },
          ]);
          await client.close();
          expect(kinds(results)).to.deep.equal(['updated', 'rejected', 'rejected', 'ignored']);
          expect((await org.read(id))?.name).to.equal('Changed');
        });

        it('writes two rows of one record one after the other', async () => {
          const results = await writing(
            [
              { key: 'same', name: 'First' },
              { key: 'other', name: 'Other' },
              { key: 'SAME', name: 'Second' },
            ],
            options,
          );
          expect(kinds(results)).to.deep.equal(['created', 'created', 'updated']);
          const ids = await org.withKey('same');
          expect(ids).to.have.lengthOf(1);
          expect((await org.read(ids[0] ?? ''))?.name).to.equal('Second');
        });

        it('tries a locked row again, and tells where it stays locked', async function () {
          if (org.lock === null) return;
          const [first = '', second = ''] = await org.insert([{ name: 'A' }, { name: 'B' }]);
          await org.setKey(first, 'a');
          await org.setKey(second, 'b');
          await org.lock(first, 2);
          await org.lock(second, 1_000);
          const results = await writing(
            [
              { key: 'a', name: 'A 2' },
              { key: 'b', name: 'B 2' },
              { key: 'c', name: 'C 2' },
            ],
            options,
          );
          expect(kinds(results)).to.deep.equal(['updated', 'rejected', 'created']);
          expect(await org.read(first)).to.include({ name: 'A 2' });
        });

        it('makes no record twice, and loses none, whichever answer is lost', async () => {
          for (let after = 0; after < maxRequestsOfWrite; after += 1) {
            const keys = [1, 2, 3].map((each) => `${after}-${each}`);
            const [known = ''] = await org.insert([{ name: 'Known' }]);
            const client = openClient(options);
            const write = await open(client);
            org.disturb('truncated', { after });
            const rows = [
              ...keys.map((key) => ({ key, name: key })),
              { key: `${after}-k`, name: 'K', id: known },
            ];
            const results = await write.write(rows.map(row));
            org.calm();
            await client.close();
            expect(kinds(results).every(isIn)).to.equal(true);
            for (const key of [...keys, `${after}-k`]) {
              expect(await org.withKey(key), `request ${after}, ${key}`).to.have.lengthOf(1);
            }
          }
        }).timeout(20_000);

        for (const fault of passingFaults) {
          it(`goes on where a request meets "${fault}"`, async () => {
            for (let after = 0; after < maxRequestsOfWrite; after += 2) {
              const client = openClient(options);
              const write = await open(client);
              org.disturb(fault, { after });
              const results = await write.write([row({ key: `${fault} ${after}`, name: 'N' })]);
              org.calm();
              await client.close();
              expect(kinds(results)[0]).to.be.oneOf(['created', 'updated']);
              expect(await org.withKey(`${fault} ${after}`)).to.have.lengthOf(1);
            }
          }).timeout(20_000);
        }

        it('writes what was made ready in the order of its calls, whichever request is disturbed', async () => {
          for (const fault of [null, ...passingFaults]) {
            for (let after = 0; after < maxRequestsOfWrite; after += 3) {
              const heldBefore = org.heldOpen();
              const of = (key: string, name: string): WriteRow =>
                row({ key: `${fault} ${after} ${key}`, name });
              const first = [of('a', 'A'), of('both', 'First')];
              const second = [of('b', 'B'), of('both', 'Then'), of('both', 'Last')];
              const client = openClient(options);
              const write = await open(client);
              if (fault !== null) org.disturb(fault, { after });
              write.makeReady(first);
              const ofFirst = write.write(first);
              write.makeReady(second);
              expect(kinds(await ofFirst).every(isIn)).to.equal(true);
              expect(kinds(await write.write(second)).every(isIn)).to.equal(true);
              org.calm();
              await write.close();
              await client.close();
              for (const key of ['a', 'b']) {
                expect(await org.withKey(`${fault} ${after} ${key}`)).to.have.lengthOf(1);
              }
              const [both = '', ...others] = await org.withKey(`${fault} ${after} both`);
              expect(others).to.deep.equal([]);
              expect((await org.read(both))?.name).to.equal('Last');
              // Something that was made while the answer was lost is known to nobody.
              if (fault === null || !losesAnswers.has(fault)) expect(org.heldOpen()).to.equal(heldBefore);
            }
          }
        }).timeout(60_000);

        it('writes nothing of what it was only told of, and leaves nothing of it open', async () => {
          const client = openClient(options);
          const [first, second, other] = ['a', 'b', 'c'].map((key) => [row({ key, name: 'N' })]);
          const write = await open(client);
          write.makeReady(first ?? []);
          expect(kinds(await write.write(other ?? []))).to.deep.equal(['created']);
          write.makeReady(second ?? []);
          await client.close();
          expect(await org.count()).to.equal(1);
          expect(org.heldOpen()).to.equal(0);
        });

        it('writes nothing that was made ready once it is given up', async () => {
          for (let turns = 0; turns < 12; turns += 1) {
            const stop = new AbortController();
            const client = openClient(options);
            const write = await open(client, { signal: stop.signal });
            const rows = [row({ key: 'k', name: 'N' })];
            write.makeReady(rows);
            for (let turn = 0; turn < turns; turn += 1) await setImmediate();
            stop.abort(new Error('cancelled by a person'));
            if (turns % 2 === 0) expect(await write.write(rows)).to.deep.equal([{ kind: 'unsent' }]);
            await client.close();
            expect(await org.count()).to.equal(0);
            expect(org.heldOpen()).to.equal(0);
          }
        });

        it('writes nothing of a job that is filled already once it is given up', async () => {
          const stop = new AbortController();
          const client = openClient(options);
          const write = await open(client, { signal: stop.signal });
          const rows = [row({ key: 'k', name: 'N' })];
          const noted = new Promise<void>((resolve) => {
            write.makeReady(rows, {
              begun: () => {
                resolve();
                return Promise.resolve();
              },
            });
            // Where nothing of it lives on in the CRM, nobody is told.
            if (write.method !== 'Bulk API 2.0') resolve();
          });
          await noted;
          stop.abort(new Error('cancelled by a person'));
          expect(await write.write(rows)).to.deep.equal([{ kind: 'unsent' }]);
          await client.close();
          expect(await org.count()).to.equal(0);
          expect(org.heldOpen()).to.equal(0);
        });

        it('begins anew what an earlier attempt had only made ready', async () => {
          const died = await open(openClient(options));
          const [first, second] = ['a', 'b'].map((key) => [row({ key, name: 'N' })]);
          const positions: WritePosition[] = [];
          const begunOf = (call: number) => (position: WritePosition) =>
            Promise.resolve(void (positions[call] = position));
          await died.write(first ?? [], { begun: begunOf(0) });
          await new Promise<void>((resolve) => {
            died.makeReady(second ?? [], { begun: (position) => begunOf(1)(position).then(resolve) });
            if (died.method !== 'Bulk API 2.0') resolve();
          });
          const next = openClient(options);
          const again = await open(next, { resumeFrom: positions });
          again.makeReady(first ?? []);
          const found = positions.length === 0 ? 'updated' : 'created';
          expect(kinds(await again.write(first ?? []))).to.deep.equal([found]);
          again.makeReady(second ?? []);
          expect(kinds(await again.write(second ?? []))).to.deep.equal(['created']);
          await next.close();
          expect(await org.count()).to.equal(2);
          expect(org.heldOpen()).to.equal(0);
        });

        it('stops where the requests of the day are used up', async () => {
          if (!org.hasDailyLimit) return;
          const client = openClient(options);
          const write = await open(client);
          const [rows, told] = ['k', 'told'].map((key) => [row({ key, name: 'N' })]);
          org.disturb('daily limit');
          expect(await caught(write.write(rows ?? []))).to.be.instanceOf(FatalError);
          // What goes wrong while it is made ready is told with its call.
          org.disturb('daily limit');
          write.makeReady(told ?? []);
          expect(await caught(write.write(told ?? []))).to.be.instanceOf(FatalError);
          org.calm();
          await client.close();
          expect(await org.count()).to.equal(0);
          expect(org.heldOpen()).to.equal(0);
        });

        it('tells rows as unsent that it did not get to before it was given up', async () => {
          const stop = new AbortController();
          const client = openClient(options);
          const write = await open(client, { signal: stop.signal });
          stop.abort(new Error('cancelled by a person'));
          expect(await write.write([row({ key: 'k', name: 'N' })])).to.deep.equal([{ kind: 'unsent' }]);
          await client.close();
          expect(await org.withKey('k')).to.deep.equal([]);
          expect(org.heldOpen()).to.equal(0);
        });

        it('tells what it would do, and does nothing', async () => {
          const [known = '', gone = '', there = ''] = await org.insert([
            { name: 'Known' },
            { name: 'Gone' },
            { name: 'There' },
          ]);
          await org.remove([gone]);
          await org.setKey(there, 'there');
          const rows = [
            { key: 'k-1', name: 'X', id: known },
            { key: 'k-2', name: 'X', id: gone },
            { key: 'There', name: 'X' },
            { key: 'new', name: 'X' },
            { key: 'new', name: 'X' },
            { key: null, name: 'X' },
          ];
          const client = openClient(options);
          const all = await (await open(client)).rehearse(rows.map(row));
          expect(kinds(all)).to.deep.equal([
            'updated',
            'created',
            'updated',
            'created',
            'updated',
            'rejected',
          ]);
          const updates = await (await open(client, { allowCreate: false })).rehearse(rows.map(row));
          expect(kinds(updates)).to.deep.equal([
            'updated',
            'ignored',
            'updated',
            'ignored',
            'ignored',
            'ignored',
          ]);
          const creates = await (await open(client, { updateExisting: false })).rehearse(rows.map(row));
          expect(kinds(creates)).to.deep.equal([
            'ignored',
            'created',
            'ignored',
            'created',
            'ignored',
            'rejected',
          ]);
          await client.close();
          expect(await org.count()).to.equal(2);
          expect((await org.read(known))?.name).to.equal('Known');
        });

        it('holds nothing open in the CRM when it is closed', async () => {
          await writing([{ key: 'k', name: 'N' }], options);
          expect(org.heldOpen()).to.equal(0);
        });

        it('finds what an earlier attempt sent and never saw the results of', async () => {
          const rows = [1, 2, 3].map((each) => row({ key: `k-${each}`, name: `N ${each}` }));
          const died = openClient(options);
          const positions = await sendToDie(died, [rows]);
          const next = openClient(options);
          const again = await open(next, { resumeFrom: positions });
          const changed = row({ key: 'k-4', name: 'Not among them' });
          const results = await again.write([...rows, changed]);
          await next.close();
          const found = positions.length === 0 ? 'updated' : 'created';
          expect(kinds(results)).to.deep.equal([found, found, found, 'created']);
          expect(await org.count()).to.equal(4);
        });

        it('finds what the last two calls of an earlier attempt sent, and no more once none of it comes', async () => {
          const first = [1, 2].map((each) => row({ key: `k-${each}`, name: `N ${each}` }));
          const second = [3, 4].map((each) => row({ key: `k-${each}`, name: `N ${each}` }));
          const positions = await sendToDie(openClient(options), [first, second]);
          const next = openClient(options);
          const again = await open(next, { resumeFrom: positions });
          const found = positions.length === 0 ? 'updated' : 'created';
          expect(kinds(await again.write(first))).to.deep.equal([found, found]);
          expect(kinds(await again.write(second))).to.deep.equal([found, found]);
          expect(kinds(await again.write([row({ key: 'k-5', name: 'N 5' })]))).to.deep.equal(['created']);
          expect(kinds(await again.write(second))).to.deep.equal(['updated', 'updated']);
          await again.close();
          await next.close();
          expect(await org.count()).to.equal(5);
        });
      });
    }

    it('refuses a field that is not there', async () => {
      const client = openClient();
      const error = await caught(open(client, { matchOn: 'NoSuchField' }));
      expect(error.message).to.include('NoSuchField');
      await client.close();
    });
  });
}
