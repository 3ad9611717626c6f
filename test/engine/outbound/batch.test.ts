import { expect } from 'chai';
import { createBatchMaker } from '../../../src/engine/outbound/batch.ts';
import type { BatchMaker } from '../../../src/engine/outbound/batch.ts';
import type { OutboundRecord } from '../../../src/hub/selection.ts';

const aRecord = (recordId: number): OutboundRecord => ({
  recordId,
  keys: [`A-${recordId}`],
  cells: [],
  crmId: null,
  parentCrmId: null,
  parentKey: null,
  version: '1',
  sent: null,
  isEcho: false,
});

const batchRows = 10_000;

function makerOf(cells: readonly string[]): BatchMaker {
  const compiled = { fields: [], cellsOf: () => [...cells], newIdOf: () => null };
  return createBatchMaker(
    { compiled, hashesOf: () => ({ hash: '', ownHash: '' }), sendsAll: false },
    batchRows,
  );
}

/** How many records make the batch full. */
function rowsOf(maker: BatchMaker): number {
  let rows = 0;
  while (!maker.isFull) maker.add(aRecord((rows += 1)));
  return rows;
}

describe('a batch of records to be sent', () => {
  it('holds as many rows as are sent at once', () => {
    expect(rowsOf(makerOf(['id', 'name']))).to.equal(batchRows);
  });

  it('holds fewer rows of many fields', () => {
    expect(rowsOf(makerOf(Array.from({ length: 200 }, () => 'x')))).to.equal(400);
  });

  it('holds fewer rows of long texts', () => {
    expect(rowsOf(makerOf(['x'.repeat(32_000)]))).to.equal(250);
  });

  it('begins anew when what it holds was taken', () => {
    const maker = makerOf(Array.from({ length: 200 }, () => 'x'));
    const rows = rowsOf(maker);
    expect(maker.take()?.toSend.length).to.equal(rows);
    expect(maker.isFull).to.equal(false);
    expect(maker.take()).to.equal(null);
    expect(rowsOf(maker)).to.equal(rows);
  });
});
