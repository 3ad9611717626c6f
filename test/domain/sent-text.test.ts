import { expect } from 'chai';
import { sentText } from '../../src/domain/sent-text.ts';
import { zeroCounts } from '../../src/domain/run.ts';
import { aJob, anOutboundJob } from '../support/records.ts';

const run = (created: number, updated: number, dryRun = false) => ({
  counts: { ...zeroCounts, created, updated },
  dryRun,
});

describe('what a run has sent', () => {
  it('is told with its number, and where it went', () => {
    expect(sentText(anOutboundJob(), run(1_200, 34))).to.equal('sent 1,234 accounts to Account');
    expect(sentText(anOutboundJob(), run(0, 1))).to.equal('sent 1 account to Account');
  });

  it('would only be sent in a dry run', () => {
    expect(sentText(anOutboundJob(), run(2, 0, true))).to.equal('would send 2 accounts to Account');
  });

  it('is nothing where a job brings records', () => {
    expect(sentText(aJob(), run(2, 0))).to.equal(null);
  });
});
