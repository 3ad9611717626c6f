import { expect } from 'chai';
import type { Role } from '../../../src/domain/role.ts';
import { downloadLifetimeMs } from '../../../src/domain/download-link.ts';
import { createDownloads, downloadPath } from '../../../src/http/download/index.ts';
import { startHttpServer } from '../../../src/http/server.ts';
import type { HttpServer } from '../../../src/http/server.ts';
import { startSalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import { fakeTime } from '../../support/fake-time.ts';
import type { FakeTime } from '../../support/fake-time.ts';
import { openOperations } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';
import { noon, withJobs } from '../../support/records.ts';
import { recordedLog } from '../../support/recorded-log.ts';

const named = (name: string): unknown => ({ name });

describe('a download by a link', () => {
  const { log, messages } = recordedLog();
  let sandbox: SalesforceSandbox;
  let bench: OperationsBench;
  let server: HttpServer;
  let time: FakeTime;
  let role: Role;
  before(async () => {
    sandbox = await startSalesforceSandbox();
    bench = await openOperations(sandbox);
    await withJobs(bench.store, 1);
    server = await startHttpServer({
      host: '127.0.0.1',
      port: 0,
      routes: [
        {
          path: `${downloadPath}/`,
          listener: createDownloads({
            teamOf: () =>
              Promise.resolve({
                operations: bench.operations,
                roleOf: () => Promise.resolve(role),
                nameOf: (id: string) => Promise.resolve(id === 'UEVE' ? 'Eve Adams' : null),
              }),
            log,
            now: () => time.now(),
          }),
        },
      ],
      checks: [],
      log,
      closeWithinMs: 50,
    });
  });
  after(async () => {
    await server.close();
    await bench.close();
    await sandbox.close();
  });
  let hour = 0;
  beforeEach(() => {
    // So that none is refused for being one too many.
    time = fakeTime(new Date(noon.getTime() + (hour += 1) * 3_600_000));
    role = 'admin';
  });

  async function link(filter = {}): Promise<string> {
    const ada = { actor: 'UADA', role: 'admin', door: 'slack', now: time.now() } as const;
    const { token } = await bench.operations.createDownloadLink(ada, { filter });
    return `${server.url}${downloadPath}/${token}`;
  }

  const entry = (subject: string) => ({
    at: time.now(),
    actor: 'UEVE',
    door: 'slack',
    operation: 'save-job',
    subject,
    before: null,
    after: null,
  });

  it('brings the entries that were shown, by name, and writes down who took them', async () => {
    await bench.store.audit.add(entry('job-1'));
    await bench.store.audit.add({ ...entry('job-2'), actor: 'UBOB' });
    const answer = await fetch(await link({ actor: 'UEVE' }));
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-type')).to.equal('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).to.match(/^attachment; filename="Crosswalk audit /);
    const lines = (await answer.text()).trimEnd().split('\n');
    expect(lines[0]).to.equal('at,person,door,operation,about,subject,before,after,person name');
    expect(lines[1]).to.contain(',UEVE,slack,save-job,Job 1,job-1,null,null,Eve Adams');
    expect(lines).to.have.length(2);
    const [newest] = await bench.store.audit.list({ limit: 1, offset: 0 });
    expect(newest).to.include({ actor: 'UADA', door: 'browser', operation: 'download-audit' });
  });

  it('calls what is gone as it was called last, and people by their names', async () => {
    const entries = [
      { ...entry('gone-1'), operation: 'connect', after: named('Acme') },
      { ...entry('gone-1'), operation: 'rename-connection', before: named('Acme'), after: named('Org') },
      { ...entry('gone-1'), operation: 'remove-connection', before: named('Org') },
      { ...entry('UEVE'), operation: 'grant-role', before: 'viewer', after: 'admin' },
    ];
    for (const each of entries) await bench.store.audit.add({ ...each, actor: 'UDAN' });
    const lines = (await (await fetch(await link({ actor: 'UDAN' }))).text()).trimEnd().split('\n');
    expect(lines[1]).to.contain(',UDAN,slack,grant-role,Eve Adams,UEVE,');
    for (const line of lines.slice(2)) expect(line).to.contain(',Org,gone-1,');
  });

  it('brings more than is read at a time', async () => {
    for (let i = 0; i < 620; i += 1) await bench.store.audit.add({ ...entry(`many-${i}`), actor: 'UMANY' });
    const lines = (await (await fetch(await link({ actor: 'UMANY' }))).text()).trimEnd().split('\n');
    expect(lines).to.have.length(621);
    expect(lines[1]).to.contain('many-619');
    expect(lines.at(-1)).to.contain('many-0');
  });

  it('has nothing in a cell that a spreadsheet would take for a formula', async () => {
    for (const sign of ['=', '+', '-', '@', '\t', '\r']) {
      await bench.store.audit.add({ ...entry(`${sign}HYPERLINK("http://evil.example")`), actor: 'UFORMULA' });
    }
    const text = await (await fetch(await link({ actor: 'UFORMULA' }))).text();
    expect(text).not.to.match(/(?:^|[,\n])"?[=+\-@\t\r]/);
    expect(text.match(/'[=+\-@\t\r]HYPERLINK/g)).to.have.length(12);
  });

  it('is good once', async () => {
    const url = await link();
    expect((await fetch(url)).status).to.equal(200);
    const again = await fetch(url);
    expect(again.status).to.equal(410);
    expect(await again.text()).to.contain('good once');
  });

  it('is good for minutes only', async () => {
    const url = await link();
    time.jump(downloadLifetimeMs);
    expect((await fetch(url)).status).to.equal(410);
  });

  it('is for whoever asked, as long as they may', async () => {
    const url = await link();
    role = 'operator';
    expect((await fetch(url)).status).to.equal(403);
    role = 'admin';
    expect((await fetch(url)).status).to.equal(200);
  });

  it('is not used up by what looks ahead, or asks otherwise', async () => {
    const url = await link();
    expect((await fetch(url, { method: 'HEAD' })).status).to.equal(405);
    expect((await fetch(url, { method: 'POST', body: 'x' })).status).to.equal(405);
    expect((await fetch(url, { headers: { 'sec-purpose': 'prefetch' } })).status).to.equal(503);
    expect((await fetch(url)).status).to.equal(200);
  });

  it('leads nowhere where the link is guessed, or goes up in folders', async () => {
    for (const path of [
      '',
      'x',
      'x'.repeat(43),
      '../etc/passwd',
      '..%2f..%2fetc%2fpasswd',
      '%00',
      'x'.repeat(9_000),
    ]) {
      const { status } = await fetch(`${server.url}${downloadPath}/${path}`);
      expect(status, path.slice(0, 40)).to.equal(404);
    }
    expect(messages(50)).to.deep.equal([]);
  });

  it('is refused to an address that guesses often', async () => {
    const answers: number[] = [];
    for (let i = 0; i < 70; i += 1)
      answers.push((await fetch(`${server.url}${downloadPath}/${'x'.repeat(43)}`)).status);
    expect(answers.at(-1)).to.equal(429);
    expect(answers.filter((status) => status === 404).length).to.equal(60);
  });
});
