import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ownerOnly = 0o600;
const ownerOnlyFolder = 0o700;
const keyBytes = 32;

/** Where the demo keeps everything. */
export interface DemoFolder {
  readonly path: string;
  /** The settings that lead Crosswalk here. */
  readonly environment: Readonly<Record<string, string>>;
  /** A file for shells (`. FILE`) with those settings and more: other commands then work on the demo's data. */
  readonly environmentFile: string;
  writeEnvironment(more: Readonly<Record<string, string>>): void;
}

/** Makes the folder where it is missing, and its encryption key once: what was stored stays readable. */
export function openDemoFolder(folder: string): DemoFolder {
  const path = resolve(folder);
  mkdirSync(path, { recursive: true, mode: ownerOnlyFolder });
  const environment = {
    DATABASE_URL: `sqlite:${join(path, 'crosswalk.db')}`,
    HUB_DATABASE_URL: `sqlite:${join(path, 'hub.db')}`,
    DATA_DIR: path,
    ENCRYPTION_KEY: encryptionKey(join(path, 'encryption.key')),
  };
  const environmentFile = join(path, 'demo.env');
  return {
    path,
    environment,
    environmentFile,
    writeEnvironment(more) {
      const lines = Object.entries({ ...environment, ...more }).map(
        ([name, value]) => `export ${name}=${shellText(value)}\n`,
      );
      writeFileSync(environmentFile, lines.join(''), { mode: ownerOnly });
    },
  };
}

function encryptionKey(file: string): string {
  if (!existsSync(file)) {
    // Never over one that is there, not even in a race of two demos: what was stored could not be read again.
    writeFileSync(file, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: ownerOnly, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}

/** Within single quotes a shell takes everything as it stands, but a quote. */
function shellText(value: string): string {
  return `'${value.replaceAll("'", String.raw`'\''`)}'`;
}
