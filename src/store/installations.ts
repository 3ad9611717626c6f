import type { Sequelize } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import type { BotTokens } from '../domain/installation.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { InstallationRow } from './rows.ts';
import type { InstallationSecret, SealedSecret, SecretBox } from './secrets.ts';
import type { InstallationStore } from './team-store.ts';

export function createInstallationStore(
  database: Sequelize,
  { installations, team }: Models,
  box: SecretBox,
): InstallationStore {
  const place: InstallationSecret = { teamId: team ?? '', workspaceName: team ?? '' };

  return {
    async find() {
      const found = await installations.findOne();
      if (found === null) return null;
      const row = rowOf(found);
      const { keyId: _keyId, sealed: _sealed, ...installation } = row;
      return { ...installation, tokens: openTokens(row, place, box) };
    },

    renew: (spent, tokens) =>
      inTransaction(database, async (transaction) => {
        const found = await installations.findOne({ transaction, lock: true });
        if (found === null || openTokens(rowOf(found), place, box).refresh !== spent) return false;
        await installations.update(sealTokens(tokens, place, box), { where: {}, transaction });
        return true;
      }),
  };
}

export function sealTokens(tokens: BotTokens, place: InstallationSecret, box: SecretBox): SealedSecret {
  return box.seal(JSON.stringify(tokens), place);
}

function openTokens(row: InstallationRow, place: InstallationSecret, box: SecretBox): BotTokens {
  const kept = JSON.parse(box.open(row, place)) as Omit<BotTokens, 'expiresAt'> & {
    readonly expiresAt: string | null;
  };
  return { ...kept, expiresAt: kept.expiresAt === null ? null : new Date(kept.expiresAt) };
}
