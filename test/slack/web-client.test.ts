import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect } from 'chai';
import { fixedToken } from '../../src/slack/bot-token.ts';
import { createPatientClient } from '../../src/slack/web-client.ts';
import { recordedLog } from '../support/recorded-log.ts';

describe('calls of Slack', () => {
  let server: Server;
  let answer: { readonly status: number; readonly body: object };
  const told: string[] = [];
  beforeEach(async () => {
    told.splice(0);
    server = createServer((_, response) => {
      response.writeHead(answer.status, {
        'content-type': 'application/json; charset=utf-8',
        'retry-after': '1',
      });
      response.end(JSON.stringify(answer.body));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  for (const [status, body, outcome] of [
    [200, { ok: true, ts: '1.2' }, 'answered'],
    [200, { ok: false, error: 'not_in_channel' }, 'failed'],
    [429, { ok: false, error: 'ratelimited' }, 'rate limited'],
    [503, { ok: false }, 'failed'],
  ] as const) {
    it(`are counted as ${outcome} where Slack answers ${status} ${JSON.stringify(body)}`, async () => {
      answer = { status, body };
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
      const client = createPatientClient(fixedToken('xoxb-1'), url, recordedLog().log, (method, how) => {
        told.push(`${method} ${how}`);
      });
      await client.chat.postMessage({ channel: 'C1', text: 'x' }).catch(() => null);
      expect(told).to.deep.equal([`chat.postMessage ${outcome}`]);
    });
  }
});
