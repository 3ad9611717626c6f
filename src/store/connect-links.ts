import { Op } from 'sequelize';
import type { Sequelize, Transaction } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import { maxLinkTries } from '../domain/connect-link.ts';
import type { ConnectLink, LinkRefusal } from '../domain/connect-link.ts';
import { UserError } from '../domain/errors.ts';
import { toAuditRow } from './audit.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { ConnectLinkRow } from './rows.ts';
import type { SecretBox } from './secrets.ts';
import type { ConnectLinkStore } from './connection-store.ts';

/** Links that one person may have open: more are made by mistake, and the oldest of them are good no longer. */
const maxOpenLinks = 10;

export function createConnectLinkStore(
  database: Sequelize,
  models: Models,
  box: SecretBox,
): ConnectLinkStore {
  const { connectLinks, audit } = models;

  async function found(
    where: { readonly tokenHash: string } | { readonly stateHash: string },
    browserHash: string | null,
    now: Date,
    transaction: Transaction,
  ): Promise<ConnectLinkRow | LinkRefusal> {
    const row = await connectLinks.findOne({ where, transaction, lock: true });
    return row === null ? 'unknown' : (refusalOf(rowOf(row), browserHash, now) ?? rowOf(row));
  }

  return {
    add: (link, tokenHash, entry) =>
      inTransaction(database, async (transaction) => {
        await connectLinks.create({ ...link, ...untouched, tokenHash }, { transaction });
        const { person } = link;
        const open = await connectLinks.findAll({
          where: { person, usedAt: null, id: { [Op.ne]: link.id } },
          order: [['createdAt', 'DESC'], 'id'],
          attributes: ['id'],
          offset: maxOpenLinks - 1,
          transaction,
        });
        await connectLinks.destroy({ where: { id: open.map((row) => rowOf(row).id) }, transaction });
        await audit.create(toAuditRow(entry), { transaction });
      }),

    open: (tokenHash, browserHash, now) =>
      inTransaction(database, async (transaction) => {
        const row = await found({ tokenHash }, browserHash, now, transaction);
        if (typeof row === 'string') return row;
        if (row.browserHash === null) {
          await connectLinks.update({ browserHash }, { where: { id: row.id }, transaction });
        }
        return toLink(row);
      }),

    personOf: async (where) => {
      const row = await connectLinks.findOne({ where, attributes: ['person'] });
      return row === null ? null : rowOf(row).person;
    },

    begin: (id, now, pending) =>
      inTransaction(database, async (transaction) => {
        const row = await connectLinks.findByPk(id, { transaction, lock: true });
        if (row === null) return 'unknown';
        const { browserHash, tries } = rowOf(row);
        const refused = refusalOf(rowOf(row), browserHash, now);
        if (refused !== null) return refused;
        if (tries >= maxLinkTries) return 'too many tries';
        const sealed = pending === null ? noPending : sealedOf(box, id, pending);
        await connectLinks.update({ ...sealed, tries: tries + 1 }, { where: { id }, transaction });
        return null;
      }),

    comeBack: (stateHash, browserHash, now) =>
      inTransaction(database, async (transaction) => {
        const row = await found({ stateHash }, browserHash, now, transaction);
        if (typeof row === 'string') return row;
        const { id, keyId, sealed } = row;
        // A state is good once, whatever becomes of it.
        await connectLinks.update(noPending, { where: { id }, transaction });
        if (keyId === null || sealed === null) return 'unknown';
        return { link: toLink(row), pending: box.open({ keyId, sealed }, { connectLinkId: id }) };
      }),

    forget: async (now, limit) => {
      const old = await connectLinks.findAll({
        where: { expiresAt: { [Op.lte]: now } },
        order: ['expiresAt'],
        attributes: ['id'],
        limit,
      });
      const ids = old.map((row) => rowOf(row).id);
      return ids.length === 0 ? 0 : await connectLinks.destroy({ where: { id: ids } });
    },
  };
}

/** @throws UserError `link_used` where somebody was faster. */
export async function useLink(
  { connectLinks }: Models,
  id: string,
  at: Date,
  transaction: Transaction,
): Promise<void> {
  const [used] = await connectLinks.update(
    { ...noPending, usedAt: at },
    { where: { id, usedAt: null }, transaction },
  );
  if (used === 0) throw new UserError('The link has been used in the meantime.', { code: 'link_used' });
}

const noPending = { stateHash: null, keyId: null, sealed: null };
const untouched = { ...noPending, browserHash: null, tries: 0, usedAt: null };

function sealedOf(
  box: SecretBox,
  connectLinkId: string,
  { stateHash, text }: { readonly stateHash: string; readonly text: string },
): Pick<ConnectLinkRow, 'stateHash' | 'keyId' | 'sealed'> {
  return { stateHash, ...box.seal(text, { connectLinkId }) };
}

function refusalOf(row: ConnectLinkRow, browserHash: string | null, now: Date): LinkRefusal | null {
  if (row.usedAt !== null) return 'used';
  if (row.expiresAt.getTime() <= now.getTime()) return 'expired';
  return row.browserHash === null || row.browserHash === browserHash ? null : 'other browser';
}

function toLink({ id, person, connectionId, createdAt, expiresAt }: ConnectLinkRow): ConnectLink {
  return { id, person, connectionId, createdAt, expiresAt };
}
