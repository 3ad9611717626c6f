import type { AuditFilter } from '../../domain/audit.ts';
import type { StoredEntry } from '../../store/audit-store.ts';
import type { Store } from '../../store/store.ts';
import { authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';

export interface ListedEntry extends StoredEntry {
  /** Name of what it is about, or the one that it had when it was there; its id where it has none. */
  readonly about: string;
}

export interface ListedAudit {
  readonly entries: readonly ListedEntry[];
  /** On all pages. */
  readonly total: number;
  /** Of jobs and connections that their details speak of by their ids. */
  readonly names: ReadonlyMap<string, string>;
}

/** Who did what, and when, newest first. */
export async function listAudit(
  deps: OperationDeps,
  context: OperationContext,
  {
    filter,
    limit,
    offset,
  }: { readonly filter: AuditFilter; readonly limit: number; readonly offset: number },
): Promise<ListedAudit> {
  authorizeAudit(context);
  const store = await deps.store();
  const { entries, total } = await store.audit.find(filter, { limit, offset });
  const names = await namesIn(store);
  return { entries: await withNames(store, names, entries), total, names };
}

export function authorizeAudit(context: OperationContext): void {
  authorize(context, 'admin', 'see the audit log');
}

/** Of the jobs and connections that there are. */
export async function namesIn({ jobs, connections }: Store): Promise<ReadonlyMap<string, string>> {
  const named = [...(await jobs.list()), ...(await connections.list())];
  return new Map(named.map(({ id, name }) => [id, name]));
}

export async function withNames(
  { audit }: Store,
  names: ReadonlyMap<string, string>,
  entries: readonly StoredEntry[],
): Promise<readonly ListedEntry[]> {
  const unknown = entries.map(({ subject }) => subject).filter((subject) => !names.has(subject));
  const removed = await audit.removalsOf([...new Set(unknown)]);
  const had = new Map(removed.map(({ subject, before }) => [subject, nameIn(before)]));
  return entries.map((entry) => {
    const { subject, before, after } = entry;
    const about = names.get(subject) ?? had.get(subject) ?? nameIn(after) ?? nameIn(before) ?? subject;
    return { ...entry, about };
  });
}

function nameIn(state: unknown): string | null {
  if (typeof state !== 'object' || state === null || !('name' in state)) return null;
  return typeof state.name === 'string' ? state.name : null;
}
