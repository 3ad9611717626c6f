/** Every route of the trigger API is tried with tokens that are good for something else, or for nothing. */
import { expect } from 'chai';
import { createRoutes } from '../../../src/http/api/routes/index.ts';
import { newTokenText } from '../../../src/operations/trigger-api/token-text.ts';
import { admin } from '../../support/operations.ts';
import { aNewRun, after as later, anOutcome, noon } from '../../support/records.ts';
import { openApiHouse } from './support/api-house.ts';
import type { ApiHouse } from './support/api-house.ts';

const routes = createRoutes({ publicUrl: 'https://crosswalk.test' });

const bearer = (token: string): Readonly<Record<string, string>> => ({ authorization: `Bearer ${token}` });

describe('a token of the trigger API', () => {
  let house: ApiHouse;
  /** Good for both jobs, and for the second one only. */
  let good: string;
  let ofOtherJob: string;
  before(async () => {
    house = await openApiHouse();
    good = await house.token();
    ofOtherJob = await house.token({ jobId: 'job-2' });
    const { runs } = house.store;
    await runs.enqueue(aNewRun({ id: 'run-1', jobId: 'job-1' }));
    await runs.claim('me', noon, 'run-1');
    await runs.finish('run-1', 'me', 1, anOutcome());
  });
  after(() => house.close());

  async function call(method: string, path: string, headers: Readonly<Record<string, string>>) {
    // So that none of them is refused for being too many.
    house.time.jump(1_000);
    const id = path.includes('/jobs/') ? 'job-1' : 'run-1';
    const response = await fetch(`${house.url}${path.replace('{id}', id)}`, { method, headers });
    return { status: response.status, body: await response.text() };
  }

  /** Headers that must open nothing. */
  async function bad(): Promise<
    readonly (readonly [what: string, headers: Readonly<Record<string, string>>])[]
  > {
    const { operations, time } = house;
    const context = { ...admin, now: time.now() };
    const revoked = await house.token({ name: 'revoked' });
    const { tokens } = await operations.listTokens(context, { job: 'job-1' });
    const { id = '' } = tokens.find(({ name }) => name === 'revoked') ?? {};
    await operations.revokeToken(context, { tokenId: id });
    const expired = await house.token({ expiresAt: later(time.now(), 1) });
    time.jump(10);
    return [
      ['nothing', {}],
      ['an empty one', bearer('')],
      ['one that was never made', bearer(newTokenText().text)],
      ['a revoked one', bearer(revoked)],
      ['an expired one', bearer(expired)],
      ['one that lacks its end', bearer(good.slice(0, -1))],
      ['one that goes on', bearer(`${good}x`)],
      ['one in another case', bearer(good.toUpperCase())],
      ['the id of one with the secret of another', bearer(good.slice(0, -43) + ofOtherJob.slice(-43))],
      ['two at once', bearer(`${good},${good}`)],
      ['a statement', bearer(`${good}' OR '1'='1`)],
      ['another scheme', { authorization: `Basic ${Buffer.from(`x:${good}`).toString('base64')}` }],
      ['no scheme', { authorization: good }],
      ['another header', { 'x-api-key': good, cookie: `token=${good}`, 'x-authorization': `Bearer ${good}` }],
    ];
  }

  async function kept(): Promise<string> {
    const { store } = house;
    const [runs, jobs] = [await store.runs.list({}, { limit: 100, offset: 0 }), await store.jobs.list()];
    return JSON.stringify([runs, jobs]);
  }

  for (const { method, path, operationId } of routes) {
    it(`opens ${operationId} to nobody who has none that is good, and nothing is changed`, async () => {
      const before = await kept();
      const answers = new Set<string>();
      for (const [what, headers] of await bad()) {
        const { status, body } = await call(method, path, headers);
        expect(status, what).to.equal(401);
        expect(body, what).not.to.match(/job-1|run-1|Job 1/);
        answers.add(body.replaceAll(/"(?:instance|requestId)":"[^"]*"/g, ''));
      }
      expect(answers, 'the words tell nothing about why').to.have.property('size', 1);
      // In the address it is none either, where logs and histories would keep it.
      expect((await call(method, `${path}?access_token=${good}&token=${good}`, {})).status).to.equal(401);
      expect(await kept()).to.equal(before);
    });

    it(`finds by ${operationId} nothing of a job that it is not for, whatever it says it is`, async () => {
      const before = await kept();
      const authorization = `Bearer ${ofOtherJob}`;
      const claimed: readonly Readonly<Record<string, string>>[] = [
        {},
        { 'x-crosswalk-job': 'job-1', 'x-role': 'admin', 'x-team': 'first' },
        {
          'x-http-method-override': 'DELETE',
          'x-original-url': '/api/v1/jobs',
          'x-forwarded-for': '127.0.0.1',
        },
      ];
      for (const claims of claimed) {
        const { status, body } = await call(method, path, { authorization, ...claims });
        expect(status).to.equal(path.includes('{id}') ? 403 : 200);
        expect(body).not.to.include('Job 1');
      }
      expect(await kept()).to.equal(before);
    });
  }
});
