/** `crosswalk reencrypt`, as a process: also one that is killed in the middle. */
import { createSecretKey } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { expect } from 'chai';
import { resultText } from '../../src/cli/reencrypt.ts';
import { openStore } from '../support/open-store.ts';
import type { Store } from '../support/open-store.ts';
import { saidBy } from '../support/house.ts';
import type { CommandResult } from '../support/warm-command.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';
import { projectRoot } from '../support/project-root.ts';
import { aConfiguration, aConnection } from '../support/records.ts';

/** As many as an installation may come to, and enough to be in the middle of. */
const count = 600;
const secrets = Object.fromEntries(Array.from({ length: count }, (_, i) => [`auth.part${i}`, `secret ${i}`]));
const keyOf = (byte: number): Buffer => Buffer.alloc(32, byte);

describeOnBothDatabases('crosswalk reencrypt', (fresh) => {
  let url: string;
  let folder: string;
  before(async () => {
    url = await fresh();
    folder = mkdtempSync(join(tmpdir(), 'crosswalk-reencrypt-'));
    await withStore(1, (store) =>
      store.applyConfiguration(aConfiguration({ connections: [aConnection({ secrets })] })),
    );
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function withStore<Result>(key: number, task: (store: Store) => Promise<Result>): Promise<Result> {
    const store = await openStore({ url, encryptionKey: createSecretKey(keyOf(key)), reseals: false });
    try {
      return await task(store);
    } finally {
      await store.close();
    }
  }

  /** @param previous null where only the new key is known */
  function start(previous: number | null): ChildProcess {
    const env = {
      PATH: process.env['PATH'],
      HOME: folder,
      DATABASE_URL: url,
      DATA_DIR: join(folder, 'data'),
      ENCRYPTION_KEY: keyOf(2).toString('base64'),
      ...(previous === null ? {} : { ENCRYPTION_KEY_PREVIOUS: keyOf(previous).toString('base64') }),
    };
    const command = join(projectRoot, 'dist', 'src', 'cli.js');
    return spawn(process.execPath, [command, 'reencrypt'], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
  const reencrypt = (previous: number | null): Promise<CommandResult> => saidBy(start(previous));
  const held = (): Promise<number[]> =>
    withStore(2, async (store) => [...(await store.secrets.reseal()).byKey.values()]);

  it('says which key is still needed where it does not have it', async () => {
    const said = await reencrypt(null);
    expect(said.status).to.equal(1);
    expect(said.stdout).to.match(
      /^0 secrets are encrypted anew; 0 secrets are under ENCRYPTION_KEY now\.\nStill 600 secrets are under the key [0-9a-f]{8}\./,
    );
    expect(said.stdout).to.include('Set ENCRYPTION_KEY_PREVIOUS');
  });

  it('goes on where it was killed, loses nothing, and says that the previous key can go', async function () {
    this.timeout(60_000);
    const killed = start(1);
    killed.stderr?.once('data', () => killed.kill('SIGKILL'));
    await once(killed, 'close');
    const [some = 0, others = 0] = await held();
    expect(some, 'some are done').to.be.within(1, count - 1);
    expect(some + others).to.equal(count);

    const said = await reencrypt(1);
    expect([said.status, said.stderr.includes('secrets are encrypted')]).to.deep.equal([0, true]);
    expect(said.stdout).to.include(
      '600 secrets are under ENCRYPTION_KEY now. ENCRYPTION_KEY_PREVIOUS is not needed any more.',
    );
    const { auth } = await withStore(2, ({ connections }) => connections.secretSettings('connection-1'));
    const opened = Object.entries(auth as object).filter(([path]) => path.startsWith('part'));
    expect(Object.fromEntries(opened.map(([path, secret]) => [`auth.${path}`, secret]))).to.deep.equal(
      secrets,
    );
    expect(await reencrypt(null)).to.include({ status: 0 });
  });
});

describe('the result of crosswalk reencrypt', () => {
  it('counts one as one', () => {
    const done = { resealed: 1, current: 1, others: new Map(), closed: [] };
    expect(resultText(done)).to.equal(
      '1 secret is encrypted anew; 1 secret is under ENCRYPTION_KEY now. ENCRYPTION_KEY_PREVIOUS is not needed any more.',
    );
  });
});
