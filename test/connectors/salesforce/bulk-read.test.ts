import { expect } from 'chai';
import type {
  CrmClient,
  Read,
  ReadBatch,
  ReadPosition,
  ReadRequest,
} from '../../../src/connectors/connector.ts';
import { openClient } from '../../../src/connectors/salesforce/client.ts';
import type { Tuning } from '../../../src/connectors/salesforce/tuning.ts';
import { createSessionSource } from '../../../src/connectors/session-source.ts';
import { FatalError, RetryableError, UserError } from '../../../src/domain/errors.ts';
import { schemaOf } from '../../../src/domain/schema-of.ts';
import { caught } from '../../support/caught.ts';
import { aFilter } from '../../support/filters.ts';
import { aField, anObject } from '../../support/source-schema.ts';
import { aTuning } from './a-tuning.ts';
import { csvOf, pageHeaders, scriptedBulk, sendPage } from './scripted-bulk.ts';
import type { ScriptedBulk, ScriptedPage } from './scripted-bulk.ts';
import { sendError, startScriptedServer } from '../scripted-server.ts';
import type { ScriptedServer } from '../scripted-server.ts';

const columns = ['Name', 'Id', 'SystemModstamp'];
const schema = schemaOf(
  anObject('Account', [
    aField('Id', 'id', { nillable: false }),
    aField('Name', 'string', { nillable: false }),
    aField('SystemModstamp', 'datetime', { nillable: false }),
  ]),
  new Map(),
);

function aPage(count: number, name = 'Acme "A"'): ScriptedPage {
  const rows = Array.from({ length: count }, (_, index) => [
    `${name} ${index}`,
    `001${String(index).padStart(15, '0')}`,
    '2026-03-01T09:30:00.000Z',
  ]);
  return { rows };
}

interface Org {
  readonly client: CrmClient;
  readonly server: ScriptedServer;
  readonly pauses: readonly number[];
  /** Requests as "GET results", "DELETE 7501" and the like. */
  seen(): string[];
}

