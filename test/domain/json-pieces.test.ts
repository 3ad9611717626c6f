import { expect } from 'chai';
import * as fc from 'fast-check';
import { itemsOfPieces, jsonBytes, jsonPieces } from '../../src/domain/json-pieces.ts';

/** Some of them more than one piece. */
const lists = fc.array(
  fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.constant(null), fc.constant([])),
  {
    maxLength: 500,
    size: 'max',
  },
);

describe('a long list in pieces of JSON', () => {
  it('is put together again as it was, also in another thread', () => {
    fc.assert(
      fc.property(lists, (items) => {
        expect(itemsOfPieces(structuredClone(jsonPieces(items)))).to.deep.equal(items);
      }),
    );
  });

  it('becomes the bytes of one list', () => {
    fc.assert(
      fc.property(lists, (items) => {
        const bytes = jsonBytes(items);
        expect(Buffer.from(bytes).toString('utf8')).to.equal(
          Buffer.from(JSON.stringify(items)).toString('utf8'),
        );
      }),
    );
  });

  it('has pieces of about the same length, whatever the items are', () => {
    for (const letters of [0, 100, 5_000]) {
      const items = Array.from({ length: 3_000 }, (_, at) => ['x'.repeat(letters), at]);
      const lengths = jsonPieces(items).map(({ length }) => length);
      for (const length of lengths.slice(1, -1)) expect(length).to.be.within(5_000, 50_000);
      expect(Math.max(...lengths)).to.be.below(300_000);
    }
  });
});
