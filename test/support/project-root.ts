import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's top folder: the tests run from dist/test/support. */
export const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** Recorded answers of the real services, where they lie beside the checkout; null elsewhere. */
export const recordedData =
  [join(projectRoot, '..', 'shared', 'data')].find((path) => existsSync(path)) ?? null;
