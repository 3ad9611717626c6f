import { expect } from 'chai';
import * as fc from 'fast-check';
import { isRecordId, restoreId, toLongId } from '../../src/domain/record-id.ts';

describe('toLongId', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['001A0000006Vm9r', '001A0000006Vm9rIAC'],
    ['00530000003T9dd', '00530000003T9ddAAC'],
    ['0015000000GvrQa', '0015000000GvrQaAAJ'],
    ['ABCDE00000abcde', 'ABCDE00000abcde5AA'],
    ['001000000000001', '001000000000001AAA'],
  ];
  for (const [short, long] of cases) {
    it(`makes ${short} ${long}`, () => {
      expect(toLongId(short)).to.equal(long);
    });
  }

  it('leaves every other text as it is', () => {
    for (const text of [
      '',
      '001A0000006Vm9rIAC',
      '001A0000006Vm9',
      'internationally',
      '001A000000-Vm9r',
      'N/A',
    ]) {
      expect(toLongId(text)).to.equal(text);
    }
  });

  it('tells ids apart that differ only in letter case', () => {
    const id = fc.stringMatching(/^00[0-9][A-Za-z0-9]{12}$/);
    fc.assert(
      fc.property(id, id, (a, b) => {
        expect(toLongId(a).toLowerCase() === toLongId(b).toLowerCase()).to.equal(a === b);
      }),
      { numRuns: 200 },
    );
  });
});

describe('isRecordId', () => {
  it('knows both forms', () => {
    expect(isRecordId('001A0000006Vm9r')).to.equal(true);
    expect(isRecordId('001A0000006Vm9rIAC')).to.equal(true);
    expect(isRecordId('001A0000006Vm9rIAD')).to.equal(false);
    expect(isRecordId('internationally')).to.equal(false);
    expect(isRecordId('Acme')).to.equal(false);
  });
});

describe('restoreId', () => {
  it('gives a long id back the letter case that its ending notes', () => {
    const id = fc.stringMatching(/^00[0-9][A-Za-z0-9]{12}$/).map(toLongId);
    fc.assert(
      fc.property(id, (id) => {
        for (const written of [id, id.toLowerCase(), id.toUpperCase()]) {
          expect(restoreId(written)).to.equal(id);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('lengthens a short id, whose letter case is its own', () => {
    expect(restoreId('001A0000006Vm9r')).to.equal('001A0000006Vm9rIAC');
  });

  it('leaves every other text as it is', () => {
    // The second has an ending that calls a digit a capital.
    for (const text of ['', 'N/A', '001a0000006vm9r9ac', '001A0000006Vm9rBAC', '001A0000006Vm9rI']) {
      expect(restoreId(text)).to.equal(text);
    }
  });
});
