import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync, gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { jobPage, problemDocument, runDocument, startedRun } from '../../../src/http/api/schemas.ts';
import { admin } from '../../support/operations.ts';
import { describeOnBothDatabases } from '../../support/postgres.ts';
import { aHeldRun, aNewRun, after, anOutcome, noon } from '../../support/records.ts';
import { openApiHouse } from './support/api-house.ts';
import type { Answer, ApiHouse } from './support/api-house.ts';

const day = 24 * 3_600_000;

function expectProblem({ status, headers, body }: Answer, wanted: number, code: string): void {
  expect({ status, code: body['code'] }).to.deep.equal({ status: wanted, code });
  expect(headers.get('content-type')).to.contain('application/problem+json');
  expect(problemDocument.parse(body)).to.include({ status: wanted, code });
}

describe('the trigger API', () => {
  let house: ApiHouse;
  beforeEach(async () => {
    house = await openApiHouse();
  });
  afterEach(async () => {
    expect(house.log.messages(50)).to.deep.equal([]);
    await house.close();
  });

  it('starts a run, and says where to ask for it', async () => {
    const token = await house.token({ name: 'Nightly load' });
    const { status, body, headers } = await house.start('job-1', { token, mode: 'full' });
    expect(status).to.equal(202);
    const { runId, statusUrl } = startedRun.parse(body);
    expect(statusUrl).to.equal(`https://crosswalk.test/base/api/v1/runs/${runId}`);
    expect(headers.get('location')).to.equal(statusUrl);
    const run = { mode: 'full', trigger: 'api', startedBy: 'Nightly load' };
    expect(await house.store.runs.byId(runId)).to.include(run);
    expect(await house.store.jobs.nextRunAt('job-1')).to.deep.equal(noon);
  });

  it('starts an incremental run where nothing is sent with the call, whatever it says of that', async () => {
    const token = await house.token();
    const ways: readonly Readonly<Record<string, string>>[] = [{}, { 'content-type': 'application/json' }];
    for (const headers of ways) {
      const { status, body } = await house.call('/api/v1/jobs/job-1/runs', {
        method: 'POST',
        token,
        headers,
      });
      expect(status, JSON.stringify(body)).to.equal(202);
      const runId = String(body['runId']);
      expect(await house.store.runs.byId(runId)).to.include({ mode: 'incremental' });
      await house.store.runs.cancelQueued(runId, noon);
    }
  });

  it('tells how a run gets on, to its end', async () => {
    const token = await house.token();
    const { body } = await house.start('job-1', { token });
    const runId = String(body['runId']);
    const path = `/api/v1/runs/${runId}`;
    const queued = runDocument.parse((await house.call(path, { token })).body);
    expect(queued).to.include({ runId, jobId: 'job-1', status: 'queued', fileUrl: null, seconds: null });
    await house.store.runs.claim('me', noon);
    const counts = { read: 3, created: 1, updated: 1, unchanged: 0, ignored: 0, rejected: 1, deleted: 0 };
    const files = { rows: 'rows.csv.gz', rejects: null };
    const outcome = anOutcome({ status: 'partly succeeded', counts, files, finishedAt: after(noon, 1_500) });
    await house.store.runs.finish(runId, 'me', 1, outcome);
    const ended = await house.call(path, { token });
    expect(ended.status).to.equal(200);
    expect(runDocument.parse(ended.body)).to.deep.include({
      status: 'partly succeeded',
      counts,
      seconds: 1.5,
      fileUrl: `https://crosswalk.test/base/api/v1/runs/${runId}/file`,
    });
  });

  it('tells what a run that stopped for approval would do, and what became of the question', async () => {
    const token = await house.token();
    const { body } = await house.start('job-1', { token });
    const runId = String(body['runId']);
    const look = async () => runDocument.parse((await house.call(`/api/v1/runs/${runId}`, { token })).body);
    expect(await look()).to.include({ approval: null });
    await house.store.runs.claim('me', noon, runId);
    const held = aHeldRun(noon);
    await house.store.runs.awaitApproval(runId, 'me', 1, held);
    const { counts } = held;
    const expiresAt = after(noon, day).toISOString();
    const asked = { counts, knownRecords: 1_000, askedAt: noon.toISOString(), expiresAt };
    const waiting = await look();
    expect(waiting).to.deep.include({ status: 'waiting for approval', counts, finishedAt: null });
    expect(waiting.approval).to.deep.equal({ ...asked, decision: null });
    const listed = jobPage.parse((await house.call('/api/v1/jobs', { token })).body);
    expect(listed.jobs[0]).to.include({ state: 'waiting for approval' });

    // Whoever asks for another one is told why not, and where to look.
    const refused = await house.start('job-1', { token });
    expectProblem(refused, 409, 'run_active');
    expect(refused.body).to.include({ runId });
    await house.operations.approveRun(admin, { runId });
    expect((await look()).approval).to.deep.equal({ ...asked, decision: 'approved' });
    await house.store.runs.claim('me', noon, runId);
    await house.store.runs.finish(runId, 'me', 1, anOutcome({ counts }));
    const ended = await look();
    expect(ended).to.include({ status: 'succeeded' });
    expect(ended.approval).to.deep.equal({ ...asked, decision: 'approved' });
  });

  it('cannot approve or reject: a token acts as an operator', async () => {
    const { body } = await house.call('/api/v1/openapi.json');
    const paths = Object.keys(body['paths'] as object);
    expect(paths.filter((path) => /approv|reject|decid/.test(path))).to.deep.equal([]);
  });

  it('gives the file of a run as it is, however large, and by its name', async () => {
    const token = await house.token({ name: 'Nightly load' });
    const rows = gzipSync(Buffer.alloc(3_000_000, 'Id,Name\n'), { level: 0 });
    const path = join(house.deps.dataDir, 'rows.csv.gz');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, rows);
    await house.store.runs.enqueue(aNewRun({ id: 'done' }));
    await house.store.runs.claim('me', noon);
    await house.store.runs.finish(
      'done',
      'me',
      1,
      anOutcome({ files: { rows: 'rows.csv.gz', rejects: null } }),
    );
    const response = await fetch(`${house.url}/api/v1/runs/done/file`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.equal('application/gzip');
    expect(response.headers.get('content-disposition')).to.contain('filename="Job 1 2026-03-01 1200.csv.gz"');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(gunzipSync(bytes)).to.have.length(3_000_000);
    const [entry] = await house.store.audit.list({ limit: 1, offset: 0 });
    expect(entry).to.include({ operation: 'download-run-file', actor: 'Nightly load', door: 'api' });
  });

  it('lets go of the file of a caller who has gone', async () => {
    const token = await house.token();
    writeFileSync(join(house.deps.dataDir, 'rows.csv.gz'), Buffer.alloc(20_000_000));
    await house.store.runs.enqueue(aNewRun({ id: 'done' }));
    await house.store.runs.claim('me', noon);
    await house.store.runs.finish(
      'done',
      'me',
      1,
      anOutcome({ files: { rows: 'rows.csv.gz', rejects: null } }),
    );
    const gone = new AbortController();
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${house.url}/api/v1/runs/done/file`, { headers, signal: gone.signal });
    await response.body?.getReader().read();
    gone.abort();
    expect((await house.call('/api/v1/jobs', { token })).status).to.equal(200);
  });

  it('lists the jobs that the token is for, a page at a time', async () => {
    const all = await house.token();
    const listed = jobPage.parse((await house.call('/api/v1/jobs', { token: all })).body);
    expect(listed.jobs.map(({ id }) => id)).to.deep.equal(['job-1', 'job-2']);
    expect(listed.jobs[0]).to.deep.include({
      name: 'Job 1',
      direction: 'inbound',
      enabled: true,
      runsUrl: 'https://crosswalk.test/base/api/v1/jobs/job-1/runs',
      lastRun: null,
    });
    const second = jobPage.parse((await house.call('/api/v1/jobs?limit=1&offset=1', { token: all })).body);
    expect(second.jobs.map(({ id }) => id)).to.deep.equal(['job-2']);
    expect(second.total).to.equal(2);
    const one = await house.token({ jobId: 'job-2' });
    const own = jobPage.parse((await house.call('/api/v1/jobs', { token: one })).body);
    expect(own).to.deep.include({ total: 1 });
  });

  it('refuses whoever shows no good token, in the same words', async () => {
    const revoked = await house.token({ name: 'revoked' });
    const expired = await house.token({ expiresAt: after(noon, day) });
    house.time.jump(day);
    const { tokens } = await house.operations.listTokens(
      { actor: 'ada', role: 'admin', door: 'slack', now: noon },
      { job: 'job-1' },
    );
    const { id = '' } = tokens.find(({ name }) => name === 'revoked') ?? {};
    await house.operations.revokeToken(
      { actor: 'ada', role: 'admin', door: 'slack', now: noon },
      { tokenId: id },
    );
    const unknown = `cw_${'x'.repeat(12)}_${'y'.repeat(43)}`;
    const answers: Answer[] = [];
    for (const token of [revoked, expired, unknown, 'nonsense', undefined]) {
      const how = token === undefined ? {} : { token };
      answers.push(await house.start('job-1', how));
      answers.push(await house.call('/api/v1/runs/none', how));
      answers.push(await house.call('/api/v1/runs/none/file', how));
      answers.push(await house.call('/api/v1/jobs', how));
    }
    answers.push(await house.start('job-1', { headers: { authorization: 'Basic YTpi' } }));
    for (const answer of answers) {
      expectProblem(answer, 401, 'unauthorized');
      expect(answer.body).to.deep.equal(answers[0]?.body);
      expect(answer.headers.get('www-authenticate')).to.equal('Bearer realm="Crosswalk"');
    }
    expect(await house.store.runs.activeOf('job-1')).to.equal(null);
  });

  it('refuses a token of another job alike, whether or not there is what it asks for', async () => {
    const token = await house.token({ jobId: 'job-1' });
    const all = await house.token();
    const { body } = await house.start('job-2', { token: all });
    const runId = String(body['runId']);
    const answers = [
      await house.start('job-2', { token }),
      await house.start('no-such-job', { token }),
      await house.call(`/api/v1/runs/${runId}`, { token }),
      await house.call('/api/v1/runs/no-such-run', { token }),
      await house.call(`/api/v1/runs/${runId}/file`, { token }),
      await house.call('/api/v1/runs/no-such-run/file', { token }),
    ];
    for (const answer of answers) {
      expectProblem(answer, 403, 'out_of_scope');
      expect(answer.body).to.deep.equal(answers[0]?.body);
    }
  });

  it('says of what there is not that there is none', async () => {
    const token = await house.token();
    expectProblem(await house.start('no-such-job', { token }), 404, 'unknown_job');
    expectProblem(await house.call('/api/v1/runs/none', { token }), 404, 'unknown_run');
    expectProblem(await house.call('/api/v1/runs/none/file', { token }), 404, 'unknown_run');
    const { body } = await house.start('job-1', { token });
    expectProblem(await house.call(`/api/v1/runs/${String(body['runId'])}/file`, { token }), 404, 'no_file');
    expectProblem(await house.call('/api/v1/nothing', { token }), 404, 'unknown_address');
    const wrong = await house.call('/api/v1/jobs', { token, method: 'DELETE' });
    expectProblem(wrong, 405, 'method_not_allowed');
    expect(wrong.headers.get('allow')).to.equal('GET');
  });

  it('names the run that goes on already, and where to ask for it', async () => {
    const token = await house.token();
    const { body } = await house.start('job-1', { token });
    const second = await house.start('job-1', { token });
    expectProblem(second, 409, 'run_active');
    expect(second.body).to.include({ runId: body['runId'], statusUrl: body['statusUrl'] });
  });

  it('refuses a run that could not log in, and says that the job waits', async () => {
    const token = await house.token();
    await house.store.connections.expire('connection-1', 'It has expired.', noon);
    expectProblem(await house.start('job-1', { token, key: 'a-b-c' }), 409, 'connection_expired');
    const { body } = await house.call('/api/v1/jobs', { token });
    expect((body['jobs'] as readonly { state: string }[]).map(({ state }) => state)).to.deep.equal([
      'waiting for connection',
      'waiting for connection',
    ]);
    await house.store.connections.setState('connection-1', 'connected', null);
    expect(await house.start('job-1', { token, key: 'a-b-c' })).to.have.property('status', 202);
  });

  it('starts one run for all calls with one key, and refuses the key with another body', async () => {
    const token = await house.token();
    const first = await house.start('job-1', { token, key: 'a-b-c' });
    const again = await house.start('job-1', { token, key: 'a-b-c' });
    expect([first.status, again.status]).to.deep.equal([202, 202]);
    expect(again.body).to.deep.equal(first.body);
    expectProblem(await house.start('job-1', { token, key: 'a-b-c', mode: 'full' }), 422, 'key_reused');
    expectProblem(await house.start('job-2', { token, key: 'a-b-c' }), 422, 'key_reused');
    expectProblem(await house.start('job-2', { token, key: 'x'.repeat(256) }), 422, 'invalid_request');
  });

  it('says what of a request is wrong, and where', async () => {
    const token = await house.token();
    const modes = await house.start('job-1', { token, body: { mode: 'fast', dryRun: true } });
    expectProblem(modes, 422, 'invalid_request');
    const errors = modes.body['errors'] as readonly { readonly at: string }[];
    expect(errors.map(({ at }) => at)).to.deep.equal(['/mode', '/dryRun']);
    const page = await house.call('/api/v1/jobs?limit=0&sort=up', { token });
    const wrong = page.body['errors'] as readonly { readonly at: string }[];
    expect(wrong.map(({ at }) => at)).to.deep.equal(['limit', 'sort']);
  });

  it('lets a token call so often, and others meanwhile', async () => {
    const token = await house.token();
    const jobs = () => house.call('/api/v1/jobs', { token });
    for (let i = 0; i < 120; i += 1) expect((await jobs()).status).to.equal(200);
    const refused = await jobs();
    expectProblem(refused, 429, 'too_many_calls');
    expect(refused.headers.get('retry-after')).to.equal('1');
    expect((await house.call('/api/v1/jobs', { token: await house.token() })).status).to.equal(200);
    house.time.jump(1_000);
    expect((await jobs()).status).to.equal(200);
  });

  it('is nothing for a browser to keep, run or frame', async () => {
    const token = await house.token();
    for (const { headers } of [
      await house.call('/api/v1/jobs', { token }),
      await house.call('/api/v1/jobs'),
    ]) {
      expect(headers.get('cache-control')).to.equal('no-store');
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
      expect(headers.get('content-security-policy')).to.contain("default-src 'none'");
      expect(headers.get('strict-transport-security')).to.contain('max-age=');
      expect(headers.get('access-control-allow-origin')).to.equal(null);
    }
  });

  it('writes no token into the log', async () => {
    const token = await house.token();
    await house.start('job-1', { token });
    await house.start('job-1', { token: `${token}x` });
    expect(JSON.stringify(house.log.lines)).not.to.contain(token.slice(-43));
  });
});

describeOnBothDatabases('50 parallel calls of the trigger API with one key', (fresh) => {
  it('start one run, which all of them are told', async () => {
    const house = await openApiHouse(await fresh());
    try {
      const token = await house.token();
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => house.start('job-1', { token, key: 'once' })),
      );
      expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([202]));
      expect(new Set(answers.map(({ body }) => body['runId'])).size).to.equal(1);
      expect((await house.store.runs.list({}, { limit: 1, offset: 0 })).total).to.equal(1);
    } finally {
      await house.close();
    }
  });
});
