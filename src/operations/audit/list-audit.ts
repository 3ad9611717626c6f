import type { AuditFilter } from '../../domain/audit.ts';
import type { StoredEntry } from '../../store/audit-store.ts';
import type { Store } from '../../store/store.ts';
import { authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';

export interface ListedEntry extends StoredEntry {
  /** Name of the job or connection that it is about; what stands in the log where there is none (any more). */
  readonly about: string;
}

export interface ListedAudit {
  readonly entries: readonly ListedEntry[];
  /** On all pages. */
  readonly total: number;
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
  const nameOf = await namesIn(store);
  return { entries: entries.map((entry) => ({ ...entry, about: nameOf(entry.subject) })), total };
}

export function authorizeAudit(context: OperationContext): void {
  authorize(context, 'admin', 'see the audit log');
}

export async function namesIn({ jobs, connections }: Store): Promise<(subject: string) => string> {
  const named = [...(await jobs.list()), ...(await connections.list())];
  const names = new Map(named.map(({ id, name }) => [id, name]));
  return (subject) => names.get(subject) ?? subject;
}