describe('a bulk read', () => {
  let opened: ScriptedServer[] = [];
  afterEach(async () => {
    await Promise.all(opened.map((server) => server.close()));
    opened = [];
  });

  async function anOrg(bulk: Partial<ScriptedBulk>, changes: Partial<Tuning> = {}): Promise<Org> {
    const server = await startScriptedServer(scriptedBulk({ columns, pages: [aPage(3)], ...bulk }));
    opened.push(server);
    const tuning = aTuning(changes);
    const sessions = createSessionSource(() =>
      Promise.resolve({ accessToken: 'token', instanceUrl: server.url, expiresAtMs: null }),
    );
    return {
      client: openClient({ sessions, bulkThresholdRows: -1, bulkPageRows: 5_000 }, tuning),
      server,
      pauses: tuning.pauses,
      seen: () =>
        server.requests.map(
          ({ method, path }) =>
            `${method} ${path.split(/[/?]/)[6] ?? ''}${/results/.test(path) ? ' results' : ''}`,
        ),
    };
  }

  it('asks for a query without an order, in the form that is read', async () => {
    const org = await anOrg({});
    const read = await openRead(org);
    expect(read.method).to.equal('Bulk API 2.0');
    expect(read.columns).to.deep.equal(columns);
    await collect(read);
    const created = org.server.requests.find(({ method }) => method === 'POST');
    expect(JSON.parse(created?.body ?? '')).to.deep.equal({
      operation: 'query',
      query: 'SELECT Name, Id, SystemModstamp FROM Account',
      contentType: 'CSV',
      columnDelimiter: 'COMMA',
      lineEnding: 'LF',
    });
  });

  it('looks at the job at growing distances, and deletes it when all is read', async () => {
    const running = { state: 'InProgress' };
    const org = await anOrg({
      looks: [{ state: 'UploadComplete' }, running, running, running, { state: 'JobComplete' }],
    });
    expect(namesOf(await collect(await openRead(org)))).to.have.length(3);
    expect(org.pauses).to.deep.equal([100, 150, 225, 337.5]);
    expect(org.seen().slice(-2)).to.deep.equal(['GET 7501 results', 'DELETE 7501']);
    expect(org.seen()).to.not.include('PATCH 7501');
  });

  it('gives up on a job that is never done, and aborts it', async () => {
    const org = await anOrg({ looks: [{ state: 'InProgress' }] }, { maxJobMs: 60_000 });
    const error = await caught(openRead(org).then(collect));
    expect(error).to.be.instanceOf(RetryableError).and.have.property('code', 'bulk_job_slow');
    expect(org.pauses.every((pause) => pause <= 10_000)).to.equal(true);
    expect(org.seen().slice(-2)).to.deep.equal(['PATCH 7501', 'DELETE 7501']);
  });

  const failures: readonly [message: string, kind: new (text: string) => Error, code: string][] = [
    ['Something odd happened', FatalError, 'bulk_job_failed'],
    ["INVALID_FIELD: No such column 'Nmae' on entity 'Account'", UserError, 'unknown_field'],
    ['QUERY_TIMEOUT: Your query request was running for too long.', RetryableError, 'query_timeout'],
  ];
  for (const [errorMessage, kind, code] of failures) {
    it(`ends with what Salesforce says of a job that failed: ${code}`, async () => {
      const org = await anOrg({ looks: [{ state: 'Failed', errorMessage }] });
      const error = await caught(openRead(org).then(collect));
      expect(error).to.be.instanceOf(kind).and.have.property('code', code);
      if (code !== 'query_timeout') expect(error.message).to.include(errorMessage.split(': ').at(-1));
      expect(org.seen().at(-1)).to.equal('DELETE 7501');
    });
  }

  it('says that someone aborted the job in Salesforce', async () => {
    const org = await anOrg({ looks: [{ state: 'Aborted' }] });
    const error = await caught(openRead(org).then(collect));
    expect(error).to.be.instanceOf(FatalError).and.have.property('code', 'bulk_job_aborted');
  });

  it('reads a page again that broke off, and hands nothing on twice', async () => {
    const page = aPage(9_000);
    let broken = 0;
    const org = await anOrg({
      pages: [page, aPage(2)],
      disturbPage(response, number, time, body) {
        if (number !== 0 || time > 2) return false;
        broken += 1;
        response.writeHead(200, pageHeaders(1, page.rows.length));
        const part = body.slice(0, Math.floor((body.length * time) / 3));
        response.write(part, () => setImmediate(() => response.destroy()));
        return true;
      },
    });
    const batches = await collect(await openRead(org));
    expect(broken).to.equal(2);
    const wanted = [...page.rows, ...aPage(2).rows];
    expect(namesOf(batches)).to.deep.equal(wanted.map(([name]) => name));
    expect(textOf(batches)).to.equal(csvOf(wanted));
    expect(org.pauses).to.have.length(2);
  });

  it('takes a page with fewer rows than were announced for one that broke off', async () => {
    const org = await anOrg({
      pages: [aPage(5)],
      disturbPage(response, _, time, body) {
        if (time > 1) return false;
        sendPage(response, null, 5, body.split('\n').slice(0, 3).join('\n'));
        return true;
      },
    });
    expect(namesOf(await collect(await openRead(org)))).to.have.length(5);
  });

  it('gives up on a page that breaks off again and again, and deletes the job', async () => {
    const org = await anOrg({
      disturbPage(response, _, __, body) {
        sendPage(response, null, 3, body.slice(0, 80));
        return true;
      },
    });
    const error = await caught(openRead(org).then(collect));
    expect(error).to.be.instanceOf(RetryableError).and.have.property('code', 'truncated_page');
    expect(org.seen().filter((request) => request.endsWith('results'))).to.have.length(5);
    expect(org.seen().at(-1)).to.equal('DELETE 7501');
  });

  it('asks again where an answer has not the heads of a result', async () => {
    const org = await anOrg({
      disturbPage(response, _, time) {
        if (time > 1) return false;
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Please wait</html>');
        return true;
      },
    });
    expect(namesOf(await collect(await openRead(org)))).to.have.length(3);
  });

  it('has the next page on its way while one is worked on', async () => {
    const org = await anOrg({ pages: [aPage(3), aPage(3), aPage(3)] });
    const read = await openRead(org);
    const iterator = read.batches[Symbol.asyncIterator]();
    await iterator.next();
    const asked = (): number => org.seen().filter((request) => request.endsWith('results')).length;
    for (let turn = 0; turn < 1_000 && asked() < 2; turn += 1) await new Promise(setImmediate);
    expect(asked()).to.equal(2);
    await iterator.return?.();
    expect(org.seen().at(-1)).to.equal('DELETE 7501');
  });

  describe('that goes on', () => {
    it('begins at the page, in the job that is still there', async () => {
      const org = await anOrg({ pages: [aPage(3, 'first'), aPage(2, 'second')] });
      const read = await openRead(org, { resumeFrom: await secondPage(org) });
      expect(namesOf(await collect(read))).to.deep.equal(['second 0', 'second 1']);
      expect(org.seen().filter((request) => request.startsWith('POST'))).to.have.length(1);
    });

    it('says that it is to begin again, where the job is gone or did not end well', async () => {
      for (const answer of ['gone', 'Failed', 'Aborted'] as const) {
        let isResumed = false;
        const org = await anOrg({
          pages: [aPage(3), aPage(2)],
          disturb(method, path, response) {
            if (!isResumed || method !== 'GET' || !isAboutJob(path)) return false;
            if (answer === 'gone') sendError(response, 404, 'NOT_FOUND');
            else response.writeHead(200).end(JSON.stringify({ state: answer, errorMessage: 'odd' }));
            return true;
          },
        });
        const resumeFrom = await secondPage(org);
        isResumed = true;
        const error = await caught(openRead(org, { resumeFrom }).then(collect));
        expect(error, answer).to.be.instanceOf(RetryableError).and.have.property('code', 'position_gone');
      }
    });

    it('refuses a position that it does not know', async () => {
      const org = await anOrg({});
      const error = await caught(openRead(org, { resumeFrom: { page: 3 } }));
      expect(error).to.be.instanceOf(RetryableError).and.have.property('code', 'position_gone');
    });
  });

  it('takes the place of a count that Salesforce could not make in time', async () => {
    const org = await anOrg({
      disturb(_, path, response) {
        if (!path.includes('COUNT')) return false;
        sendError(response, 400, 'QUERY_TIMEOUT');
        return true;
      },
    });
    const read = await openRead(org);
    expect(read.expectedRows).to.equal(3);
    expect(namesOf(await collect(read))).to.have.length(3);
    const query = { schema, fields: ['Name'], filter: null };
    expect(await org.client.count(query, null)).to.equal(3);
    expect(org.seen().at(-1)).to.equal('DELETE 7502');
  });

  it('gives way to REST where the object cannot be read in bulk', async () => {
    const org = await anOrg({
      disturb(method, path, response) {
        if (method === 'POST') {
          sendError(response, 400, 'INVALIDENTITY', "Entity 'Account' is not supported by the Bulk API.");
          return true;
        }
        if (path.includes('COUNT') || !path.includes('query?q=')) return false;
        const records = [
          { Name: 'Acme', Id: '001000000000001AAA', SystemModstamp: '2026-03-01T09:30:00.000+0000' },
        ];
        response.writeHead(200).end(JSON.stringify({ totalSize: 1, done: true, records }));
        return true;
      },
    });
    const read = await openRead(org);
    expect(read.method).to.equal('REST');
    expect((await collect(read))[0]?.rows.at(0)).to.deep.equal([
      'Acme',
      '001000000000001AAA',
      '2026-03-01T09:30:00.000Z',
    ]);
  });

  it('is closed with its client, where nobody began to read', async () => {
    const org = await anOrg({});
    await openRead(org);
    await org.client.close();
    expect(org.seen().slice(-2)).to.deep.equal(['PATCH 7501', 'DELETE 7501']);
  });

  it('ends well where its job cannot be closed', async () => {
    const org = await anOrg({
      disturb(method, _, response) {
        if (method !== 'DELETE') return false;
        sendError(response, 403, 'INSUFFICIENT_ACCESS');
        return true;
      },
    });
    expect(namesOf(await collect(await openRead(org)))).to.have.length(3);
  });

  it('takes several jobs, one after the other, where the filter is longer than a query may be', async () => {
    const list = Array.from({ length: 3_900 }, (_, index) => `'${'x'.repeat(17)} ${index}'`);
    const filter = aFilter(`Name IN (${list.join(',')}) AND Name != 'y'`);
    const org = await anOrg({ pages: [aPage(2), aPage(1)] });
    const read = await openRead(org, { query: { schema, fields: ['Name'], filter } });
    const batches = await collect(read);
    const queries = org.server.requests
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => String((JSON.parse(body) as { query: unknown }).query));
    expect(queries).to.have.length(2);
    for (const query of queries) expect(query).to.have.length.below(100_000);
    const asked = queries.flatMap((query) => query.match(/'x{17} \d+'/g) ?? []);
    expect(asked).to.deep.equal(list);
    expect(batches).to.have.length(4);
    batches.forEach((batch, index) => {
      const following = batches[index + 1];
      if (following === undefined) expect(batch.next).to.equal('end');
      else expect(following.page).to.deep.equal(batch.next);
    });
  });
});

async function openRead({ client }: Org, changes: Partial<ReadRequest> = {}): Promise<Read> {
  const { signal } = new AbortController();
  const query = { schema, fields: ['Name'], filter: null };
  return await client.openRead({ query, window: null, resumeFrom: null, signal, ...changes });
}

async function collect(read: Read): Promise<ReadBatch[]> {
  const batches: ReadBatch[] = [];
  for await (const batch of read.batches) batches.push(batch);
  return batches;
}

async function secondPage(org: Org): Promise<ReadPosition> {
  for await (const batch of (await openRead(org)).batches) {
    if (batch.next !== null && batch.next !== 'end') return batch.next;
  }
  throw new Error('There was one page only');
}

function namesOf(batches: readonly ReadBatch[]): unknown[] {
  return batches.flatMap(({ rows }) => [...rows].map(([name]) => name));
}

function textOf(batches: readonly ReadBatch[]): string {
  return Buffer.concat(batches.map(({ csv }) => csv ?? new Uint8Array())).toString('utf8');
}

function isAboutJob(path: string): boolean {
  return /jobs\/query\/750\d+$/.test(path);
}
