import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { composeLazily } from '../../../src/compose.ts';
import { firstTeam } from '../../../src/domain/team.ts';
import { parseConfig } from '../../../src/config.ts';
import { admin, operator } from '../../support/operations.ts';
import { testSqliteUrl } from '../../support/postgres.ts';
import { recordedLog } from '../../support/recorded-log.ts';
import { startScriptedModel, chatAnswer } from '../../support/scripted-model.ts';

describe('an ask, where the environment names a model', () => {
  it('goes to the model until an admin switches it off', async () => {
    const service = await startScriptedModel();
    const reports: unknown[] = [];
    const app = composeLazily(
      parseConfig({
        DATABASE_URL: testSqliteUrl(),
        HUB_DATABASE_URL: testSqliteUrl(),
        DATA_DIR: mkdtempSync(join(tmpdir(), 'crosswalk-data-')),
        OPENAI_BASE_URL: service.url,
      }),
      recordedLog().log,
      { onAsked: ({ from, outcome }) => void reports.push({ from, outcome }) },
    );
    try {
      const words = { text: 'An external id is a key of another system.' };
      service.script({ content: chatAnswer({ kind: 'answer', ...words }) });
      const input = { text: 'what is an external id?', thread: 'D1', timezone: 'UTC' };
      const asked = await app.of(firstTeam).operations.ask(operator, input);
      expect(asked.from).to.equal('model');
      expect(asked.proposal).to.deep.include(words);
      expect(service.calls[0]?.headers.authorization).to.equal(undefined);
      await app.of(firstTeam).operations.setAssistant(admin, { usesModel: false });
      expect((await app.of(firstTeam).operations.ask(operator, input)).from).to.equal('built-in');
      expect(service.calls).to.have.length(1);
      expect(reports).to.deep.equal([
        { from: 'model', outcome: 'answered' },
        { from: 'built-in', outcome: 'switched off' },
      ]);
    } finally {
      await app.close();
      await service.close();
    }
  });
});
