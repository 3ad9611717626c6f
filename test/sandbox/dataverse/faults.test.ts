import { expect } from 'chai';
import { caught } from '../../support/caught.ts';
import { errorOf, requestToken, startClient } from './sandbox-client.ts';
import type { SandboxClient } from './sandbox-client.ts';

describe('the Dataverse sandbox goes wrong on request', () => {
  let client: SandboxClient;
  let nowMs: number;
  beforeEach(async () => {
    nowMs = Date.parse('2026-03-01T10:30:00Z');
    client = await startClient({ now: () => nowMs });
    client.sandbox.org.insert(
      'account',
      Array.from({ length: 400 }, (_, index) => ({ name: `account ${index}` })),
    );
  });
  afterEach(() => client.close());

  const query = 'accounts?$select=name';

  it('with the answers that Dataverse gives', async () => {
    const answers = [
      ['too many requests', 429, '0x80072322', '1'],
      ['execution time', 429, '0x80072321', '1'],
      ['concurrent limit', 429, '0x80072326', '1'],
      ['unavailable', 503, '0x80040216', null],
      ['missing privilege', 403, '0x80040220', null],
      ['sql timeout', 500, '0x80044151', null],
    ] as const;
    for (const [kind, status, code, retryAfter] of answers) {
      client.sandbox.disturb({ kind });
      const response = await client.fetch(query);
      expect(response.headers.get('retry-after'), kind).to.equal(retryAfter);
      expect(await errorOf(response), kind).to.include({ status, code });
    }
    client.sandbox.disturb({ kind: 'too many requests', retryAfter: 120 });
    expect((await client.fetch(query)).headers.get('retry-after')).to.equal('120');
    client.sandbox.disturb({ kind: 'bad gateway' });
    expect(await (await client.fetch(query)).text()).to.include('<html>');
  });

  it('by ending the token that was sent, for good', async () => {
    const { sandbox } = client;
    const logins = sandbox.traffic.logins;
    sandbox.disturb({ kind: 'expired session' });
    expect((await client.fetch(query)).status).to.equal(200);
    expect(sandbox.traffic.logins).to.equal(logins + 1);
    expect(sandbox.traffic.recent.slice(-3).map((each) => each.status)).to.deep.equal([401, 200, 200]);
  });

  it('at a login only where that is meant', async () => {
    client.sandbox.disturb({ kind: 'unavailable' });
    expect((await requestToken(client.sandbox)).status).to.equal(200);
    client.sandbox.calm();
    client.sandbox.disturb({ kind: 'unavailable', match: { path: /oauth2/ } });
    expect((await client.fetch(query)).status).to.equal(200);
    expect((await requestToken(client.sandbox)).status).to.equal(503);
  });

  it('on the way: reset, cut, or without an end', async () => {
    client.sandbox.disturb({ kind: 'reset' });
    expect(await caught(client.fetch(query))).to.have.nested.property('cause.code', 'ECONNRESET');
    client.sandbox.disturb({ kind: 'truncated' });
    expect(await caught((await client.fetch(query)).text())).to.be.instanceOf(Error);
    client.sandbox.disturb({ kind: 'truncated', framing: 'complete' });
    const text = await (await client.fetch(query)).text();
    expect(() => JSON.parse(text) as unknown).to.throw();
    client.sandbox.disturb({ kind: 'stalled' });
    const abort = new AbortController();
    const response = await client.fetch(query, { signal: abort.signal });
    abort.abort();
    expect(await caught(response.text())).to.have.property('name', 'AbortError');
  });

  it('after a write was done, so that only its answer is lost', async () => {
    client.sandbox.disturb({ kind: 'truncated', match: { method: 'POST' } });
    const headers = { prefer: 'return=representation' };
    const response = await client.send('POST', 'accounts', { name: 'done' }, headers);
    expect(await caught(response.text())).to.be.instanceOf(Error);
    expect(await client.names("name eq 'done'")).to.deep.equal(['done']);
  });

  describe('by the limits of the service', () => {
    it('of requests in five minutes', async () => {
      const { limits, traffic } = client.sandbox;
      limits.requests = 3;
      const remaining = async (): Promise<string | null> =>
        (await client.fetch('WhoAmI')).headers.get('x-ms-ratelimit-burst-remaining-xrm-requests');
      expect([await remaining(), await remaining(), await remaining()]).to.deep.equal(['2', '1', '0']);
      nowMs += 100_000;
      const refused = await client.fetch('WhoAmI');
      expect(refused.headers.get('retry-after')).to.equal('200');
      expect(await errorOf(refused)).to.include({ status: 429, code: '0x80072322' });
      nowMs += 200_000;
      expect((await client.fetch('WhoAmI')).status).to.equal(200);
      expect(traffic.requests).to.equal(5);
    });

    it('of requests at once', async () => {
      client.sandbox.limits.concurrent = 1;
      client.sandbox.disturb({ kind: 'slow', delayMs: 5, times: 8 });
      const responses = await Promise.all(Array.from({ length: 8 }, () => client.fetch('WhoAmI')));
      const refused = responses.filter((response) => response.status === 429);
      expect(refused).not.to.have.length(0);
      expect(await errorOf(refused[0] ?? new Response())).to.include({ code: '0x80072326' });
      expect((await client.fetch('WhoAmI')).status).to.equal(200);
    });
  });
});
