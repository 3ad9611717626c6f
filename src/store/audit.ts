import { rowOf } from './models.ts';
import type { AuditRow, Models } from './models.ts';
import type { AuditEntry } from './audit-entry.ts';
import type { Store } from './store.ts';

export function createAuditStore({ audit }: Models): Store['audit'] {
  return {
    async add(entry) {
      await audit.create(toAuditRow(entry));
    },
    async list({ limit, offset }) {
      const rows = await audit.findAll({ order: [['id', 'DESC']], limit, offset });
      return rows.map((row) => toEntry(rowOf(row)));
    },
  };
}

export function toAuditRow({ at, actor, door, operation, subject, before, after }: AuditEntry): AuditRow {
  return {
    at,
    actor,
    door,
    operation,
    subject,
    before: JSON.stringify(before ?? null),
    after: JSON.stringify(after ?? null),
  };
}

function toEntry({ at, actor, door, operation, subject, before, after }: AuditRow): AuditEntry {
  return {
    at,
    actor,
    door,
    operation,
    subject,
    before: JSON.parse(before) as unknown,
    after: JSON.parse(after) as unknown,
  };
}
