/** Which CRM record a hub record stands for, and what was sent of it: read beside the record, as of the same moment. */
import { hash } from 'node:crypto';
import type { HubDatabase } from '../dialect.ts';
import { released } from '../conflicts.ts';
import { committed, inboundScopes, isOwn, isSameDestination, sendScopesFrom } from '../send-scopes.ts';
import type { SendScope } from '../selection.ts';

export interface CrmLinks {
  /** SQL of the columns `matches` and `sends` of a record `t`. */
  readonly columns: string;
  readonly matches: string;
  readonly sends: string;
  /** Inbound jobs of the pair. */
  readonly pairJobs: ReadonlySet<string>;
  readonly read: (row: { readonly matches: unknown; readonly sends: unknown }) => CrmLink;
}

export interface CrmLink {
  readonly crmId: string | null;
  /** What this job sent last, to the CRM record that it is. */
  readonly sent: { readonly hash: string; readonly ownHash: string; readonly version: string } | null;
  /** What jobs from elsewhere have brought, as something that changes when they bring something else. */
  readonly elsewhere: string;
}

type MatchCells = readonly [scopeId: number, crmId: string, hash: string, modified: string];
type SendCells = readonly [scopeId: number, crmId: string, hash: string, ownHash: string, version: string];

export async function linksOf(database: HubDatabase, scope: SendScope): Promise<CrmLinks> {
  const { dialect } = database;
  const sql = committed(database);
  const inbound = await inboundScopes(sql, scope);
  const outbound = (await sendScopesFrom(sql, scope.hubObject)).filter((each) =>
    isSameDestination(each, scope),
  );
  const own = outbound.find((each) => isOwn(each, scope))?.id ?? none;
  const matches = `(SELECT ${dialect.groupArrays('m.scope_id', 'm.crm_id', 'm.hash', 'm.source_modified_at')}
                      FROM matches m WHERE m.record_id = t.id AND m.scope_id IN (${listed(inbound.all)}))`;
  const sends = `(SELECT ${dialect.groupArrays('s.scope_id', 's.crm_id', 's.hash', 's.own_hash', 's.version')}
                    FROM sent s WHERE s.record_id = t.id
                     AND s.scope_id IN (${listed(outbound.map(({ id }) => id))}))`;
  return {
    columns: `${matches} AS matches, ${sends} AS sends`,
    matches,
    sends,
    pairJobs: inbound.pairJobs,
    read(row) {
      const matched = arraysIn(row.matches) as readonly MatchCells[];
      const sent = arraysIn(row.sends) as readonly SendCells[];
      const ofPair = matched.filter(([scopeId]) => inbound.pair.has(scopeId));
      const ownSend = sent.find(([scopeId]) => scopeId === own);
      const match = latestMatch(ofPair);
      const crmId = match ?? crmIdOf(ownSend) ?? sent.map(crmIdOf).find((id) => id !== null) ?? null;
      return {
        crmId,
        sent: sentTo(crmId, ownSend),
        elsewhere: digestOf(matched.filter(([scopeId]) => !inbound.pair.has(scopeId))),
      };
    },
  };
}

const none = 0;

function listed(ids: readonly number[]): string {
  return ids.length === 0 ? String(none) : ids.join(', ');
}

/** Where several CRM records have one hub record, the conflict was decided for the one that was modified last. */
function latestMatch(matches: readonly MatchCells[]): string | null {
  if (matches.length === 0) return null;
  const [latest] = matches
    .filter(([, , hash]) => hash !== released)
    .sort(([, idA, , a], [, idB, , b]) => (a === b ? compare(idB, idA) : compare(b, a)));
  return latest?.[1] ?? null;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function crmIdOf(send: SendCells | undefined): string | null {
  return send === undefined || send[1] === '' ? null : send[1];
}

/** What went to another CRM record says nothing of this one. */
function sentTo(crmId: string | null, send: SendCells | undefined): CrmLink['sent'] {
  if (send === undefined) return null;
  const went = crmIdOf(send);
  if (went !== null && crmId !== null && went !== crmId) return null;
  const [, , hash, ownHash, version] = send;
  return { hash, ownHash, version };
}

const digestLength = 12;
const nothing: readonly unknown[] = [];

function digestOf(matches: readonly MatchCells[]): string {
  if (matches.length === 0) return '';
  const texts = matches.map(([scopeId, crmId, hash]) => JSON.stringify([scopeId, crmId, hash]));
  if (texts.length > 1) texts.sort();
  return hash('sha256', texts.join('\n'), 'base64url').slice(0, digestLength);
}

/** PostgreSQL's driver reads JSON by itself. */
function arraysIn(json: unknown): unknown {
  if (json === '[]') return nothing;
  return typeof json === 'string' ? JSON.parse(json) : json;
}
