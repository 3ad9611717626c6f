import { expect } from 'chai';
import { createApi } from '../../../src/http/api/index.ts';
import { startHttpServer } from '../../../src/http/server.ts';
import type { HttpServer } from '../../../src/http/server.ts';
import type { Person } from '../../support/person.ts';
import { applied, jobName } from '../support/drafted.ts';
import { describeOnBoth } from '../support/slack-house.ts';

describeOnBoth('the trigger API of a job', (house) => {
  let ada: Person;
  let server: HttpServer;
  let jobId: string;
  beforeEach(async () => {
    ada = await house().person('Ada');
    await applied(house());
    jobId = (await house().store.jobs.byName(jobName))?.id ?? '';
    const { operations, log } = house();
    const listener = createApi({
      operationsOf: () => Promise.resolve(operations),
      publicUrl: 'http://crosswalk.test',
      log: log.log,
    });
    const routes = [{ path: '/api/v1/', listener }];
    server = await startHttpServer({ host: '127.0.0.1', port: 0, routes, checks: [], log: log.log });
  });
  afterEach(async () => {
    await server.close();
    expect(house().refusals()).to.deep.equal([]);
  });

  async function opens(): Promise<void> {
    await ada.opensHome();
    await ada.chooses('Trigger API', { in: 'Manage', on: jobName });
    await ada.sees('Programs start Customer accounts by this call:');
  }

  /** Does what the screen says, at the address of this test. */
  async function calls(): Promise<Response> {
    const text = await ada.screenText();
    const [, token = ''] = /Authorization: Bearer (cw_[\w-]+)/.exec(text) ?? [];
    const [, url = ''] = /curl -X POST '(http[^']+)'/.exec(text) ?? [];
    expect(url).to.equal(`http://crosswalk.test/api/v1/jobs/${jobId}/runs`);
    return await fetch(url.replace('http://crosswalk.test', server.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{"mode":"incremental"}',
    });
  }

  async function makes(name: string): Promise<void> {
    await ada.clicks('New token');
    await ada.types(name, { in: 'Name' });
  }

  it('is opened by a command, too, for admins alone', async () => {
    await ada.runs(`/crosswalk api ${jobName}`, '#general');
    await ada.sees('Programs start Customer accounts by this call:');
    await ada.closes();
    await ada.runs('/crosswalk api Nothing', '#general');
    await ada.sees('There is no job');
    const otto = await house().person('Otto', 'operator');
    await otto.runs(`/crosswalk api ${jobName}`, '#general');
    await otto.sees('you need the role admin');
  });

  it('shows the exact call, and makes a token that is shown once and works until it is revoked', async () => {
    await opens();
    await ada.sees('There are none yet: nobody can call.');
    await ada.sees(`curl -X POST 'http://crosswalk.test/api/v1/jobs/${jobId}/runs'`);
    await makes('Nightly load');
    await ada.chooses('In 30 days', { in: 'Expires' });
    await ada.clicks('Create');
    await ada.sees('Nightly load was made. It is shown this once');
    await ada.sees(/For this job · expires/);
    const answer = await calls();
    expect(answer.status).to.equal(202);
    const made = await ada.screenText();
    await ada.clicks('Done');
    await ada.doesNotSee(/cw_[\w-]{20,}/);
    await ada.sees('For this job · expires', { on: 'Nightly load' });
    const [, token = ''] = /Bearer (cw_[\w-]+)/.exec(made) ?? [];
    await ada.clicks('Revoke', { on: 'Nightly load' });
    await ada.confirms();
    await ada.sees('Nightly load was revoked: whoever shows it is refused.');
    await ada.sees('There are none yet');
    const refused = await fetch(`${server.url}/api/v1/jobs`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(refused.status).to.equal(401);
  });

  it('keeps a token that its admin would rather not revoke', async () => {
    await opens();
    await makes('Nightly load');
    await ada.clicks('Create');
    await ada.clicks('Done');
    await ada.sees('never used', { on: 'Nightly load' });
    await ada.clicks('Revoke', { on: 'Nightly load' });
    await ada.declines();
    await ada.sees('does not expire', { on: 'Nightly load' });
    expect(await house().store.tokens.list(jobId)).to.have.length(1);
  });

  it('makes tokens for all jobs, says when they were used, and refuses a name that is taken', async () => {
    await opens();
    await makes('Everything');
    await ada.chooses('All jobs', { in: 'Works for' });
    await ada.clicks('Create');
    expect((await calls()).status).to.equal(202);
    await ada.clicks('Done');
    await ada.closes();
    await opens();
    await ada.sees('For all jobs · does not expire', { on: 'Everything' });
    await ada.sees('last used today', { on: 'Everything' });
    await makes('everything');
    await ada.clicks('Create');
    await ada.sees('There is a token called "everything" already.');
  });

  it('is an admin’s, and nobody else is offered it', async () => {
    const otto = await house().person('Otto', 'operator');
    await otto.opensHome();
    expect(await otto.options({ in: 'Manage', on: jobName })).not.to.include('Trigger API');
  });
});
