import { expect } from 'chai';
import { someNamed } from '../../src/domain/some-named.ts';

describe('some of many names', () => {
  it('are told with how many there are beside them', () => {
    expect(someNamed([], 2)).to.equal('');
    expect(someNamed(['a'], 2)).to.equal('a');
    expect(someNamed(['a', 'b'], 2)).to.equal('a, b');
    expect(someNamed(['a', 'b', 'c'], 2)).to.equal('a, b and 1 more');
    expect(someNamed(Array<string>(1_236).fill('x'), 2)).to.equal('x, x and 1,234 more');
  });
});
