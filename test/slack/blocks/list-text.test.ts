import { expect } from 'chai';
import { listText } from '../../../src/slack/blocks/list-text.ts';

describe('listText', () => {
  it('has one a line, and says how many more there are', () => {
    expect(listText([], 2)).to.equal('');
    expect(listText(['a', 'b'], 2)).to.equal('• a\n• b');
    expect(listText(['a', 'b', 'c'], 2)).to.equal('• a\n• b\n… and 1 more');
  });

  it('leaves off whole lines that there is no room for', () => {
    const text = listText(
      Array.from({ length: 1_500 }, () => 'x'.repeat(1_000)),
      1_500,
    );
    expect(text.split('\n').slice(1)).to.deep.equal([`• ${'x'.repeat(1_000)}`, '… and 1,498 more']);
  });
});
