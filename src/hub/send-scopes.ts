/** Between what an outbound job's records go, as numbers, and the inbound jobs on the same pair. */
import type { HubObjectName } from '../domain/hub-object.ts';
import type { HubDatabase, Sql } from './dialect.ts';
import { scopesOf } from './scopes.ts';
import type { SendScope } from './selection.ts';

/** The pair that an outbound job and inbound jobs have in common. */
export type SendPair = Pick<SendScope, 'connectionId' | 'crmObject' | 'hubObject'>;

/** Reads in a transaction, or (`committed`) outside of any. */
type Reads = Pick<Sql, 'rows'>;

export function committed(database: HubDatabase): Reads {
  return { rows: (sql, bind) => database.read(sql, bind) };
}

export interface StoredSendScope extends SendScope {
  readonly id: number;
}

interface SendScopeRow {
  readonly id: number | string;
  readonly job_id: string;
  readonly connection_id: string;
  readonly org_id: string;
  readonly crm_object: string;
  readonly hub_object: HubObjectName;
}

const columns = 'id, job_id, connection_id, org_id, crm_object, hub_object';

/** All that go out of a hub object. */
export async function sendScopesFrom(sql: Reads, object: HubObjectName): Promise<readonly StoredSendScope[]> {
  const rows = await sql.rows<SendScopeRow>(`SELECT ${columns} FROM send_scopes WHERE hub_object = $1`, [
    object,
  ]);
  return rows.map(storedScope);
}

export async function sendScopesOfJob(sql: Reads, jobId: string): Promise<readonly StoredSendScope[]> {
  const rows = await sql.rows<SendScopeRow>(`SELECT ${columns} FROM send_scopes WHERE job_id = $1`, [jobId]);
  return rows.map(storedScope);
}

/** The job's own number; it is given one where it has none. */
export async function ownSendScope(sql: Sql, scope: SendScope): Promise<number> {
  const find = async (): Promise<StoredSendScope | undefined> =>
    (await sendScopesFrom(sql, scope.hubObject)).find((each) => isOwn(each, scope));
  const known = await find();
  if (known !== undefined) return known.id;
  const { hubObject, jobId, connectionId, orgId, crmObject } = scope;
  await sql.run(
    `INSERT INTO send_scopes (hub_object, job_id, connection_id, org_id, crm_object)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [hubObject, jobId, connectionId, orgId, nameOf(crmObject)],
  );
  const made = await find();
  if (made === undefined) throw new Error('A scope of what is sent was written and is not there.');
  return made.id;
}

export function isOwn(stored: StoredSendScope, scope: SendScope): boolean {
  return stored.jobId === scope.jobId && isSameDestination(stored, scope);
}

/** Another job's records may go there too. */
export function isSameDestination(stored: StoredSendScope, scope: SendScope): boolean {
  return stored.orgId === scope.orgId && isSamePair(stored, scope);
}

export function isSamePair(stored: StoredSendScope, pair: SendPair): boolean {
  const { connectionId, crmObject, hubObject } = pair;
  return (
    stored.connectionId === connectionId &&
    stored.crmObject === nameOf(crmObject) &&
    stored.hubObject === hubObject
  );
}

/** What brings records to the hub object: the jobs of the pair, and all others. */
export interface InboundScopes {
  /** Of the pair. */
  readonly pair: ReadonlySet<number>;
  readonly pairJobs: ReadonlySet<string>;
  readonly all: readonly number[];
}

export async function inboundScopes(sql: Reads, pair: SendPair): Promise<InboundScopes> {
  const rows = await scopesOf(sql, pair.hubObject);
  const ofPair = rows.filter(
    (row) => row.connection_id === pair.connectionId && nameOf(row.source_object) === nameOf(pair.crmObject),
  );
  return {
    pair: new Set(ofPair.map(({ id }) => Number(id))),
    pairJobs: new Set(ofPair.map(({ job_id }) => job_id)),
    all: rows.map(({ id }) => Number(id)),
  };
}

function storedScope(row: SendScopeRow): StoredSendScope {
  return {
    id: Number(row.id),
    jobId: row.job_id,
    connectionId: row.connection_id,
    orgId: row.org_id,
    crmObject: row.crm_object,
    hubObject: row.hub_object,
  };
}

/** No CRM tells objects apart by letter case. */
function nameOf(crmObject: string): string {
  return crmObject.toLowerCase();
}
