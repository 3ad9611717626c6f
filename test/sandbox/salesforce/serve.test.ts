import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { projectRoot } from '../../support/project-root.ts';
import { version } from './sandbox-client.ts';

const program = join(projectRoot, 'dist', 'src', 'sandbox', 'salesforce', 'serve.js');

interface Printed {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

describe('the sandbox as a process of its own', () => {
  it('says where it is, and serves what it was told to until it is stopped', async () => {
    const settings = { generated: [{ name: 'Customer__c', rows: 50_000 }] };
    const child = spawn(process.execPath, [program, JSON.stringify(settings)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    try {
      const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
      const { url, clientId, clientSecret } = JSON.parse(line) as Printed;
      const login = await fetch(`${url}/services/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: clientId,
          client_secret: clientSecret,
        }),
      });
      const { access_token } = (await login.json()) as { access_token: string };
      const count = await fetch(`${url}${version}/query?q=SELECT+COUNT()+FROM+Customer__c`, {
        headers: { authorization: `Bearer ${access_token}` },
      });
      expect(await count.json()).to.include({ totalSize: 50_000 });
    } finally {
      child.kill('SIGTERM');
      expect((await ended)[0]).to.equal(0);
    }
  });
});
