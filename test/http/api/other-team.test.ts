/** Every route of the trigger API is tried with the ids of another team's job and run. */
import { expect } from 'chai';
import { openDatabase } from '../../../src/database/open-database.ts';
import type { TeamId } from '../../../src/domain/team.ts';
import { createApi } from '../../../src/http/api/index.ts';
import { createRoutes } from '../../../src/http/api/routes/index.ts';
import { startHttpServer } from '../../../src/http/server.ts';
import type { HttpServer } from '../../../src/http/server.ts';
import { createOperations } from '../../../src/operations/index.ts';
import { newTokenText } from '../../../src/operations/trigger-api/token-text.ts';
import { startSalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import { openOperations } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';
import { describeOnBothDatabases } from '../../support/postgres.ts';
import { aNewRun, aToken, anOutcome, noon, withJobs } from '../../support/records.ts';
import { recordedLog } from '../../support/recorded-log.ts';

const others = 'T2' as TeamId;
const entry = { at: noon, actor: 'ada', door: 'slack', operation: 'o', subject: 's', before: 1, after: 2 };

describeOnBothDatabases('a token of the trigger API', (fresh) => {
  let sandbox: SalesforceSandbox;
  let bench: OperationsBench;
  let server: HttpServer;
  const token = newTokenText();
  const ownToken = newTokenText();

  before(async function () {
    this.timeout(120_000);
    sandbox = await startSalesforceSandbox();
    const url = await fresh();
    bench = await openOperations(sandbox, { url, hubUrl: await fresh() });
    const { store, deps, operations } = bench;
    await withJobs(store, 2);
    await store.runs.enqueue(aNewRun({ id: 'run-1', jobId: 'job-1' }));
    await store.runs.claim('me', noon, 'run-1');
    await store.runs.finish('run-1', 'me', 1, anOutcome());
    await store.tokens.add(aToken({ id: ownToken.id }), ownToken.hash, entry);
    const database = await openDatabase(url);
    await database.query(`INSERT INTO teams (id, created_at) VALUES ('${others}', CURRENT_TIMESTAMP)`);
    await database.close();
    const { state } = store;
    const theirs = state.of(others);
    await theirs.tokens.add(aToken({ id: token.id }), token.hash, entry);
    const ofOthers = createOperations({ ...deps, store: () => Promise.resolve(theirs) });
    const listener = createApi({
      operationsOf: async (id) =>
        (await state.everywhere.teamOf.token(id)) === others ? ofOthers : operations,
      publicUrl: 'https://crosswalk.test',
      log: recordedLog().log,
    });
    const routes = [{ path: '/api/v1/', listener }];
    server = await startHttpServer({
      host: '127.0.0.1',
      port: 0,
      routes,
      checks: [],
      log: recordedLog().log,
    });
  });
  after(async () => {
    await server.close();
    await bench.close();
    await sandbox.close();
  });

  async function call(method: string, path: string, text: string): Promise<string> {
    const headers = { authorization: `Bearer ${text}` };
    const response = await fetch(`${server.url}${path}`, { method, headers });
    return `${response.status} ${await response.text()}`;
  }

  for (const { method, path, operationId } of createRoutes({ publicUrl: 'https://crosswalk.test' })) {
    it(`finds by ${operationId} nothing of another team, and is not told that there is something`, async () => {
      const id = path.includes('/jobs/') ? 'job-1' : 'run-1';
      const answer = await call(method, path.replace('{id}', id), token.text);
      const unknown = await call(method, path.replace('{id}', 'nobody'), token.text);
      expect(answer.replaceAll(id, '<id>')).to.equal(unknown.replaceAll('nobody', '<id>'));
      expect(answer).to.match(path.includes('{id}') ? /^404 / : /^200 .*"jobs":\[\]/);
      expect(answer).not.to.include('Job 1');
    });
  }

  it('finds what is its team’s', async () => {
    expect(await call('GET', '/api/v1/runs/run-1', ownToken.text)).to.match(/^200 /);
    expect(await call('GET', '/api/v1/jobs', ownToken.text)).to.include('Job 1');
  });
});
