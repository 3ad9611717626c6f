import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { probeQueue } from '../../../src/scheduler/bullmq/probe-queue.ts';
import { layCable } from '../../support/cable.ts';
import type { Cable } from '../../support/cable.ts';
import { caught } from '../../support/caught.ts';
import { saidBy } from '../../support/house.ts';
import { testDatabaseUrl } from '../../support/postgres.ts';
import { projectRoot } from '../../support/project-root.ts';
import { describeWithRedis, startRedis } from '../../support/redis.ts';
import type { RedisServer } from '../../support/redis.ts';

const password = 'top secret';

async function refusal(url: string): Promise<string> {
  const error = await caught(probeQueue(url));
  expect(error).to.have.property('code', 'queue_unusable');
  expect(error.message).not.to.contain('secret');
  return error.message;
}

describeWithRedis('a Redis that is asked whether it can be used', () => {
  let redis: RedisServer;
  beforeEach(async function () {
    this.timeout(30_000);
    redis = await startRedis('--requirepass', password, '--maxmemory-policy', 'allkeys-lru');
  });
  afterEach(() => redis.stop());

  const urlWith = (secret: string, port = new URL(redis.url).port, protocol = 'redis'): string =>
    `${protocol}://:${encodeURIComponent(secret)}@127.0.0.1:${port}`;

  it('is advised against throwing entries away', async () => {
    expect(await probeQueue(urlWith(password))).to.match(/maxmemory-policy allkeys-lru.*noeviction/);
  });

  it('and refuses the password says so, and not the password', async () => {
    expect(await refusal(urlWith('secret guess'))).to.contain('name or password is wrong');
    expect(await refusal(redis.url)).to.contain('name or password is wrong');
  });

  it('and does not answer is not waited for', async function () {
    this.timeout(30_000);
    redis.hang();
    expect(await refusal(urlWith(password))).to.match(
      /cannot be used: .*See that it runs.* with QUEUE_URL= /,
    );
    redis.goOn();
  });

  describe('by TLS', () => {
    let folder: string;
    let cable: Cable;
    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'crosswalk-tls-'));
      const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
      const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
      const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
      execFileSync('openssl', ['req', '-x509', ...kind, ...names, ...files], { stdio: 'ignore' });
      const [key, cert] = ['key.pem', 'cert.pem'].map((name) => readFileSync(join(folder, name), 'utf8'));
      const port = Number(new URL(redis.url).port);
      cable = await layCable({ host: '127.0.0.1', port }, { key: key ?? '', cert: cert ?? '' });
    });
    afterEach(async () => {
      await cable.cut();
      rmSync(folder, { recursive: true });
    });

    const url = (): string => urlWith(password, String(cable.port), 'rediss');

    it('is refused where nobody vouches for its certificate, with what to do', async () => {
      expect(await refusal(url())).to.match(/certificate.*NODE_EXTRA_CA_CERTS/);
    });

    it('is used where somebody does', async function () {
      this.timeout(30_000);
      const module = join(projectRoot, 'dist/src/scheduler/bullmq/probe-queue.js');
      const program = `import { probeQueue } from ${JSON.stringify(module)}; console.log(await probeQueue(${JSON.stringify(url())}));`;
      // Node reads this when it begins.
      const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem') };
      const child = spawn(process.execPath, ['--input-type=module', '-e', program], { env });
      expect(await saidBy(child))
        .to.have.property('stdout')
        .that.contains('noeviction');
    });
  });
});

describe('a PostgreSQL that is asked whether it can be used', () => {
  it('says what is wrong, and no secret', async function () {
    this.timeout(120_000);
    const url = new URL(await testDatabaseUrl());
    expect(await probeQueue(url.href)).to.equal(null);
    url.password = 'secret guess';
    expect(await refusal(url.href)).to.contain('name or password is wrong');
    url.port = '1';
    expect(await refusal(url.href)).to.contain('nothing answers there');
  });
});
