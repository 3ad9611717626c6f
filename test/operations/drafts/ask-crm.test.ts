import { expect } from 'chai';
import { askCrm } from '../../../src/operations/drafts/ask-crm.ts';
import type { SalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import { admin, aJobsFile, operationsForEach } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';
import { rejection } from '../../support/rejection.ts';

describe('asking the CRM something that a person waits for', () => {
  let bench: OperationsBench;
  let sandbox: SalesforceSandbox;
  let connection = '';
  operationsForEach(async (opened, itsSandbox) => {
    bench = opened;
    sandbox = itsSandbox;
    await bench.operations.applyConfiguration(admin, { fileName: 'jobs.yml', text: aJobsFile });
    connection = (await bench.store.connections.byName('Acme Salesforce'))?.id ?? '';
  });

  it('gives what the work gives', async () => {
    expect(await askCrm(bench.deps, connection, async (client) => (await client.identify()).orgName)).to.be.a(
      'string',
    );
  });

  it('is given up after a while, with a word, and the work is told', async () => {
    sandbox.disturb({ kind: 'silent', match: { path: /sobjects\/Contact/ } });
    const signals: AbortSignal[] = [];
    const asked = askCrm(
      bench.deps,
      connection,
      (client, signal) => {
        signals.push(signal);
        return client.loadSchema('Contact', []);
      },
      500,
    );
    expect(await rejection(asked)).to.include({ code: 'crm_slow' });
    sandbox.calm();
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true]);
  });

  it('says what keeps it from logging in', async () => {
    const refused = await rejection(askCrm(bench.deps, 'no such connection', () => Promise.resolve(null)));
    expect(refused).to.include({ name: 'FatalError', code: 'unknown_connection' });
  });
});
