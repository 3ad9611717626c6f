import { Op } from 'sequelize';
import type { Sequelize } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import { toAuditRow } from './audit.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { ProposalRow } from './rows.ts';
import type { ProposalStore, ProposedJob, StoredProposal, StoredTurn } from './assistant-store.ts';

const keptMs = 24 * 60 * 60_000;

export function createProposalStore(
  database: Sequelize,
  { proposals, threads, audit }: Models,
): ProposalStore {
  return {
    async add({ proposal, jobs, ...rest }) {
      const before = new Date(rest.createdAt.getTime() - keptMs);
      await proposals.destroy({ where: { expiresAt: { [Op.lt]: before } } });
      await proposals.create({
        ...rest,
        proposal: JSON.stringify(proposal),
        jobs: JSON.stringify(jobs),
        decidedAt: null,
        decision: null,
      });
    },

    async byId(id) {
      const row = await proposals.findByPk(id);
      return row === null ? null : toProposal(rowOf(row));
    },

    async latestOpen({ actor, thread }, now) {
      const row = await proposals.findOne({
        where: { actor, thread, decidedAt: null, expiresAt: { [Op.gt]: now } },
        order: [
          ['createdAt', 'DESC'],
          ['id', 'DESC'],
        ],
      });
      return row === null ? null : toProposal(rowOf(row));
    },

    decide: (id, { decision, at }, entry) =>
      inTransaction(database, async (transaction) => {
        const where = { id, decidedAt: null, expiresAt: { [Op.gt]: at } };
        const [changed] = await proposals.update({ decision, decidedAt: at }, { where, transaction });
        if (changed === 0) return false;
        await audit.create(toAuditRow(entry), { transaction });
        return true;
      }),

    async turns(thread, since) {
      const row = await threads.findOne({ where: { thread, updatedAt: { [Op.gte]: since } } });
      return row === null ? [] : (JSON.parse(rowOf(row).turns) as StoredTurn[]);
    },

    addTurn: (thread, turn, { now, since, limit }) =>
      inTransaction(database, async (transaction) => {
        await threads.destroy({ where: { updatedAt: { [Op.lt]: since } }, transaction });
        const row = await threads.findByPk(thread, { transaction, lock: true });
        const before = row === null ? [] : (JSON.parse(rowOf(row).turns) as StoredTurn[]);
        const turns = JSON.stringify([...before, turn].slice(-limit));
        await threads.upsert({ thread, turns, updatedAt: now }, { transaction });
      }),
  };
}

function toProposal({ proposal, jobs, ...row }: ProposalRow): StoredProposal {
  return {
    ...row,
    proposal: JSON.parse(proposal) as unknown,
    jobs: JSON.parse(jobs) as ProposedJob[],
  };
}
