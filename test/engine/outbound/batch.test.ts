import { expect } from 'chai';
import { createBatchMaker } from '../../../src/engine/outbound/batch.ts';
import type { BatchMaker } from '../../../src/engine/outbound/batch.ts';
import { judgeOf } from '../../../src/engine/outbound/judge.ts';
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

interface Filled {
  readonly maker: BatchMaker;
  /** Adds records with these values until the batch is full. @returns how many */
  readonly fill: () => number;
}

function makerOf(cells: readonly string[]): Filled {
  const compiled = { fields: [], cellsOf: () => [...cells], newIdOf: () => null };
  const judge = judgeOf({ compiled, hashesOf: () => ({ hash: '', ownHash: '' }), sendsAll: false });
  const maker = createBatchMaker(batchRows);
  const fill = (): number => {
    let rows = 0;
    while (!maker.isFull) maker.add(judge(aRecord((rows += 1))));
    return rows;
  };
  return { maker, fill };
}

describe('a batch of records to be sent', () => {
  it('holds as many rows as are sent at once', () => {
    expect(makerOf(['id', 'name']).fill()).to.equal(batchRows);
  });

  it('holds fewer rows of many fields', () => {
    expect(makerOf(Array.from({ length: 200 }, () => 'x')).fill()).to.equal(400);
  });

  it('holds fewer rows of long texts', () => {
    expect(makerOf(['x'.repeat(32_000)]).fill()).to.equal(250);
  });

  it('begins anew when what it holds was taken', () => {
    const { maker, fill } = makerOf(Array.from({ length: 200 }, () => 'x'));
    const rows = fill();
    expect(maker.take()?.toSend.length).to.equal(rows);
    expect(maker.isFull).to.equal(false);
    expect(maker.take()).to.equal(null);
    expect(fill()).to.equal(rows);
  });
});
