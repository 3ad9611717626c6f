import { expect } from 'chai';
import type { SalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import { aJobsFile, admin, operationsForEach, operator } from '../../support/operations.ts';
import { caught } from '../../support/caught.ts';
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

  it('is confirmed once a run can be started, however often somebody pressed before', async () => {
    const { operations, store } = bench;
    const [job] = await store.jobs.list();
    const running = await operations.startRun(admin, { job: job?.id ?? '', mode: 'full', dryRun: false });
    const asked = await operations.ask(operator, {
      text: 'run customer accounts',
      thread: 'D1',
      timezone: 'UTC',
    });
    const press = () =>
      operations.decide(operator, {
        ticket: asked.ticket ?? '',
        decision: 'confirmed',
        askedIn: { conversation: null, person: 'bob' },
        timezone: 'UTC',
      });
    for (let presses = 1; presses <= 2; presses += 1) {
      const refusal = await caught(press());
      expect(refusal).to.include({ code: 'run_active', about: running.run.id });
      expect(refusal).to.have.property('message').that.includes('the button stays good');
    }
    await operations.cancelRun(admin, { runId: running.run.id });
    const { results } = await press();
    expect(results.map(({ kind }) => kind)).to.deep.equal(['started']);
    expect(await caught(press())).to.have.property('code', 'proposal_decided');
  });

  it('asks the CRM what it has where it is about records', async () => {
    expect(await requestsOf('a filter for salesforce accounts in banking')).to.be.greaterThan(0);
  });
});
