import { expect } from 'chai';
import { connectors } from '../../src/connectors/index.ts';
import { runConnector } from '../../src/connectors/run-connectors.ts';

describe('the connector of a run', () => {
  for (const { name, title } of Object.values(connectors)) {
    it(`is that of ${title} where the job's is`, async () => {
      expect((await runConnector(name, false)).title).to.equal(title);
    });
  }
});
