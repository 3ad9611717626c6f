import { inspectDatabase } from '../database/inspect-database.ts';
import { migrate, requireUpToDate } from '../database/migrate.ts';
import { dialectOf, openDatabase } from '../database/open-database.ts';
import type { DatabaseAccess } from '../database/open-database.ts';
import type { DatabaseState } from '../domain/database-state.ts';
import type { HubObjectName, HubValue } from '../domain/hub-object.ts';
import { addAttributes, attributesOf, createViews } from './attributes.ts';
import {
  checkpointOfRun,
  clearCheckpoint,
  restart,
  runsWithCheckpoint,
  takeCheckpoint,
} from './checkpoints.ts';
import type { Step } from './checkpoints.ts';
import { applyDeletes, reconcile } from './delete.ts';
import type { HubDatabase } from './dialect.ts';
import type { Hub, LoadTarget } from './hub.ts';
import { dropMatches } from './drop-matches.ts';
import { load } from './load.ts';
import { countKnown } from './known.ts';
import { migrations } from './migrations/index.ts';
import { postgresHub } from './postgres/database.ts';
import { countRecords } from './select/read-records.ts';
import { select } from './select/select.ts';
import { selectOutbound } from './select/select-outbound.ts';
import { forgetSent, noteSent } from './sent.ts';
import { openSqliteHub } from './sqlite/database.ts';
import { idOfHub, noteSync, syncedUntil } from './syncs.ts';
import { recordsTable } from './tables.ts';

export interface HubOptions {
  /** `sqlite:PATH` or `postgres://…` */
  readonly url: string;
  /** Of PostgreSQL; the user's own where none is named. */
  readonly schema?: string;
  readonly now?: () => Date;
  /** `use` where none is given. */
  readonly access?: DatabaseAccess;
  /** Told where there was no database. */
  readonly onMade?: (words: string) => void;
}

const described = { setting: 'HUB_DATABASE_URL', migrations, part: 'hub' };

/** How the database stands, without a change to it. @throws UserError where it could not be used. */
export function inspectHub(url: string): Promise<DatabaseState> {
  return inspectDatabase(url, described);
}

/** Opens the customer data hub and, to use it, brings it up to date. In the main thread only. */
export async function openHub(options: HubOptions): Promise<Hub> {
  const { url, schema, now = () => new Date(), access = 'use', onMade } = options;
  const { setting, part } = described;
  const opened = await openDatabase(url, { setting, access, schema, onMade });
  let database: HubDatabase;
  try {
    if (access === 'use') await migrate(opened, migrations, part);
    else await requireUpToDate(opened, described);
    database =
      dialectOf(opened) === 'sqlite' ? await openSqliteHub(url, opened, access) : postgresHub(opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
  let id: string;
  try {
    if (access === 'use') await createViews(database);
    id = await idOfHub(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return {
    id,
    attributes: (object) => attributesOf(database, object),
    addAttributes: (object, attributes) => addAttributes(database, object, attributes),
    load: (target, batch) => load(database, target, batch, stepOf(target, batch, now())),
    applyDeletes: (target, sequence, crmIds, checkpoint) =>
      applyDeletes(database, target, stepOf(target, { sequence, checkpoint }, now()), crmIds),
    reconcile: (target, sequence, checkpoint) =>
      reconcile(database, target, stepOf(target, { sequence, checkpoint }, now())),
    checkpoint: (runId) => checkpointOfRun(database, runId),
    takeCheckpoint: (runId, attempt) => takeCheckpoint(database, { runId, attempt, now: now() }),
    restart: (runId, attempt, start) => restart(database, { runId, attempt, now: now() }, start ?? null),
    clearCheckpoint: (runId) => clearCheckpoint(database, runId),
    runsWithCheckpoint: () => runsWithCheckpoint(database),
    dropMatches: (scope) => dropMatches(database, scope),
    select: (selection, page) => select(database, selection, page),
    countSelected: (selection) => countRecords(database, selection),
    selectOutbound: (scope, selection, page) => selectOutbound(database, scope, selection, page),
    noteSent: (target, batch) => noteSent(database, target, batch, stepOf(target, batch, now())),
    forgetSent: (jobId) => forgetSent(database, jobId),
    countKnown: (jobId) => countKnown(database, jobId),
    syncedUntil: (jobId) => syncedUntil(database, jobId),
    noteSync: (jobId, until) => noteSync(database, jobId, until),
    count: (object) => count(database, object),
    sample: (object, limit) => sample(database, object, limit),
    close: () => database.close(),
  };
}

function stepOf(
  { runId, attempt }: Pick<LoadTarget, 'runId' | 'attempt'>,
  { sequence, checkpoint }: Pick<Step, 'sequence' | 'checkpoint'>,
  now: Date,
): Step {
  return { runId, attempt, sequence, checkpoint, now };
}

async function count(database: HubDatabase, object: HubObjectName): Promise<number> {
  const table = recordsTable(object);
  // Both are counted in an index: the records themselves are many pages.
  const [row] = await database.read<{ number: number | string }>(
    `SELECT (SELECT COUNT(*) FROM ${table}) - (SELECT COUNT(*) FROM ${table} WHERE deleted_at IS NOT NULL) AS number`,
  );
  return Number(row?.number ?? 0);
}

const maxSample = 1_000;

async function sample(
  database: HubDatabase,
  object: HubObjectName,
  limit: number,
): Promise<readonly Readonly<Record<string, HubValue>>[]> {
  const types = new Map((await attributesOf(database, object)).map(({ name, type }) => [name, type]));
  const rows = await database.read<Record<string, unknown>>(`SELECT * FROM ${object} LIMIT $1`, [
    Math.min(limit, maxSample),
  ]);
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, cell]) => [
        name,
        database.dialect.readCell(types.get(name) ?? 'text', cell) as HubValue,
      ]),
    ),
  );
}
