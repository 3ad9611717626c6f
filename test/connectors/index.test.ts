import { expect } from 'chai';
import { connectorNamed, connectors } from '../../src/connectors/index.ts';
import { userErrorOf } from '../support/thrown.ts';

describe('the connectors', () => {
  it('are found by the names they have', () => {
    for (const [name, connector] of Object.entries(connectors)) {
      expect(connector.name).to.equal(name);
      expect(connectorNamed(name)).to.equal(connector);
    }
  });

  it('are named where one is asked for that does not exist', () => {
    const error = userErrorOf(() => connectorNamed('salesfroce'));
    expect(error.code).to.equal('unknown_connector');
    expect(error.message).to.match(/"salesfroce".*Did you mean salesforce\?.*Known: salesforce/);
    expect(userErrorOf(() => connectorNamed('toString')).code).to.equal('unknown_connector');
  });
});
