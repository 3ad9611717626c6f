import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { CrmSession, OnRetry } from '../../../src/connectors/connector.ts';
import { createHttp } from '../../../src/connectors/salesforce/request.ts';
import type { SalesforceHttp } from '../../../src/connectors/salesforce/request.ts';
import type { Tuning } from '../../../src/connectors/salesforce/tuning.ts';
import { createSessionSource } from '../../../src/connectors/session-source.ts';
import { RetryableError, UserError } from '../../../src/domain/errors.ts';
import { caught } from '../../support/caught.ts';
import { aTuning } from './a-tuning.ts';
import { sendError, sendJson, startScriptedServer } from '../scripted-server.ts';
import type { Script, ScriptedServer } from '../scripted-server.ts';

interface Org {
  readonly http: SalesforceHttp;
  readonly server: ScriptedServer;
  readonly pauses: readonly number[];
  readonly logins: () => number;
}

describe('a request to Salesforce', () => {
  let opened: ScriptedServer[] = [];
  afterEach(async () => {
    await Promise.all(opened.map((server) => server.close()));
    opened = [];
  });

  async function anOrg(
    script: Script,
    changes: Partial<Tuning> = {},
    apiVersion?: string,
    onRetry?: OnRetry,
  ): Promise<Org> {
    const server = await startScriptedServer(script);
    opened.push(server);
    const tuning = aTuning(changes);
    let logins = 0;
    const sessions = createSessionSource(async (): Promise<CrmSession> => {
      logins += 1;
      const session = { accessToken: `token-${logins}`, instanceUrl: server.url, expiresAtMs: null };
      return await Promise.resolve(apiVersion === undefined ? session : { ...session, apiVersion });
    });
    return {
      http: createHttp({ sessions, tuning, onRetry }),
      server,
      pauses: tuning.pauses,
      logins: () => logins,
    };
  }

  it('carries the session, goes to the version of the connection, and reads gzip', async () => {
    const org = await anOrg(
      (request, response) => {
        expect(request.headers['accept-encoding']).to.include('gzip');
        response.writeHead(200, { 'content-encoding': 'gzip', 'sforce-limit-info': 'api-usage=3/100' });
        response.end(gzipSync('{"ok":"Zürich"}'));
      },
      {},
      '59.0',
    );
    expect(org.http.usage()).to.equal(null);
    expect(await org.http.json({ path: 'limits' }, JSON.parse)).to.deep.equal({ ok: 'Zürich' });
    expect(org.server.requests[0]?.path).to.equal('/services/data/v59.0/limits');
    expect(org.server.requests[0]?.headers.authorization).to.equal('Bearer token-1');
    expect(org.http.usage()).to.deep.equal({ used: 3, limit: 100 });
  });

  it('waits as long as Retry-After says, in seconds or until a date, and no longer', async () => {
    const now = Date.parse('2026-03-01T09:00:00Z');
    const org = await anOrg(
      (_, response, number) => {
        if (number === 1) return sendError(response, 503, 'SERVER_UNAVAILABLE', '', { 'retry-after': '9' });
        if (number === 2)
          return sendJson(response, 429, '', { 'retry-after': 'Sun, 01 Mar 2026 09:01:00 GMT' });
        return sendJson(response, 200, {});
      },
      { now: () => now },
    );
    await org.http.send({ path: 'limits' });
    expect(org.pauses).to.deep.equal([9_000, 60_000]);
  });

  it('tells which try failed why and when the next one is, and when that is over', async () => {
    const now = Date.parse('2026-03-01T09:00:00Z');
    const told: unknown[] = [];
    const org = await anOrg(
      (_, response, number) =>
        number < 3
          ? sendError(response, 503, 'SERVER_UNAVAILABLE', '', { 'retry-after': String(number) })
          : sendJson(response, 200, {}),
      { now: () => now, attempts: 4 },
      undefined,
      (retry) => told.push(retry),
    );
    await org.http.send({ path: 'limits' });
    const reason = 'Salesforce is not available at the moment.';
    expect(told).to.deep.equal([
      { attempt: 1, attempts: 4, reason, nextAt: new Date(now + 1_000) },
      { attempt: 2, attempts: 4, reason, nextAt: new Date(now + 2_000) },
      null,
    ]);
  });

  it('does not begin where there is no session: a login is tried often enough by itself', async () => {
    let logins = 0;
    const sessions = createSessionSource(() => {
      logins += 1;
      return Promise.reject(new RetryableError('Salesforce takes no logins at the moment.'));
    });
    const tuning = aTuning();
    await caught(createHttp({ sessions, tuning }).send({ path: 'limits' }));
    expect({ logins, pauses: tuning.pauses }).to.deep.equal({ logins: 1, pauses: [] });
  });

  it('passes on a Retry-After that is longer than a run can wait', async () => {
    const org = await anOrg((_, response) => sendJson(response, 503, '', { 'retry-after': '7200' }));
    const error = await caught(org.http.send({ path: 'limits' }));
    expect(error).to.be.instanceOf(RetryableError).and.have.property('retryAfterMs', 7_200_000);
    expect(org.pauses).to.deep.equal([]);
    expect(org.server.requests).to.have.length(1);
  });

  it('waits longer each time where no time is named, and gives up in the end', async () => {
    const org = await anOrg((_, response) => sendJson(response, 500, ''), { attempts: 8 });
    const error = await caught(org.http.send({ path: 'limits' }));
    expect(error).to.be.instanceOf(RetryableError);
    expect(org.server.requests).to.have.length(8);
    expect(org.pauses).to.deep.equal([750, 1_500, 3_000, 6_000, 12_000, 22_500, 22_500]);
  });

  it('is sent once where trying again would change nothing', async () => {
    for (const code of ['INVALID_FIELD', 'MALFORMED_QUERY', 'INVALID_QUERY_LOCATOR', 'QUERY_TIMEOUT']) {
      const org = await anOrg((_, response) => sendError(response, 400, code));
      await caught(org.http.send({ path: 'query?q=x' }));
      expect(org.server.requests, code).to.have.length(1);
    }
  });

  it('goes on with a new session after the old one was refused', async () => {
    const org = await anOrg((request, response) =>
      request.headers.authorization === 'Bearer token-2'
        ? sendJson(response, 200, { fine: true })
        : sendError(response, 401, 'INVALID_SESSION_ID'),
    );
    const answers = await Promise.all([1, 2, 3].map(() => org.http.json({ path: 'limits' }, JSON.parse)));
    expect(answers).to.deep.equal([{ fine: true }, { fine: true }, { fine: true }]);
    expect(org.logins()).to.equal(2);
    expect(org.pauses).to.deep.equal([]);
  });

  it('gives up where the new session is refused too', async () => {
    const org = await anOrg((_, response) => sendError(response, 401, 'INVALID_SESSION_ID'));
    const error = await caught(org.http.send({ path: 'limits' }));
    expect(error).to.be.instanceOf(UserError).and.have.property('code', 'session_refused');
    expect(org.server.requests).to.have.length(2);
  });

  it('asks again for an answer that was reset, cut off or is the page of a proxy', async () => {
    const org = await anOrg((_, response, number) => {
      if (number === 1) return void response.destroy();
      if (number === 2) {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
        response.write('{"records":[');
        return void setImmediate(() => response.destroy());
      }
      if (number === 3) {
        response.writeHead(200, { 'content-type': 'application/json' });
        return void response.end('{"records":[');
      }
      if (number === 4) {
        response.writeHead(200, { 'content-type': 'text/html' });
        return void response.end('<html>Please wait</html>');
      }
      return sendJson(response, 200, { whole: true });
    });
    expect(await org.http.json({ path: 'limits' }, JSON.parse)).to.deep.equal({ whole: true });
    expect(org.server.requests).to.have.length(5);
  });

  it('gives up on a service that stays silent, before or in the middle of an answer', async () => {
    for (const begin of [false, true]) {
      const org = await anOrg(
        (_, response) => {
          if (begin) response.writeHead(200).write('{');
        },
        { answerTimeoutMs: 50, attempts: 2 },
      );
      const error = await caught(org.http.send({ path: 'limits' }));
      expect(error).to.be.instanceOf(RetryableError).and.have.property('code', 'timeout');
      expect(org.server.requests).to.have.length(2);
    }
  });

  it('ends with the reason of an abort, before, during and between attempts', async () => {
    const reason = new Error('cancelled by a person');
    const early = new AbortController();
    early.abort(reason);
    const org = await anOrg((_, response) => sendJson(response, 200, {}));
    expect(await caught(org.http.send({ path: 'limits', signal: early.signal }))).to.equal(reason);
    expect(org.server.requests).to.have.length(0);

    const during = new AbortController();
    const silent = await anOrg(() => during.abort(reason));
    expect(await caught(silent.http.send({ path: 'limits', signal: during.signal }))).to.equal(reason);

    const between = new AbortController();
    const busy = await anOrg((_, response) => {
      sendJson(response, 503, '');
      between.abort(reason);
    });
    expect(await caught(busy.http.send({ path: 'limits', signal: between.signal }))).to.equal(reason);
    expect(busy.server.requests).to.have.length(1);
  });

  it('says what to do where nobody listens at the address', async () => {
    const org = await anOrg((_, response) => sendJson(response, 200, {}), { attempts: 1 });
    await org.server.close();
    opened = [];
    const error = await caught(org.http.send({ path: 'limits' }));
    expect(error).to.be.instanceOf(RetryableError);
    expect(error.message).to.match(/refuses connections; check the address/);
  });

  it('never follows a redirect with the session', async () => {
    const org = await anOrg((_, response) => {
      response.writeHead(302, { location: '/elsewhere' });
      response.end();
    });
    const error = await caught(org.http.send({ path: 'limits' }));
    expect(error.message).to.include('HTTP 302');
    expect(org.server.requests).to.have.length(1);
  });
});
