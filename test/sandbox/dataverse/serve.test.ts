import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { projectRoot } from '../../support/project-root.ts';
import { version } from './sandbox-client.ts';

const program = join(projectRoot, 'dist', 'src', 'sandbox', 'dataverse', 'serve.js');

interface Printed {
  readonly url: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

describe('the Dataverse sandbox as a process of its own', () => {
  it('says where it is, and serves what it was told to until it is stopped', async () => {
    const settings = {
      sample: { seed: 1, today: '2026-03-01' },
      generated: [{ name: 'acme_customer', rows: 50_000 }],
    };
    const child = spawn(process.execPath, [program, JSON.stringify(settings)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    try {
      const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
      const { url, tokenUrl, clientId, clientSecret } = JSON.parse(line) as Printed;
      const login = await fetch(tokenUrl, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: clientId,
          client_secret: clientSecret,
          scope: `${url}/.default`,
        }),
      });
      const { access_token } = (await login.json()) as { access_token: string };
      const count = async (entitySet: string): Promise<string> => {
        const response = await fetch(`${url}${version}/${entitySet}/$count`, {
          headers: { authorization: `Bearer ${access_token}` },
        });
        return await response.text();
      };
      expect(await count('acme_customers')).to.equal('5000');
      expect(await count('accounts')).to.equal('300');
    } finally {
      child.kill('SIGTERM');
      expect((await ended)[0]).to.equal(0);
    }
  });
});
