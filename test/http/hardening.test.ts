/** What every address of the one HTTP server has in common, as it is composed for production. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { compose } from '../../src/compose.ts';
import type { App } from '../../src/compose.ts';
import { parseConfig } from '../../src/config.ts';
import { freePort } from '../../src/demo/free-port.ts';
import { openDoors } from '../../src/doors.ts';
import type { Doors } from '../../src/doors.ts';
import { createRoutes } from '../../src/http/api/routes/index.ts';
import { startSmallSlack } from '../slack/support/small-slack.ts';
import type { SmallSlack } from '../slack/support/small-slack.ts';
import { recordedLog } from '../support/recorded-log.ts';

/** Path, methods that are meant for it, and whether it takes a body. */
type Address = readonly [path: string, methods: readonly string[], takesBody: boolean];

/** Of the trigger API, as it has them. */
const ofApi: Address[] = createRoutes({ publicUrl: 'https://crosswalk.test' }).map(({ path, method }) => [
  path.replaceAll('{id}', 'x'),
  [method],
  method === 'POST',
]);

/** By what is mounted in the server: a part of it that is not here is not attacked, and fails below. */
const mounted: Readonly<Record<string, readonly Address[]>> = {
  '/health': [['/health', ['GET', 'HEAD'], false]],
  '/ready': [['/ready', ['GET', 'HEAD'], false]],
  '/metrics': [['/metrics', ['GET', 'HEAD'], false]],
  '/api/v1/': [['/api/v1/openapi.json', ['GET'], false], ...ofApi],
  '/connect/': [
    [`/connect/${'x'.repeat(43)}`, ['GET', 'POST'], true],
    ['/connect/callback', ['GET'], false],
  ],
  '/download/': [[`/download/${'x'.repeat(43)}`, ['GET'], false]],
  '/slack/events': [['/slack/events', ['POST'], true]],
  '/slack/install': [['/slack/install', ['GET'], false]],
  '/slack/oauth_redirect': [['/slack/oauth_redirect', ['GET'], false]],
};
const addresses: readonly Address[] = [...Object.values(mounted).flat(), ['/nothing/here', [], false]];

const deep = '['.repeat(10_000) + ']'.repeat(10_000);
const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, i])));

/** Bodies that are made to hurt whoever reads them. */
const bodies: readonly (readonly [name: string, type: string, body: string | Buffer, encoding?: string])[] = [
  ['deep JSON', 'application/json', deep],
  ['wide JSON', 'application/json', wide],
  [
    'prototype keys',
    'application/json',
    '{"__proto__":{"mode":"full"},"constructor":{"prototype":{"isAdmin":true}}}',
  ],
  [
    'XML with an entity',
    'application/xml',
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>',
  ],
  ['a gzip bomb', 'application/json', gzipSync(Buffer.alloc(20_000_000)), 'gzip'],
  [
    'XML that grows a billion times',
    'text/xml',
    `<!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, i) => `<!ENTITY ${'abcdefghij'[i + 1]} "${`&${'abcdefghij'[i]};`.repeat(10)}">`).join('')}]><l>&j;</l>`,
  ],
  ['deep JSON that is zipped', 'application/json', deflateSync(deep), 'deflate'],
  ['JSON packed by Brotli', 'application/json', brotliCompressSync(wide), 'br'],
  ['a deep form', 'application/x-www-form-urlencoded', `a${'[b]'.repeat(5_000)}=1`],
  ['a form of 5,000 fields', 'application/x-www-form-urlencoded', 'a=1&'.repeat(5_000)],
  [
    'parts without end',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'.repeat(1_000),
  ],
  ['a zip', 'application/zip', Buffer.concat([Buffer.from('PK\u0003\u0004'), randomBytes(500)])],
  ['three megabytes', 'application/x-www-form-urlencoded', `a=${'x'.repeat(3_000_000)}`],
  ['a wrong type', 'text/plain', '{"mode":"full"}'],
  ['no UTF-8', 'application/json', Buffer.from([0xff, 0xfe, 0x00])],
];

