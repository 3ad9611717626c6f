import { expect } from 'chai';
import { caught } from '../../support/caught.ts';
import { startClient } from './sandbox-client.ts';
import type { SandboxClient } from './sandbox-client.ts';

describe('the sandbox goes wrong on request', () => {
  let client: SandboxClient;
  beforeEach(async () => {
    client = await startClient({ apiLimit: 1_000 });
    client.sandbox.org.insert(
      'Account',
      Array.from({ length: 400 }, (_, index) => ({ Name: `account ${index}` })),
    );
  });
  afterEach(() => client.close());

  const query = 'query?q=SELECT+Id,Name+FROM+Account';

  it('so often, after so many requests that went well', async () => {
    client.sandbox.disturb({ kind: 'unavailable', after: 2, times: 2 });
    const statuses: number[] = [];
    for (let requests = 0; requests < 6; requests += 1) statuses.push((await client.fetch('limits')).status);
    expect(statuses).to.deep.equal([200, 200, 503, 503, 200, 200]);
    expect(client.sandbox.traffic.recent.map((each) => each.status)).to.include.members([503]);
  });

  it('only where it is meant to', async () => {
    client.sandbox.disturb({ kind: 'unavailable', match: { path: /query/ } });
    client.sandbox.disturb({ kind: 'bad gateway', match: { method: 'POST' } });
    client.sandbox.disturb({ kind: 'too many requests', match: { path: /oauth2\/token/ } });
    expect((await client.fetch('limits')).status).to.equal(200);
    expect((await client.fetch(query)).status).to.equal(503);
    expect((await client.fetch('jobs/query', { method: 'POST', body: '{}' })).status).to.equal(502);
    const login = await fetch(`${client.sandbox.url}/services/oauth2/token`, { method: 'POST' });
    expect(login.status).to.equal(429);
    client.sandbox.disturb({ kind: 'unavailable', times: 100 });
    client.sandbox.calm();
    expect((await client.fetch('limits')).status).to.equal(200);
  });

  it('with the answers that Salesforce gives', async () => {
    const answers = [
      ['too many requests', 429, 'TOO_MANY_REQUESTS', '1'],
      ['unavailable', 503, 'SERVER_UNAVAILABLE', null],
      ['daily limit', 403, 'TotalRequests Limit exceeded.', null],
      ['concurrent limit', 403, 'ConcurrentRequests', null],
      ['bad gateway', 502, '<html>', null],
    ] as const;
    for (const [kind, status, text, retryAfter] of answers) {
      client.sandbox.disturb({ kind });
      const response = await client.fetch('limits');
      expect(response.status, kind).to.equal(status);
      expect(await response.text(), kind).to.include(text);
      expect(response.headers.get('retry-after'), kind).to.equal(retryAfter);
    }
    client.sandbox.disturb({ kind: 'unavailable', retryAfter: 120 });
    expect((await client.fetch('limits')).headers.get('retry-after')).to.equal('120');
    client.sandbox.disturb({ kind: 'daily bulk limit' });
    const created = await client.fetch('jobs/query', {
      method: 'POST',
      body: '{"operation":"query","query":"SELECT Id FROM Account"}',
    });
    expect(await created.text()).to.include('Max bulk v2 query jobs');
  });

  it('by ending the session that was sent, for good', async () => {
    const { sandbox } = client;
    await client.fetch('limits');
    const logins = sandbox.traffic.logins;
    sandbox.disturb({ kind: 'expired session' });
    expect((await client.fetch('limits')).status).to.equal(200);
    expect(sandbox.traffic.logins).to.equal(logins + 1);
    expect(sandbox.traffic.recent.slice(-3).map((each) => each.status)).to.deep.equal([401, 200, 200]);
  });

  it('by resetting the connection', async () => {
    client.sandbox.disturb({ kind: 'reset' });
    const error = await caught(client.fetch(query));
    expect(error).to.have.nested.property('cause.code', 'ECONNRESET');
  });

  for (const encoding of ['gzip', 'identity']) {
    for (const framing of ['content-length', 'chunked'] as const) {
      it(`by ending an answer early: ${framing}, ${encoding}`, async () => {
        client.sandbox.disturb({ kind: 'truncated', framing });
        const response = await client.fetch(query, { headers: { 'accept-encoding': encoding } });
        expect(response.status).to.equal(200);
        expect(response.headers.get('content-encoding')).to.equal(encoding === 'gzip' ? 'gzip' : null);
        expect(await caught(response.text())).to.be.instanceOf(Error);
        expect((await client.query('SELECT Id FROM Account')).totalSize).to.equal(400);
      });
    }
  }

  it('by cutting what is in a frame that is whole', async () => {
    client.sandbox.disturb({ kind: 'truncated', framing: 'complete' });
    const text = await (await client.fetch(query)).text();
    expect(text.startsWith('{"totalSize":400')).to.equal(true);
    expect(() => JSON.parse(text) as unknown).to.throw();
  });

  it('by answering late, or not, or half', async () => {
    client.sandbox.disturb({ kind: 'slow', delayMs: 1 });
    expect((await client.fetch('limits')).status).to.equal(200);
    for (const kind of ['silent', 'stalled'] as const) {
      client.sandbox.disturb({ kind });
      const abort = new AbortController();
      const answer = client.fetch(query, { signal: abort.signal }).then((response) => {
        expect(kind).to.equal('stalled');
        abort.abort();
        return response.text();
      });
      if (kind === 'silent') {
        // It has been seen once the request after it was answered.
        await client.fetch('limits');
        abort.abort();
      }
      expect(await caught(answer)).to.have.property('name', 'AbortError');
    }
  });

  it("by the org's own limit, which every answer tells of", async () => {
    const { apiLimit } = client.sandbox;
    apiLimit.used = 17;
    expect((await client.fetch('limits')).headers.get('sforce-limit-info')).to.equal('api-usage=18/1000');
    apiLimit.limit = 18;
    const response = await client.fetch('limits');
    expect(response.status).to.equal(403);
    expect(await response.json()).to.have.nested.property('[0].errorCode', 'REQUEST_LIMIT_EXCEEDED');
  });
});
