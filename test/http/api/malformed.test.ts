import { connect } from 'node:net';
import { expect } from 'chai';
import { openApiHouse } from './support/api-house.ts';
import type { ApiHouse } from './support/api-house.ts';

/** What the server answers to bytes as they are; it closes the connection when it has answered. */
function answerTo(url: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () =>
      socket.write(Buffer.from(bytes, 'latin1')),
    );
    socket.on('data', (part) => parts.push(part));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(parts).toString('latin1')));
  });
}

const runs = '/api/v1/jobs/job-1/runs';
const json = 'Content-Type: application/json';

/** Method, path, headers and body. */
type Malformed = readonly [string, string, readonly string[], string?];

const bodies = [
  ' ',
  '{',
  '}',
  '[',
  'null',
  'true',
  '1',
  '"full"',
  '[]',
  '{}',
  '{"mode":null}',
  '{"mode":1}',
  '{"mode":""}',
  '{"mode":"FULL"}',
  '{"mode":["full"]}',
  '{"mode":{"$ne":""}}',
  '{"Mode":"full"}',
  '{"mode":"full","mode2":1}',
  '{"mode":"full"}}',
  '{"mode":"full",}',
  "{'mode':'full'}",
  '\xff\xfe',
  '{"mode":"\xff"}',
  '\xef\xbb\xbf{"mode":1}',
  '{"__proto__":{"mode":"full"}}',
  '{"constructor":1}',
  '{"mode":"full\\u0000"}',
  '[[[['.repeat(2_000),
  `{"mode":"${'x'.repeat(15_000)}"}`,
  'mode=full',
  '<mode>full</mode>',
  'NaN',
  '1e999',
  '{"a":1e400}',
];

const requests: readonly Malformed[] = [
  ...bodies.map((body): Malformed => ['POST', runs, [json], body]),
  ['POST', runs, [json], 'x'.repeat(20_000)],
  ['POST', runs, ['Content-Type: text/plain'], '{"mode":"full"}'],
  ['POST', runs, [], '{"mode":"full"}'],
  ['POST', runs, ['Content-Type: application/json; charset=utf-16'], '{"mode":"full"}'],
  ['POST', runs, [json, 'Content-Encoding: gzip'], '{"mode":"full"}'],
  ['POST', runs, [json, 'Idempotency-Key: '], '{"mode":"full"}'],
  ['POST', runs, [json, 'Idempotency-Key: a b'], '{"mode":"full"}'],
  ['POST', runs, [json, `Idempotency-Key: ${'k'.repeat(300)}`], '{"mode":"full"}'],
  ['POST', runs, [json, 'Idempotency-Key: \xe9'], '{"mode":"full"}'],
  ['POST', '/api/v1/jobs//runs', [json], '{"mode":"full"}'],
  ['POST', '/api/v1/jobs/%zz/runs', [json], '{"mode":"full"}'],
  ['POST', '/api/v1/jobs/%00/runs', [json], '{"mode":"full"}'],
  ['POST', '/api/v1/jobs/%c0%af/runs', [json], '{"mode":"full"}'],
  ['POST', '/api/v1/jobs/..%2f..%2fetc/runs', [json], '{"mode":"full"}'],
  ['POST', `/api/v1/jobs/${'j'.repeat(5_000)}/runs`, [json], '{"mode":"full"}'],
  ['POST', "/api/v1/jobs/';DROP TABLE jobs;--/runs".replaceAll(' ', '%20'), [json], '{"mode":"full"}'],
  ['GET', '/api/v1/runs/%00', []],
  ['GET', '/api/v1/runs/%ED%A0%80', []],
  ['GET', '/api/v1/runs/../../etc/passwd', []],
  ['GET', '/api/v1/runs/none/file/more', []],
  ['GET', '/api/v1/jobs?limit=-1', []],
  ['GET', '/api/v1/jobs?limit=1e9', []],
  ['GET', '/api/v1/jobs?limit=%00', []],
  ['GET', '/api/v1/jobs?offset=9007199254740993', []],
  ['GET', '/api/v1/jobs?__proto__=1&constructor=2', []],
  ['GET', '/api/v1//jobs', []],
  ['GET', '/api/v1/', []],
  ['PUT', '/api/v1/jobs', [json], '{}'],
  ['PATCH', runs, [json], '{}'],
  ['OPTIONS', runs, []],
  ['TRACE', '/api/v1/jobs', []],
  ['HEAD', '/api/v1/jobs', []],
];

describe('what is malformed', () => {
  let house: ApiHouse;
  before(async () => {
    house = await openApiHouse();
  });
  after(() => house.close());

  it('is refused as the caller’s mistake, and starts nothing', async () => {
    expect(requests.length).to.be.greaterThan(60);
    const wrong: string[] = [];
    const token = await house.token();
    for (const [method, path, headers, body = ''] of requests) {
      // So that none of them is refused for being too many.
      house.time.jump(1_000);
      const head = [
        `${method} ${path} HTTP/1.1`,
        'Host: crosswalk.test',
        'Connection: close',
        `Authorization: Bearer ${token}`,
        ...headers,
        ...(body === '' && method !== 'POST' ? [] : [`Content-Length: ${Buffer.byteLength(body, 'latin1')}`]),
      ];
      const answer = await answerTo(house.url, `${head.join('\r\n')}\r\n\r\n${body}`);
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
      if (!(status >= 400 && status < 500)) wrong.push(`${method} ${path} ${body.slice(0, 40)}: ${status}`);
    }
    expect(wrong).to.deep.equal([]);
    expect((await house.store.runs.list({}, { limit: 1, offset: 0 })).total).to.equal(0);
    expect(house.log.messages(50)).to.deep.equal([]);
  });

  it('is refused where it is no HTTP at all, or an Authorization that is none', async () => {
    for (const bytes of [
      'nonsense\r\n\r\n',
      `GET /api/v1/jobs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${'x'.repeat(20_000)}\r\n\r\n`,
      `POST ${runs} HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n`,
      `POST ${runs} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n`,
      'GET /api/v1/jobs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer\r\nConnection: close\r\n\r\n',
      'GET /api/v1/jobs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a b\r\nConnection: close\r\n\r\n',
    ]) {
      expect(await answerTo(house.url, bytes), bytes.slice(0, 60)).to.match(/^HTTP\/1\.1 4\d\d /);
    }
  });
});
