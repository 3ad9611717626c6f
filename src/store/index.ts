import type { KeyObject } from 'node:crypto';
import { inspectDatabase } from '../database/inspect-database.ts';
import { migrate, requireUpToDate } from '../database/migrate.ts';
import { openDatabase } from '../database/open-database.ts';
import type { DatabaseAccess } from '../database/open-database.ts';
import type { DatabaseState } from '../domain/database-state.ts';
import { createAssistantStore } from './assistant.ts';
import { createAuditStore } from './audit.ts';
import { createCallRateStore } from './call-rates.ts';
import { applyConfiguration } from './configuration.ts';
import { createConnectLinkStore } from './connect-links.ts';
import { createConnectionStore } from './connections.ts';
import { createDeliveryStore } from './deliveries.ts';
import { createDraftStore } from './drafts.ts';
import { createJobStore } from './jobs.ts';
import { createLeaseStore } from './leases.ts';
import { migrations } from './migrations/index.ts';
import { defineModels } from './models.ts';
import { createOutboxStore } from './outbox.ts';
import { createProposalStore } from './proposals.ts';
import { reseal } from './reseal.ts';
import { createRoleStore } from './roles.ts';
import { createRunStore } from './runs.ts';
import { createSecretBox } from './secrets.ts';
import type { Store } from './store.ts';
import { createTokenStore } from './tokens.ts';
import { createWebhookStore } from './webhooks.ts';

export interface StoreOptions {
  /** `sqlite:PATH` or `postgres://…` */
  readonly url: string;
  /** 32 bytes. Without one no secret can be stored or read; everything else works. */
  readonly encryptionKey?: KeyObject | null;
  readonly previousEncryptionKey?: KeyObject | null;
  /** `use` where none is given. */
  readonly access?: DatabaseAccess;
  /**
   * Whether what the previous key holds is encrypted with the current one when the database is opened to be used. True
   * where it is not given.
   */
  readonly reseals?: boolean;
  /** Told where there was no database. */
  readonly onMade?: (words: string) => void;
}

const described = { setting: 'DATABASE_URL', migrations, part: 'store' };

/** How the database stands, without a change to it. @throws UserError where it could not be used. */
export function inspectStore(url: string): Promise<DatabaseState> {
  return inspectDatabase(url, described);
}

/** Opens the bot's own state and, to use it, brings it up to date. In the main thread only. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const box = createSecretBox(options.encryptionKey ?? null, options.previousEncryptionKey ?? null);
  const { url, access = 'use', reseals = true, onMade } = options;
  const database = await openDatabase(url, { setting: described.setting, access, onMade });
  try {
    if (access === 'use') await migrate(database, migrations, described.part);
    else await requireUpToDate(database, described);
    const models = defineModels(database);
    // What cannot be opened stays as it is; it is told where somebody needs it.
    if (access === 'use' && reseals) await reseal({ database, box });
    return {
      connections: createConnectionStore(database, models, box),
      connectLinks: createConnectLinkStore(database, models, box),
      jobs: createJobStore(database, models),
      runs: createRunStore(database, models),
      roles: createRoleStore(database, models),
      assistant: createAssistantStore(database, models),
      proposals: createProposalStore(database, models),
      deliveries: createDeliveryStore(database, models),
      leases: createLeaseStore(database, models),
      callRates: createCallRateStore(database, models),
      outbox: createOutboxStore(database, models),
      drafts: createDraftStore(database, models),
      tokens: createTokenStore(database, models),
      webhooks: createWebhookStore(database, models, box),
      secrets: {
        reseal: async (onProgress) => ({
          ...(await reseal({ database, box }, onProgress)),
          currentKeyId: box.currentKeyId,
        }),
      },
      audit: createAuditStore(models),
      applyConfiguration: (change) => applyConfiguration(database, models, box, change),
      close: () => database.close(),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
