import type { KeyObject } from 'node:crypto';
import type { Sequelize } from 'sequelize';
import { openDatabaseClock } from '../database/database-clock.ts';
import { inspectDatabase } from '../database/inspect-database.ts';
import { migrate, requireUpToDate } from '../database/migrate.ts';
import { openDatabase } from '../database/open-database.ts';
import type { DatabaseAccess } from '../database/open-database.ts';
import type { DatabaseState } from '../domain/database-state.ts';
import { keepNewest } from '../domain/keep-newest.ts';
import type { TeamId } from '../domain/team.ts';
import { createAssistantStore } from './assistant.ts';
import { createAuditStore } from './audit.ts';
import { createCallRateStore } from './call-rates.ts';
import { applyConfiguration } from './configuration.ts';
import { createConnectLinkStore } from './connect-links.ts';
import { createConnectionStore } from './connections.ts';
import { createDeliveryStore } from './deliveries.ts';
import { createDownloadLinkStore } from './download-links.ts';
import { createDraftStore } from './drafts.ts';
import { createEverywhere } from './everywhere.ts';
import { createInstallationStore } from './installations.ts';
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
import type { SecretBox } from './secrets.ts';
import type { Store } from './store.ts';
import type { State } from './team-store.ts';
import { createTeamStore } from './teams.ts';
import { createTokenStore } from './tokens.ts';
import { createWebhookStore } from './webhooks.ts';

/** Of teams that were there last: each has models of its own, which are quickly made again. */
const maxStores = 500;

export interface StateOptions {
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
  /** Told, in words, where this machine's clock is far from the database's. */
  readonly onClockApart?: (words: string) => void;
  /** What is put around each team's store. */
  readonly asUsed?: (store: Store) => Store;
}

const described = { setting: 'DATABASE_URL', migrations, part: 'store' };

/** How the database stands, without a change to it. @throws UserError where it could not be used. */
export function inspectStore(url: string): Promise<DatabaseState> {
  return inspectDatabase(url, described);
}

/** Opens the bot's own state and, to use it, brings it up to date. In the main thread only. */
export async function openState(options: StateOptions): Promise<State> {
  const box = createSecretBox(options.encryptionKey ?? null, options.previousEncryptionKey ?? null);
  const { url, access = 'use', reseals = true, onMade, onClockApart, asUsed = (store) => store } = options;
  const database = await openDatabase(url, { setting: described.setting, access, onMade });
  try {
    if (access === 'use') await migrate(database, migrations, described.part);
    else await requireUpToDate(database, described);
    const everybodys = defineModels(database, null);
    // What cannot be opened stays as it is; it is told where somebody needs it.
    if (access === 'use' && reseals) await reseal({ database, box });
    const { now } = await openDatabaseClock(database, onClockApart && { onApart: onClockApart });
    const stores = new Map<TeamId, Store>();
    const of = (team: TeamId): Store => {
      const store = stores.get(team) ?? asUsed(storeOf(database, team, box));
      keepNewest(stores, team, store, maxStores);
      return store;
    };
    return {
      of,
      everywhere: createEverywhere(database, everybodys, box, of),
      teams: createTeamStore(database, box),
      now,
      close: () => database.close(),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** All of it on models that are made for the team: it knows no other. */
function storeOf(database: Sequelize, team: TeamId, box: SecretBox): Store {
  const models = defineModels(database, team);
  return {
    installation: createInstallationStore(database, models, box),
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
    audit: createAuditStore(models),
    downloadLinks: createDownloadLinkStore(database, models),
    applyConfiguration: (change) => applyConfiguration(database, models, box, change),
  };
}
