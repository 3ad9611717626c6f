import { expect } from 'chai';
import * as fc from 'fast-check';
import { zeroCounts } from '../../../src/domain/run.ts';
import { packBatch, unpackBatch } from '../../../src/engine/outbound/packed-batch.ts';

const text = fc.string({ unit: 'binary' });
const record = fc
  .record({
    recordId: fc.maxSafeNat(),
    crmId: fc.option(text),
    hash: text,
    ownHash: text,
    version: fc.constantFrom('a', 'b', ''),
  })
  .chain((each) => fc.constantFrom(each, { ...each, ownHash: each.hash }));

describe('a batch that goes to another thread', () => {
  it('is there what it was here, whatever the values', () => {
    fc.assert(
      fc.property(fc.array(record), (records) => {
        const batch = { sequence: 3, records, counts: zeroCounts, checkpoint: { after: 7 } };
        expect(unpackBatch(structuredClone(packBatch(batch)))).to.deep.equal(batch);
      }),
    );
  });
});
