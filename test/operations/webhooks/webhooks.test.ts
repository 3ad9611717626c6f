import { expect } from 'chai';
import { createOperations } from '../../../src/operations/index.ts';
import { admin, operationsForEach, operator, viewer } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';
import { withJobs } from '../../support/records.ts';
import { rejection } from '../../support/rejection.ts';

const wanted = { url: 'https://example.com/hooks?x=1#part', jobId: null, events: ['run.failed'] } as const;

describe('webhooks', () => {
  let bench: OperationsBench;
  operationsForEach(async (opened) => {
    bench = opened;
    await withJobs(bench.store, 1);
  });
  const make = (url: string) => bench.operations.createWebhook(admin, { ...wanted, url });

  it('are made with a secret that is told once, and listed with what went there', async () => {
    const { webhook, secret } = await bench.operations.createWebhook(admin, wanted);
    expect(webhook.url).to.equal('https://example.com/hooks?x=1');
    expect(secret).to.match(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await bench.store.webhooks.secret(webhook.id)).to.equal(secret);
    await bench.operations.testWebhook(admin, { webhookId: webhook.id });
    const { webhooks } = await bench.operations.listWebhooks(admin, { job: 'Job 1' });
    expect(webhooks).to.have.length(1);
    expect(webhooks[0]?.webhook).to.deep.equal(webhook);
    expect(webhooks[0]?.deliveries).to.have.nested.property('[0].message.type', 'test');
    const audit = await bench.store.audit.list({ limit: 10, offset: 0 });
    expect(audit.map(({ operation }) => operation)).to.deep.equal(['test-webhook', 'create-webhook']);
    expect(JSON.stringify([webhooks, audit])).not.to.contain(secret);
  });

  it('go to nothing but public addresses, by https', async () => {
    for (const url of [
      '',
      'nonsense',
      'http://example.com',
      'ftp://example.com',
      'javascript:alert(1)',
      'https://user:pw@example.com',
      'https://localhost',
      'https://a.localhost',
      'https://localhost.',
      'https://127.0.0.1',
      'https://127.1',
      'https://2130706433',
      'https://[::1]',
      'https://[::ffff:10.0.0.1]',
      'https://10.0.0.1',
      'https://169.254.169.254',
      'https://[fe80::1]',
      `https://example.com/${'x'.repeat(2_000)}`,
    ]) {
      expect(await rejection(make(url)), url.slice(0, 60)).to.deep.include({
        code: 'invalid_url',
        path: ['url'],
      });
    }
  });

  it('go to this machine where the settings allow it', async () => {
    const operations = createOperations({ ...bench.deps, allowsPrivateWebhooks: true });
    const { webhook } = await operations.createWebhook(admin, { ...wanted, url: 'http://127.0.0.1:9/x' });
    expect(webhook.url).to.equal('http://127.0.0.1:9/x');
  });

  it('need something to be told of, and a job that there is', async () => {
    const nothing = bench.operations.createWebhook(admin, { ...wanted, events: [] });
    expect(await rejection(nothing)).to.deep.include({ path: ['events'] });
    const nowhere = bench.operations.createWebhook(admin, { ...wanted, jobId: 'none' });
    expect(await rejection(nowhere)).to.include({ code: 'unknown_job' });
  });

  it('are an admin’s, and deleted once', async () => {
    const { webhook } = await bench.operations.createWebhook(admin, wanted);
    const webhookId = webhook.id;
    for (const who of [viewer, operator, { ...admin, onlyJob: 'job-1' }]) {
      for (const refused of [
        bench.operations.createWebhook(who, wanted),
        bench.operations.listWebhooks(who, { job: 'job-1' }),
        bench.operations.testWebhook(who, { webhookId }),
        bench.operations.deleteWebhook(who, { webhookId }),
      ]) {
        expect((await rejection(refused)).code).to.be.oneOf(['role_needed', 'out_of_scope']);
      }
    }
    await bench.operations.deleteWebhook(admin, { webhookId });
    for (const refused of [
      bench.operations.deleteWebhook(admin, { webhookId }),
      bench.operations.testWebhook(admin, { webhookId }),
    ]) {
      expect(await rejection(refused)).to.include({ code: 'unknown_webhook' });
    }
  });
});
