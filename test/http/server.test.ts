import { connect } from 'node:net';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { startHttpServer } from '../../src/http/server.ts';
import type { HttpServer, ReadyCheck } from '../../src/http/server.ts';
import { recordedLog } from '../support/recorded-log.ts';
import { rejection } from '../support/rejection.ts';

/** What it is answered that sends the text, and then a byte again and again. */
async function trickled(url: string, text: string, byte: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part)).on('error', () => socket.destroy());
  socket.write(text);
  const trickle = setInterval(() => socket.write(byte), 20);
  await once(socket, 'close');
  clearInterval(trickle);
  return Buffer.concat(parts).toString('latin1');
}

describe('the HTTP server', () => {
  const opened: HttpServer[] = [];
  const { log } = recordedLog();
  afterEach(async () => {
    for (const server of opened.splice(0)) await server.close();
  });

  async function open(checks: readonly ReadyCheck[] = [], port = 0): Promise<HttpServer> {
    const listener = {
      path: '/hooks/',
      listener: () => {
        throw new Error('secret detail');
      },
    };
    const server = await startHttpServer({
      host: '127.0.0.1',
      port,
      routes: [listener],
      checks,
      log,
      closeWithinMs: 50,
    });
    opened.push(server);
    return server;
  }

  it('says that the process lives, whatever else is wrong', async () => {
    const { url } = await open([{ name: 'slack', check: () => Promise.reject(new Error('gone')) }]);
    const response = await fetch(`${url}/health`);
    expect(response.status).to.equal(200);
    expect(await response.json()).to.deep.equal({ status: 'alive' });
  });

  it('is ready when all that it needs can be used, and names what cannot', async () => {
    let isThere = false;
    const { url } = await open([
      { name: 'state database', check: () => Promise.resolve() },
      {
        name: 'slack',
        check: () => (isThere ? Promise.resolve() : Promise.reject(new Error('token xoxb-1'))),
      },
    ]);
    const before = await fetch(`${url}/ready`);
    expect(before.status).to.equal(503);
    expect(await before.json()).to.deep.equal({
      status: 'not ready',
      checks: { 'state database': 'ok', slack: 'failed' },
    });
    isThere = true;
    expect((await fetch(`${url}/ready`)).status).to.equal(200);
  });

  it('answers what it does not know, and what goes wrong, without telling why', async () => {
    const { url } = await open();
    expect((await fetch(`${url}/`)).status).to.equal(404);
    expect((await fetch(`${url}/health`, { method: 'POST' })).status).to.equal(405);
    const failed = await fetch(`${url}/hooks/x`);
    expect(failed.status).to.equal(500);
    expect(await failed.text()).not.to.contain('secret');
  });

  it('says which setting to change where its port is taken', async () => {
    const { url } = await open();
    const refusal = await rejection(open([], Number(new URL(url).port)));
    expect(refusal.message).to.match(/^PORT: \d+ is in use/);
  });

  it('answers who had connected when it closes, and refuses who comes later', async () => {
    const { url } = await open();
    const socket = connect(Number(new URL(url).port), '127.0.0.1').setEncoding('utf8');
    socket.write('GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
    // By now the system has connected it, and the server has not heard of it.
    await new Promise<void>((resolve) => process.nextTick(resolve));
    const closed = opened.splice(0)[0]?.close();
    expect((await text(socket)).split('\r\n')[0]).to.equal('HTTP/1.1 200 OK');
    await closed;
    const refusal = await rejection(fetch(`${url}/health`));
    expect(refusal.cause).to.include({ code: 'ECONNREFUSED' });
  });

  describe('ends the connection of a client that sends ever so slowly', () => {
    const patience = { headersTimeout: 150, requestTimeout: 300, connectionsCheckingInterval: 25 };
    const head = 'POST /forms/ HTTP/1.1\r\nHost: x\r\n';
    const withBody = (more: string): string => `${head}${more}\r\n\r\n`;

    for (const [what, text, byte] of [
      ['headers', head, 'X-a: b\r\n'],
      ['one header', `${head}X-a: `, 'b'],
      ['a body of a length', withBody('Content-Length: 60000'), 'x'],
      ['a body in chunks', withBody('Transfer-Encoding: chunked'), '1\r\nx\r\n'],
    ] as const) {
      it(`${what}, and answers others meanwhile`, async () => {
        let read = 0;
        const server = await startHttpServer({
          host: '127.0.0.1',
          port: 0,
          routes: [
            {
              path: '/forms/',
              listener: (request) => {
                request.on('data', (part: Buffer) => (read += part.length)).on('error', () => undefined);
              },
            },
          ],
          checks: [],
          log,
          patience,
        });
        opened.push(server);
        const ended = trickled(server.url, text, byte);
        expect((await fetch(`${server.url}/health`)).status).to.equal(200);
        expect(await ended).to.match(/^(?:HTTP\/1\.1 408 |$)/);
        expect(read).to.be.below(1_000);
      });
    }
  });

  it('closes although somebody keeps a connection open', async () => {
    const { url } = await open();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    await opened.splice(0)[0]?.close();
    socket.destroy();
  });
});
