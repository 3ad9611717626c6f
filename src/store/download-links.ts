import { Op } from 'sequelize';
import type { Sequelize } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import type { DownloadLink } from '../domain/download-link.ts';
import { toAuditRow } from './audit.ts';
import type { DownloadLinkStore } from './audit-store.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { DownloadLinkRow } from './rows.ts';

/** Links that one person may have at a time: more are made by mistake. */
const maxLinks = 10;

export function createDownloadLinkStore(
  database: Sequelize,
  { downloadLinks, audit }: Models,
): DownloadLinkStore {
  return {
    add: (link, tokenHash, entry) =>
      inTransaction(database, async (transaction) => {
        const { since, until, ...filter } = link.filter;
        const kept = { ...filter, ...momentsOf({ since, until }) };
        await downloadLinks.create({ ...link, filter: kept, tokenHash, usedAt: null }, { transaction });
        const others = await downloadLinks.findAll({
          where: { person: link.person, id: { [Op.ne]: link.id } },
          order: [['createdAt', 'DESC'], 'id'],
          attributes: ['id'],
          offset: maxLinks - 1,
          transaction,
        });
        await downloadLinks.destroy({ where: { id: others.map((row) => rowOf(row).id) }, transaction });
        await audit.create(toAuditRow(entry), { transaction });
      }),

    async personOf(tokenHash) {
      const row = await downloadLinks.findOne({ where: { tokenHash }, attributes: ['person'] });
      return row === null ? null : rowOf(row).person;
    },

    use: (tokenHash, now) =>
      inTransaction(database, async (transaction) => {
        const row = await downloadLinks.findOne({ where: { tokenHash }, transaction, lock: true });
        if (row === null) return 'unknown';
        const link = toLink(rowOf(row));
        if (rowOf(row).usedAt !== null) return 'used';
        if (link.expiresAt <= now) return 'expired';
        await downloadLinks.update({ usedAt: now }, { where: { id: link.id }, transaction });
        return link;
      }),

    async forget(now, limit) {
      const old = await downloadLinks.findAll({
        where: { expiresAt: { [Op.lte]: now } },
        order: ['expiresAt'],
        attributes: ['id'],
        limit,
      });
      const ids = old.map((row) => rowOf(row).id);
      return ids.length === 0 ? 0 : await downloadLinks.destroy({ where: { id: ids } });
    },
  };
}

interface Moments {
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
}

function momentsOf({ since, until }: Moments): Pick<DownloadLinkRow['filter'], 'since' | 'until'> {
  return {
    ...(since === undefined ? {} : { since: since.toISOString() }),
    ...(until === undefined ? {} : { until: until.toISOString() }),
  };
}

function toLink({ id, person, filter, createdAt, expiresAt }: DownloadLinkRow): DownloadLink {
  const { since, until, ...rest } = filter;
  return {
    id,
    person,
    filter: {
      ...rest,
      ...(since === undefined ? {} : { since: new Date(since) }),
      ...(until === undefined ? {} : { until: new Date(until) }),
    },
    createdAt,
    expiresAt,
  };
}
