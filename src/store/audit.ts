import { Op } from 'sequelize';
import type { WhereOptions } from 'sequelize';
import { auditKinds, removals } from '../domain/audit.ts';
import type { AuditFilter } from '../domain/audit.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { AuditRow } from './rows.ts';
import type { AuditEntry } from './audit-entry.ts';
import type { AuditStore, StoredEntry } from './audit-store.ts';

export function createAuditStore({ audit }: Models): AuditStore {
  return {
    async add(entry) {
      await audit.create(toAuditRow(entry));
    },
    async list({ limit, offset }) {
      const rows = await audit.findAll({ order: [['id', 'DESC']], limit, offset });
      return rows.map((row) => toEntry(rowOf(row)));
    },
    async find(filter, { limit, offset }) {
      const where = whereOf(filter, null);
      const { rows, count } = await audit.findAndCountAll({ where, order: [['id', 'DESC']], limit, offset });
      return { entries: rows.map((row) => toStored(rowOf(row))), total: count };
    },
    async following(filter, after, limit) {
      const rows = await audit.findAll({ where: whereOf(filter, after), order: [['id', 'DESC']], limit });
      return rows.map((row) => toStored(rowOf(row)));
    },
    async removalsOf(subjects) {
      if (subjects.length === 0) return [];
      const where = { subject: [...subjects], operation: [...removals] };
      return (await audit.findAll({ where, order: ['id'] })).map((row) => toStored(rowOf(row)));
    },
    async forget(before, limit) {
      const where = { at: { [Op.lt]: before } };
      const old = await audit.findAll({ attributes: ['id'], where, order: ['at', 'id'], limit });
      const ids = old.flatMap((row) => rowOf(row).id ?? []);
      return ids.length === 0 ? 0 : await audit.destroy({ where: { id: ids } });
    },
  };
}

function whereOf(
  { actor, subject, kind, since, until }: AuditFilter,
  before: number | null,
): WhereOptions<AuditRow> {
  const at = {
    ...(since === undefined ? {} : { [Op.gte]: since }),
    ...(until === undefined ? {} : { [Op.lt]: until }),
  };
  return {
    ...(actor === undefined ? {} : { actor }),
    ...(subject === undefined ? {} : { subject }),
    ...(kind === undefined ? {} : { operation: [...auditKinds[kind].operations] }),
    ...(since === undefined && until === undefined ? {} : { at }),
    ...(before === null ? {} : { id: { [Op.lt]: before } }),
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

function toStored(row: AuditRow): StoredEntry {
  return { ...toEntry(row), id: row.id ?? 0 };
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
