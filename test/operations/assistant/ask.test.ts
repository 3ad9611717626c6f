import { expect } from 'chai';
import type { SalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import { aJobsFile, admin, operationsForEach } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';

describe('what is asked in chat', () => {
  let bench: OperationsBench;
  let sandbox: SalesforceSandbox;
  operationsForEach(async (opened, org) => {
    bench = opened;
    sandbox = org;
    await bench.operations.applyConfiguration(admin, { text: aJobsFile, fileName: 'jobs.yml' });
  });

  /** How many requests the CRM got. */
  async function requestsOf(text: string): Promise<number> {
    const before = sandbox.traffic.requests;
    await bench.operations.ask(admin, { text, thread: 'D1', timezone: 'UTC' });
    return sandbox.traffic.requests - before;
  }

  it('asks no CRM where it is about jobs alone', async () => {
    expect(await requestsOf('run customer accounts')).to.equal(0);
    expect(await requestsOf('why did customer accounts fail?')).to.equal(0);
    expect(await requestsOf('show the history of customer accounts')).to.equal(0);
  });

  it('asks the CRM what it has where it is about records', async () => {
    expect(await requestsOf('a filter for salesforce accounts in banking')).to.be.greaterThan(0);
  });
});
