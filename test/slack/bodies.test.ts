import { expect } from 'chai';
import { shownView } from '../../src/slack/bodies.ts';

describe('a view as it comes back', () => {
  it('is empty where the server leaves out what is empty', () => {
    expect(shownView({ id: 'V1' })).to.deep.equal({
      id: 'V1',
      hash: '',
      callbackId: '',
      privateMetadata: '',
      values: {},
      touched: {},
    });
  });
});
