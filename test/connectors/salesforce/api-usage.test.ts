import { expect } from 'chai';
import { checkReserve, parseLimitInfo } from '../../../src/connectors/salesforce/api-usage.ts';
import { FatalError } from '../../../src/domain/errors.ts';

describe('Salesforce API usage', () => {
  it("is the org's, not the app's own share", () => {
    expect(parseLimitInfo('api-usage=18/5000')).to.deep.equal({ used: 18, limit: 5000 });
    const both = 'per-app-api-usage=17/250(appName=sample-app); api-usage=25/5000';
    expect(parseLimitInfo(both)).to.deep.equal({ used: 25, limit: 5000 });
    expect(parseLimitInfo('per-app-api-usage=17/250')).to.equal(null);
    expect(parseLimitInfo(null)).to.equal(null);
  });

  it('stops a run once it has reached the reserve, and names used, limit and reserve', () => {
    checkReserve({ used: 900, limit: 1000 }, 0.1);
    checkReserve(null, 0.1);
    expect(() => checkReserve({ used: 901, limit: 1000 }, 0.1))
      .to.throw(FatalError, /901 of its 1000 API requests.*10 % are kept in reserve/)
      .with.property('code', 'api_reserve');
  });
});
