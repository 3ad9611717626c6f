/** Every command as a process of its own, on both databases: it ends by itself, and says how it ended. */
import type { ChildProcess } from 'node:child_process';
import { expect } from 'chai';
import { startSalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import { systemTimers } from '../../src/timing/timers.ts';
import { within } from '../../src/timing/within.ts';
import { emptyFolder, startCrosswalk } from '../support/crosswalk.ts';
import { aJobsFile } from '../support/operations.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';

/** Less than anything waits for something to do. */
const endsWithinMs = 40_000;

/** In this order, and what each ends with. */
const commands: readonly (readonly [args: readonly string[], status: number])[] = [
  [['apply', 'jobs.yml'], 0],
  [['jobs'], 0],
  [['run', 'Customer accounts'], 0],
  [['run', 'No such job'], 1],
  [['history', 'Customer accounts'], 0],
  [['export'], 0],
  [['approve', 'no-such-run'], 1],
  [['reject', 'no-such-run'], 1],
  [['reencrypt'], 0],
  [['doctor'], 0],
];

describeOnBothDatabases('the process of a command', (fresh) => {
  let sandbox: SalesforceSandbox;
  const running: ChildProcess[] = [];
  before(async () => {
    sandbox = await startSalesforceSandbox();
    sandbox.org.insert('Account', [{ Name: 'Aachen Bank', AccountType__c: 'customer', Industry: 'Banking' }]);
  });
  after(async () => {
    for (const child of running) child.kill('SIGKILL');
    await sandbox.close();
  });

  it('ends when it is done, whatever the command has opened', async function () {
    this.timeout(300_000);
    const folder = emptyFolder({ 'jobs.yml': aJobsFile });
    const { clientId, clientSecret } = sandbox.credentials;
    const env = {
      DATABASE_URL: await fresh(),
      HUB_DATABASE_URL: await fresh(),
      SF_URL: sandbox.url,
      SF_CLIENT_ID: clientId,
      SF_CLIENT_SECRET: clientSecret,
    };
    for (const [args, status] of commands) {
      const { child, ended } = startCrosswalk(args, { folder, env });
      running.push(child);
      const inTime = await within(ended, endsWithinMs, systemTimers);
      expect(inTime, `${args.join(' ')} ends`).not.to.equal(null);
      expect(inTime?.result.status, `${args.join(' ')}: ${inTime?.result.stderr}`).to.equal(status);
    }
  });
});