describe('every address of the HTTP server', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-http-'));
  const { log, lines, messages } = recordedLog();
  let slack: SmallSlack;
  let app: App;
  let doors: Doors;
  before(async () => {
    slack = await startSmallSlack([]);
    const config = parseConfig({
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 'shhh',
      SLACK_CLIENT_ID: '1.2',
      SLACK_CLIENT_SECRET: 'client secret',
      SLACK_STATE_SECRET: 'state secret',
      SLACK_API_URL: slack.apiUrl,
      PORT: String(await freePort()),
      PUBLIC_URL: 'https://crosswalk.test',
      DATABASE_URL: `sqlite:${join(folder, 'state.db')}`,
      HUB_DATABASE_URL: `sqlite:${join(folder, 'hub.db')}`,
      DATA_DIR: folder,
      ENCRYPTION_KEY: Buffer.alloc(32, 9).toString('base64'),
    });
    app = await compose(config, log);
    doors = await openDoors(app, config, log);
  });
  after(async () => {
    await doors.stop();
    await app.close();
    await slack.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is known here: whatever is mounted in the server is attacked below', () => {
    expect(doors.paths.toSorted()).to.deep.equal(Object.keys(mounted).toSorted());
    const below = Object.entries(mounted).flatMap(([path, all]) =>
      all.map(([each]) => [path, each] as const),
    );
    for (const [path, each] of below) expect(each.startsWith(path), each).to.equal(true);
    expect(ofApi).to.have.length.greaterThan(3);
  });

  const answers = async (text: string): Promise<string> => (await bytesOf(doors.url, text)).slice(0, 12);

  for (const [path, methods] of addresses) {
    it(`tells browsers to keep, run, frame and guess nothing, whatever is asked: ${path.slice(0, 24)}`, async () => {
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
        const { status, headers } = await fetch(`${doors.url}${path}`, { method, redirect: 'manual' });
        const about = `${method} ${path}`;
        expect(headers.get('x-content-type-options'), about).to.equal('nosniff');
        expect(headers.get('x-frame-options'), about).to.equal('DENY');
        expect(headers.get('content-security-policy'), about).to.include("default-src 'none'");
        expect(headers.get('referrer-policy'), about).to.match(/^(no-referrer|same-origin)$/);
        expect(headers.get('strict-transport-security'), about).to.include('max-age=');
        expect(headers.get('cache-control'), about).to.include('no-store');
        expect(headers.get('access-control-allow-origin'), about).to.equal(null);
        expect(headers.get('x-powered-by'), about).to.equal(null);
        expect(status, about).to.be.below(504).and.not.equal(500);
        if (!methods.some((each) => each === method)) expect(status, about).to.be.within(400, 499);
      }
    });
  }

  it('refuses bodies that are made to hurt, and goes on answering', async () => {
    const wrong: string[] = [];
    for (const [path, , takesBody] of addresses) {
      for (const [name, type, body, encoding] of bodies) {
        const headers = {
          'content-type': type,
          ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
        };
        const about = `${path} with ${name}`;
        const status = await fetch(`${doors.url}${path}`, { method: 'POST', headers, body })
          .then((answer) => answer.status)
          // What is too long is not read to its end: the connection is closed on whoever goes on sending.
          .catch(() => 413);
        if (!(status >= 400 && status < 500))
          wrong.push(`${about}: ${status}${takesBody ? '' : ', no body is taken'}`);
      }
    }
    expect(wrong).to.deep.equal([]);
    expect(({} as Record<string, unknown>)['isAdmin']).to.equal(undefined);
    expect((await fetch(`${doors.url}/health`)).status).to.equal(200);
  });

  it('refuses headers without end, huge addresses, two lengths and two hosts', async () => {
    const many = Array.from({ length: 3_000 }, (_, i) => `X-${i}: 1`).join('\r\n');
    expect(await answers(`GET /health HTTP/1.1\r\nHost: x\r\n${many}\r\n\r\n`)).to.equal('HTTP/1.1 431');
    expect(await answers(`GET /${'x'.repeat(60_000)} HTTP/1.1\r\nHost: x\r\n\r\n`)).to.equal('HTTP/1.1 431');
    const twoLengths = 'Content-Length: 1\r\nTransfer-Encoding: chunked\r\n';
    expect(
      await answers(`POST /api/v1/jobs/x/runs HTTP/1.1\r\nHost: x\r\n${twoLengths}\r\n0\r\n\r\n`),
    ).to.equal('HTTP/1.1 400');
    expect(await answers('GET /health HTTP/1.1\r\n\r\n')).to.equal('HTTP/1.1 400');
  });

  it('makes no address of what a Host header says, and writes no line of what a header or path holds', async () => {
    const before = lines.length;
    const forged =
      'GET /api/v1/openapi.json HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n';
    const document = await bytesOf(doors.url, forged);
    expect(document).to.include('https://crosswalk.test').and.not.include('evil.example');
    await bytesOf(
      doors.url,
      'GET /api/v1/%0d%0a%1b[31mforged HTTP/1.1\r\nHost: x\r\nUser-Agent: a\u001b[2Jb\r\nConnection: close\r\n\r\n',
    );
    const written = JSON.stringify(lines.slice(before));
    expect(written)
      .not.to.include('forged')
      .and.not.include(String.raw`\u001b`);
    expect(messages(50)).to.deep.equal([]);
  });
});

/** What is answered to bytes as they are, until the connection is closed or breaks off. */
function bytesOf(url: string, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (part) => {
      parts.push(part);
      if (Buffer.concat(parts).toString('latin1').startsWith('HTTP/1.1 4')) socket.end();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(Buffer.concat(parts).toString('latin1')));
  });
}
