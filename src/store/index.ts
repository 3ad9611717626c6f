import type { KeyObject } from 'node:crypto';
import { migrate } from '../database/migrate.ts';
import { openDatabase } from '../database/open-database.ts';
import { createAuditStore } from './audit.ts';
import { applyConfiguration } from './configuration.ts';
import { createConnectionStore, resealSecrets } from './connections.ts';
import { createDeliveryStore } from './deliveries.ts';
import { createJobStore } from './jobs.ts';
import { migrations } from './migrations/index.ts';
import { defineModels } from './models.ts';
import { createRoleStore } from './roles.ts';
import { createRunStore } from './runs.ts';
import { createSecretBox } from './secrets.ts';
import type { Store } from './store.ts';

export interface StoreOptions {
  /** `sqlite:PATH` or `postgres://…` */
  readonly url: string;
  /** 32 bytes. Without one no secret can be stored or read; everything else works. */
  readonly encryptionKey?: KeyObject | null;
  readonly previousEncryptionKey?: KeyObject | null;
}

/** Opens the bot's own state and brings it up to date. In the main thread only. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const box = createSecretBox(options.encryptionKey ?? null, options.previousEncryptionKey ?? null);
  const database = await openDatabase(options.url, { setting: 'DATABASE_URL' });
  try {
    await migrate(database, migrations, 'store');
    const models = defineModels(database);
    await resealSecrets(database, models, box);
    return {
      connections: createConnectionStore(models, box),
      jobs: createJobStore(database, models),
      runs: createRunStore(database, models),
      roles: createRoleStore(database, models),
      deliveries: createDeliveryStore(database, models),
      audit: createAuditStore(models),
      applyConfiguration: (change) => applyConfiguration(database, models, box, change),
      close: () => database.close(),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
