import { expect } from 'chai';
import { toLongId } from '../../../src/connectors/salesforce/record-id.ts';

describe('Salesforce ids', () => {
  it('grow from 15 to 18 characters that keep the letter case', () => {
    expect(toLongId('001D000000IqhSL')).to.equal('001D000000IqhSLIAZ');
    expect(toLongId('001d000000iqhsl')).to.equal('001d000000iqhslAAA');
    expect(toLongId('ABCDEFGHIJKLMNO')).to.equal('ABCDEFGHIJKLMNO555');
  });

  it('are left alone where they are long already or no ids', () => {
    for (const text of ['001D000000IqhSLIAZ', '', 'not an id at al', '001D000000Iqh-L']) {
      expect(toLongId(text)).to.equal(text);
    }
  });
});
