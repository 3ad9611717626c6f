import { expect } from 'chai';
import { connectors } from '../../src/connectors/index.ts';
import { runConnector } from '../../src/connectors/run-connectors.ts';

describe('the connector of a run', () => {
  for (const { name, title } of Object.values(connectors)) {
    it(`is that of ${title} where the job's is`, async () => {
      expect((await runConnector(name, false)).title).to.equal(title);
    });

    it(`to ${title} is the same for the next run, and another one where private addresses may be reached`, async () => {
      const connector = await runConnector(name, false);
      expect(await runConnector(name, false)).to.equal(connector);
      expect(await runConnector(name, true)).not.to.equal(connector);
    });
  }
});
