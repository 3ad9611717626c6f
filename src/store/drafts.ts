import { Op } from 'sequelize';
import type { Sequelize, Transaction } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import type { StoredDraft } from '../domain/stored-draft.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { DraftRow } from './rows.ts';
import type { DraftStore } from './store.ts';

/** More than anybody works on within two weeks; the ones that were left alone for longest go. */
export const maxDraftsOfPerson = 20;

export function createDraftStore(database: Sequelize, { drafts }: Models): DraftStore {
  async function forgetOldest(owner: string, transaction: Transaction): Promise<void> {
    const old = await drafts.findAll({
      attributes: ['id'],
      where: { owner },
      order: [
        ['updatedAt', 'DESC'],
        ['createdAt', 'DESC'],
        ['id', 'DESC'],
      ],
      offset: maxDraftsOfPerson,
      // SQLite knows no OFFSET without a LIMIT.
      limit: maxDraftsOfPerson,
      transaction,
    });
    if (old.length > 0) await drafts.destroy({ where: { id: old.map((row) => rowOf(row).id) }, transaction });
  }

  return {
    begin: (draft, { unlessBegunAfter }) =>
      inTransaction(database, async (transaction) => {
        const { owner, subject } = toRow(draft);
        const outdated = unlessBegunAfter === null ? {} : { updatedAt: { [Op.lte]: unlessBegunAfter } };
        await drafts.destroy({ where: { owner, subject, ...outdated }, transaction });
        await drafts.bulkCreate([toRow(draft)], { ignoreDuplicates: true, transaction });
        await forgetOldest(owner, transaction);
        const begun = await drafts.findOne({ where: { owner, subject }, transaction, rejectOnEmpty: true });
        return toDraft(rowOf(begun));
      }),

    async byId(id) {
      const row = await drafts.findByPk(id);
      return row === null ? null : toDraft(rowOf(row));
    },

    change: (id, change) =>
      inTransaction(database, async (transaction) => {
        const row = await drafts.findByPk(id, { transaction, lock: true });
        if (row === null) return null;
        const stored = toDraft(rowOf(row));
        const next = change(stored);
        if (next === null) return stored;
        const { draft, step, entered, updatedAt } = next;
        await drafts.update({ draft, step, entered, updatedAt }, { where: { id }, transaction });
        return { ...stored, draft, step, entered, updatedAt };
      }),

    async remove(id) {
      return (await drafts.destroy({ where: { id } })) === 1;
    },

    async forget(before, limit) {
      const old = await drafts.findAll({
        attributes: ['id'],
        where: { updatedAt: { [Op.lt]: before } },
        order: ['updatedAt'],
        limit,
      });
      const ids = old.map((row) => rowOf(row).id);
      return ids.length === 0 ? 0 : await drafts.destroy({ where: { id: ids } });
    },
  };
}

/** A person has one draft of a new job, and one of each job that is edited. */
const subjectOfNew = '';

function toRow(stored: StoredDraft): DraftRow {
  return { ...stored, subject: stored.purpose === 'create' ? subjectOfNew : stored.draft.id };
}

function toDraft({ subject: _subject, draft, ...stored }: DraftRow): StoredDraft {
  return { ...stored, draft: 'direction' in draft ? draft : { direction: 'inbound', ...draft } };
}
