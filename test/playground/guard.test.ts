import { request } from 'node:http';
import { expect } from 'chai';
import { startPlayground } from '../../src/playground/index.ts';
import { rejection } from '../support/rejection.ts';
import { startTestPlayground } from '../support/playground.ts';
import type { TestPlayground } from '../support/playground.ts';

describe('the playground', () => {
  let playground: TestPlayground;

  beforeEach(async () => {
    playground = await startTestPlayground();
  });

  afterEach(() => playground.close());

  /** fetch sets Host and Origin by itself. */
  function statusOf(path: string, headers: Record<string, string>): Promise<number> {
    return new Promise((resolve, reject) => {
      const asked = request(`${playground.url}${path}`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      asked.on('error', reject);
      asked.end();
    });
  }

  it('listens for this machine only', async () => {
    for (const host of ['0.0.0.0', '::', '192.168.1.7', 'example.com']) {
      const refused = await rejection(
        startPlayground({ host, app: { name: 'App', scopes: [], events: [] } }),
      );
      expect(refused.message).to.contain('this machine only');
    }
    expect(new URL(playground.url).hostname).to.equal('127.0.0.1');
  });

  it('answers to its own names only, so that no name elsewhere can be made to point here', async () => {
    const { port } = new URL(playground.url);
    expect(await statusOf('/playground/api/workspaces', { host: `localhost:${port}` })).to.equal(200);
    expect(await statusOf('/playground/api/workspaces', { host: `evil.example:${port}` })).to.equal(403);
    expect(await statusOf('/api/auth.test', { host: 'localhost:1' })).to.equal(403);
  });

  it('answers no page but its own', async () => {
    const { host } = new URL(playground.url);
    expect(await statusOf('/playground/api/workspaces', { origin: playground.url })).to.equal(200);
    for (const origin of ['https://evil.example', 'null', `https://${host}`, 'http://localhost:1']) {
      expect(await statusOf('/playground/api/workspaces', { origin })).to.equal(403);
    }
  });

  it('says in words what it does not take', async () => {
    const [person] = playground.people;
    const post = async (body: string) => {
      const url = `${playground.url}/playground/api/people/${person?.id ?? ''}/acts`;
      const response = await fetch(url, { method: 'POST', body });
      return { status: response.status, ...((await response.json()) as { error: string }) };
    };
    expect(await post('{')).to.include({ status: 400, error: 'invalid_json' });
    expect(await post('{"act":"fly"}')).to.include({ status: 400, error: 'invalid_body' });
    const closed = '{"act":"submit","viewId":"V1"}';
    expect(await post(closed)).to.include({ status: 409, error: 'not_on_screen' });
  });

  it('shows no secret in its traffic', async () => {
    const ada = await playground.person('Ada');
    await ada.runs('/crosswalk');
    await fetch(`${playground.apiUrl}apps.connections.open?token=${playground.appToken}`, { method: 'POST' });
    const shown = await (await fetch(`${playground.url}/playground/api/traffic`)).text();
    expect(shown).to.contain('/crosswalk').and.to.contain('apps.connections.open');
    for (const secret of [
      playground.appToken,
      playground.botToken,
      playground.signingSecret,
      '/actions/',
      'ticket=',
    ]) {
      expect(shown).not.to.contain(secret);
    }
  });
});
